"""The database itself refuses to change or lose an event."""

import pytest
from django.db import DatabaseError, connection, transaction

from learning.models import LearningEvent
from tests.builders import complete

pytestmark = pytest.mark.django_db


def _refused(statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_update_is_refused(site, people):
    complete(people.alice, site.lessons[0])
    _refused("UPDATE learning_learningevent SET reason = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic():
        LearningEvent.objects.update(verb="started")


def test_delete_is_refused(site, people):
    complete(people.alice, site.lessons[0])
    _refused("DELETE FROM learning_learningevent")
    with pytest.raises(DatabaseError), transaction.atomic():
        LearningEvent.objects.all().delete()
    assert LearningEvent.objects.count() == 1


def test_deleting_the_person_is_refused_and_the_record_stands(site, people):
    from django.db.models import ProtectedError

    complete(people.alice, site.lessons[0])
    with pytest.raises(ProtectedError):
        people.alice.delete()


def test_the_suites_door_is_closed_to_the_product():
    """The product's own connection answers the trigger's question with no, and a plain sqlite3 cannot even ask it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef('learning_refuse_change'::regproc)")
            source = cursor.fetchone()[0]
        assert "LIKE 'test\\_%'" in source
        assert "TG_OP = 'TRUNCATE'" in source
        return
    import sqlite3

    from cms.apps import append_only_may_not_be_cleared

    class Plain:
        vendor = "sqlite"
        connection = sqlite3.connect(":memory:")

    append_only_may_not_be_cleared(Plain)
    assert Plain.connection.execute("SELECT drumbeat_suite_may_clear()").fetchone() == (0,)
