"""How events and versions are hashed. Runs no queries.

Format 1 (version 0.2.0) is a plain SHA-256 of the event's own fields. Format 2 is an HMAC, keyed with the site's record key, that also
covers what the event rests on: the version's fingerprint, the assignment's module and cycle, and the lessons the module required.
An event says which format it has, so that old chains verify unchanged.
"""

import hashlib
import hmac
import json
from typing import NamedTuple

from django.conf import settings

FIRST_FORMAT = 1
NEWEST_FORMAT = 2


class RestsOn(NamedTuple):
    """What an event rests on that is stored elsewhere. `fingerprint` is the version's, or ""; `required` are ids of lessons, in order."""

    module_id: int
    cycle: int
    fingerprint: str
    required: tuple[int, ...]


def record_keys():
    """Return the record keys as bytes, the one in use first.

    The setting RECORD_KEYS, or Django's SECRET_KEY and SECRET_KEY_FALLBACKS. A key that is replaced must stay in the list.
    """
    keys = getattr(settings, "RECORD_KEYS", None) or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(b"learning record:" + key.encode()).digest() for key in keys]


def event_hash(event, rests_on, key):
    """Return the hash (hex) of an event in its own `hash_format`, including the hash of the event before it.

    `event` has the fields of a LearningEvent. Raises KeyError if the format is unknown.
    """
    return {1: _format_1, 2: _format_2}[event.hash_format](event, rests_on, key)


def version_fingerprint(version, key):
    """Return the HMAC (hex) of a version: the text people read, the kind of change and when it was published."""
    content = [
        version.item_id,
        version.number,
        version.content_hash,
        version.change,
        version.what_changed,
        version.title,
        version.minutes,
        version.content_note,
        json.dumps(version.snapshot, sort_keys=True),
        _microseconds(version.made_at),
    ]
    return sign(content, key)


def check_fingerprint(check, key):
    """Return the HMAC (hex) of a CheckVersion: the questions with their keys, the pass mark and when it was published."""
    questions = json.dumps(check.questions, sort_keys=True)
    return sign([check.item_id, check.number, check.content_hash, questions, check.pass_mark, _microseconds(check.made_at)], key)


def attempt_hash(attempt, fingerprint, key):
    """Return the HMAC (hex) of an Attempt. `fingerprint` is that of the CheckVersion it answers."""
    content = [
        attempt.id.hex,
        attempt.subject.hex,
        attempt.item_id,
        fingerprint,
        attempt.version_id,
        json.dumps(attempt.answers, sort_keys=True),
        attempt.right,
        attempt.passed,
        _microseconds(attempt.begun_at),
        _microseconds(attempt.submitted_at),
    ]
    return sign(content, key)


def sign(content, key):
    """Return the HMAC-SHA-256 (hex) of JSON-serialisable content."""
    return hmac.new(key, json.dumps(content, separators=(",", ":")).encode(), hashlib.sha256).hexdigest()


def _format_1(event, rests_on, key):
    content = [
        str(event.id),
        str(event.subject),
        event.position,
        event.verb,
        event.assignment_id,
        event.item_id,
        event.version_id,
        event.structure_id,
        event.authority_id,
        event.occurred_at.timestamp(),
        event.received_at.timestamp(),
        str(event.actor),
        event.reason,
        str(event.voids_id or ""),
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _format_2(event, rests_on, key):
    content = [
        event.hash_format,
        event.id.hex,
        event.subject.hex,
        event.position,
        event.verb,
        event.assignment_id,
        rests_on.module_id,
        rests_on.cycle,
        event.item_id,
        event.version_id,
        rests_on.fingerprint,
        event.structure_id,
        rests_on.required,
        event.authority_id,
        _microseconds(event.occurred_at),
        _microseconds(event.received_at),
        event.actor.hex,
        event.reason,
        event.voids_id.hex if event.voids_id else "",
        event.previous_hash,
    ]
    return sign(content, key)


def _microseconds(moment):
    """Return an aware datetime as whole microseconds since 1970: floats could round differently."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond
