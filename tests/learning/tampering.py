"""Changes to the learning record that the database would refuse, made as someone with full access to it could."""

import hashlib
import json
from contextlib import contextmanager

from django.db import connection

TABLE = "learning_learningevent"


@contextmanager
def without_guard():
    """Drop the triggers that make events append-only, and put them back afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{TABLE}_stays%"])
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql.replace("%", "%%"))


def hash_without_key(event):
    """Return a hash as someone would make it who has the database and our source, but not the record key."""
    return hashlib.sha256(json.dumps([str(event.pk), event.position, event.previous_hash]).encode()).hexdigest()


def chain_again(events, make_hash):
    """Give events, in order, new hashes and save them: what was changed in them fits again."""
    previous = ""
    for event in events:
        event.previous_hash = previous
        previous = event.hash = make_hash(event)
        event.save(force_update=True)
