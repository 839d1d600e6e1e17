"""Writing the audit log."""

from django.utils import timezone

from cms.audit.models import AuditEntry


def add_entry(*, what, by, about=None, authority=None, words=""):
    """Add to the audit log. `by` and `about` are people, or None."""
    found = build_entry(what=what, by=by, about=about, authority=authority, words=words)
    found.save(force_insert=True)
    return found


def build_entry(*, what, by, about=None, authority=None, words=""):
    """What `add_entry` adds, not yet added: for deeds about many, which add all of theirs at once."""
    return AuditEntry(
        at=timezone.now(),
        what=what,
        actor=by.subject if by else None,
        about=about.subject if about else None,
        authority=authority,
        words=words[:200],
    )
