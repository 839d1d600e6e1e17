"""Writing the audit log, and sealing it.

Entries are not chained one by one, because everyone who signs in would wait for the entry before theirs. Instead a nightly command seals
what is older than an hour: each seal is a hash of the entries since the last one and of that seal. No transaction takes an hour, so no
entry can still appear below a seal. The newest hash is printed: kept elsewhere, it shows whether the log was rewritten as a whole.
"""

import hashlib
import json
from datetime import UTC, timedelta

from django.db import transaction
from django.utils import timezone

from cms.audit.models import AuditEntry, AuditSeal

SEAL_AFTER = timedelta(hours=1)


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


@transaction.atomic
def seal(*, at):
    """Seal the entries older than SEAL_AFTER. Return the newest AuditSeal, or None if there is nothing to seal yet."""
    last = AuditSeal.objects.last()
    entries = AuditEntry.objects.filter(pk__gt=last.up_to if last else 0).order_by("pk")
    if (too_new := entries.filter(at__gt=at - SEAL_AFTER).first()) is not None:
        entries = entries.filter(pk__lt=too_new.pk)
    digest, count, up_to = _hash(entries, last.hash if last else "")
    if not count:
        return last
    return AuditSeal.objects.create(at=at, up_to=up_to, count=count + (last.count if last else 0), hash=digest)


def seal_differences():
    """Yield a sentence for each seal that does not match the entries it covers."""
    before = 0
    previous, total = "", 0
    for found in AuditSeal.objects.all():
        digest, count, _ = _hash(AuditEntry.objects.filter(pk__gt=before, pk__lte=found.up_to).order_by("pk"), previous)
        total += count
        if total != found.count:
            yield f"Audit log up to entry {found.up_to}: there are {total} entries, and {found.count} were sealed."
        elif digest != found.hash:
            yield f"Audit log, entries {before + 1} to {found.up_to}: an entry, or the seal before them, has been changed."
        before, previous, total = found.up_to, found.hash, found.count


def _hash(entries, previous):
    """Return (hash, number of entries, key of the last one)."""
    digest, count, last = hashlib.sha256(previous.encode()), 0, 0
    for entry in entries.iterator(chunk_size=2000):
        at = entry.at.astimezone(UTC).isoformat()
        values = [entry.pk, at, entry.what, str(entry.actor), str(entry.about), entry.authority_id, entry.words]
        digest.update(json.dumps(values).encode() + b"\n")
        count, last = count + 1, entry.pk
    return digest.hexdigest(), count, last
