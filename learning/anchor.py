"""Anchors: a signed file of how long every chain is and how it ends, which an administrator keeps away from the server.

The file has one JSON value a line: a heading, then ["version", id, fingerprint] for each version, then ["chain", subject, user id,
number of events, hash of the last event] for each person in order of subject, then {"events", "signature"}.
"""

import hashlib
import hmac
import json
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from cms.people.models import User
from learning.models.records import ItemVersion, LearningEvent
from learning.record_hashes import record_keys

HEADING = "Drumbeat: anchor of the learning record"


class AnchorUnreadable(Exception):
    """The file is not an anchor, or is incomplete."""


def write_anchor(file, *, at):
    """Write an anchor of the record to a binary file, and return how many events and chains it covers."""
    digest = hashlib.sha256()

    def write(value):
        line = (json.dumps(value, separators=(",", ":")) + "\n").encode()
        digest.update(line)
        file.write(line)

    write({"heading": HEADING, "format": 1, "made_at": at.isoformat()})
    for pk, fingerprint in ItemVersion.objects.order_by("pk").values_list("pk", "fingerprint").iterator(chunk_size=2000):
        write(["version", pk, fingerprint])
    events = chains = 0
    for subject, position, last_hash, user_id in _last_events().iterator(chunk_size=2000):
        write(["chain", subject.hex, user_id, position, last_hash])
        events, chains = events + position, chains + 1
    file.write((json.dumps({"events": events, "signature": _signature(digest, record_keys()[0])}) + "\n").encode())
    return events, chains


def _last_events():
    """Return (subject, position, hash, id of the account with that key) of the last event of each chain, in order."""
    later = LearningEvent.objects.filter(subject=OuterRef("subject"), position__gt=OuterRef("position"))
    account = Subquery(User.objects.filter(subject=OuterRef("subject")).values("pk")[:1])
    return LearningEvent.objects.filter(~Exists(later)).order_by("subject").values_list("subject", "position", "hash", account)


def _signature(digest, key):
    return hmac.new(key, digest.digest(), hashlib.sha256).hexdigest()


class Anchor:
    """An anchor file, read line by line while the chains go by in the same order."""

    def __init__(self, path):
        """Open the file and check its signature. Raises AnchorUnreadable, or OSError."""
        self.path = path = Path(path)
        digest, last = hashlib.sha256(), b""
        with path.open("rb") as file:
            for line in file:
                digest.update(last)
                last = line
        footer = _parse(last)
        if not isinstance(footer, dict) or "signature" not in footer:
            raise AnchorUnreadable(f"{path} is not an anchor, or its end is missing.")
        self.is_genuine = any(hmac.compare_digest(footer["signature"], _signature(digest, key)) for key in record_keys())
        self._lines = self._read()
        heading = next(self._lines, None)
        if not isinstance(heading, dict) or heading.get("heading") != HEADING:
            raise AnchorUnreadable(f"{path} is not an anchor.")
        self.made_at = heading["made_at"]
        self._next: Any = next(self._lines, None)

    def _read(self):
        with self.path.open("rb") as file:
            for line in file:
                yield _parse(line)

    def version_faults(self):
        """Yield a sentence for each version that is not as it was. Call it before chain_faults()."""
        while self._is("version"):
            lines = [self._next, *islice(self._lines, 499)]
            wanted = {line[1]: line[2] for line in lines if isinstance(line, list) and line[0] == "version"}
            now = dict(ItemVersion.objects.filter(pk__in=wanted).values_list("pk", "fingerprint"))
            for pk, fingerprint in wanted.items():
                if now.get(pk) != fingerprint:
                    yield f"Version {pk}: it is {'not as it was' if pk in now else 'missing, but it was there'} when the anchor was made."
            rest = lines[len(wanted) :]
            self._lines = _chain(rest, self._lines)
            self._next = next(self._lines, None)

    def chain_faults(self, chain):
        """Yield a sentence for each anchored chain before `chain` that is gone, and for what differs in `chain` itself.

        `chain` is the next StoredChain in order of subject, or None at the end.
        """
        while self._is("chain") and (chain is None or self._next[1] < chain.subject.hex):
            _, subject, _, count, _ = self._next
            yield f"Chain of {subject}: it had {count} events when the anchor was made, and is gone."
            self._next = next(self._lines, None)
        if chain is None or not self._is("chain") or self._next[1] != chain.subject.hex:
            return
        _, subject, user_id, count, last_hash = self._next
        self._next = next(self._lines, None)
        event = next((event for event in chain.events if event.position == count), None)
        if event is None:
            yield f"Chain of {subject}: it had {count} events when the anchor was made, and has {len(chain.events)} now."
        elif event.hash != last_hash:
            yield f"Event {event.pk}: it was another event when the anchor was made (chain of {subject}, position {count})."
        if None not in {user_id, chain.user_id} and user_id != chain.user_id:
            yield f"Chain of {subject}: it belonged to account {user_id} when the anchor was made, and belongs to {chain.user_id} now."

    def _is(self, kind):
        return isinstance(self._next, list) and self._next[0] == kind


def _chain(first, rest):
    yield from first
    yield from rest


def _parse(line):
    try:
        return json.loads(line)
    except ValueError:
        raise AnchorUnreadable("The file is not an anchor, or it is damaged.") from None
