"""Append-only tables: the database refuses to change or delete an event or an audit log entry."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry, AuditSeal
from learning.actions import record
from learning.models import Attempt, LearningEvent
from tests.builders import AT, ask, choice_question, complete, try_check

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def _refused(statement, values=()):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_refuses_to_update_an_event(site, people):
    complete(people.alice, site.lessons[0])
    _refused("UPDATE learning_learningevent SET reason = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic():
        LearningEvent.objects.update(verb="started")


def test_the_database_refuses_to_delete_an_event(site, people):
    complete(people.alice, site.lessons[0])
    _refused("DELETE FROM learning_learningevent")
    with pytest.raises(DatabaseError), transaction.atomic():
        LearningEvent.objects.all().delete()
    assert LearningEvent.objects.count() == 1


def test_a_person_with_a_record_cannot_be_deleted(site, people):
    from django.db.models import ProtectedError

    complete(people.alice, site.lessons[0])
    with pytest.raises(ProtectedError):
        people.alice.delete()


@pytest.fixture
def written(site, people):
    """Write rows to each append-only table: three events, the last of which voids the first, and the audit log."""
    events = [complete(people.alice, lesson).event for lesson in site.lessons[:2]]
    record.void(event=events[0], by=people.frank, reason="By mistake.", event_id=uuid4(), at=AT)
    for words in ("Asked about it.", "Asked again."):
        entry = add_entry(what=AuditEntry.What.SEEN, by=people.frank, about=people.alice, words=words)
        AuditSeal.objects.create(at=AT, up_to=entry.pk, count=entry.pk, hash="0" * 64)
    lesson = ask(site.lessons[2], choice_question(1))
    for _ in range(2):
        try_check(people.alice, lesson, {"question-1": "b1"})
    return {
        "learning_attempt": Attempt,
        "learning_learningevent": LearningEvent,
        "audit_auditentry": AuditEntry,
        "audit_auditseal": AuditSeal,
    }


def _only_added_to():
    """Return the names of the append-only tables, according to the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_stays'"
            if connection.vendor == "postgresql"
            else "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_stays_updated'"
        )
        return {table for (table,) in cursor.fetchall()}


def test_every_append_only_table_refuses_update_and_delete(written):
    # tests/casestudies/test_workflow.py has those of case studies.
    here = {table for table in _only_added_to() if not table.startswith("casestudies_")}
    assert here == written.keys() == {table for table, _ in UNLIKE}
    for table in written:
        _refused(f"UPDATE {table} SET id = id")
        _refused(f"DELETE FROM {table}")


# A table, a key of it, and values for every other key that make a row collide on that key alone.
UNLIKE = {
    ("learning_attempt", ("id",)): {"rowid": 900},
    ("learning_attempt", ("rowid",)): {"id": "new"},
    ("learning_learningevent", ("id",)): {"position": 9, "voids_id": "second", "rowid": 900},
    ("learning_learningevent", ("subject", "position")): {"id": "new", "voids_id": "second", "rowid": 900},
    ("learning_learningevent", ("voids_id",)): {"id": "new", "position": 9, "rowid": 900},
    ("learning_learningevent", ("rowid",)): {"id": "new", "position": 9, "voids_id": "second"},
    ("audit_auditentry", ("id",)): {},
    ("audit_auditseal", ("id",)): {"up_to": 9_000},
    ("audit_auditseal", ("up_to",)): {"id": 9_000},
}


@pytest.mark.parametrize(("table", "key"), UNLIKE)
def test_no_insert_replaces_an_existing_row(written, table, key, is_postgresql):
    """SQLite's INSERT OR REPLACE silently deletes a row with the same key; the nearest in PostgreSQL is an UPDATE."""
    if is_postgresql and key == ("rowid",):
        return  # only SQLite numbers its rows
    columns, order = "*" if is_postgresql else "rowid AS rowid, *", "position" if table == "learning_learningevent" else "id"
    newest = f"SELECT {columns} FROM {table} ORDER BY {order} DESC"
    with connection.cursor() as cursor:
        cursor.execute(newest)
        names = [column[0] for column in cursor.description]
        last, before, *_ = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        special = {"new": uuid4().hex, "second": before["id"]}
        row = last | {name: special.get(value, value) for name, value in UNLIKE[table, key].items() if name in last}
        many = written[table].objects.count()
    names = ", ".join(connection.ops.quote_name(name) for name in row)
    into = f"INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})"
    if is_postgresql:
        _refused(f"INSERT {into} ON CONFLICT ({', '.join(key)}) DO UPDATE SET id = EXCLUDED.id", list(row.values()))
    else:
        _refused(f"INSERT OR REPLACE {into}", list(row.values()))
    assert written[table].objects.count() == many
