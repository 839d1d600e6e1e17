"""Writing the audit log."""

from django.utils import timezone

from cms.audit.models import AuditEntry


def add_entry(*, what, by, about=None, authority=None, words=""):
    """Add an entry to the audit log and return it. `by` and `about` are users, or None."""
    entry = build_entry(what=what, by=by, about=about, authority=authority, words=words)
    entry.save(force_insert=True)
    return entry


def build_entry(*, what, by, about=None, authority=None, words=""):
    """Return an unsaved entry, for actions that add many with bulk_create(). Arguments as for add_entry()."""
    return AuditEntry(
        at=timezone.now(),
        what=what,
        actor=by.subject if by else None,
        about=about.subject if about else None,
        authority=authority,
        words=words[:200],
    )
