"""The role that runs the site cannot remove what makes tables append-only."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from cms.audit.models import AuditEntry
from cms.operations.database_role import check_role
from learning.models import LearningEvent
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_the_sites_role_can_work_but_not_remove_a_trigger(site, people, is_postgresql):
    if not is_postgresql:
        assert check_role(databases=["default"]) == []
        with pytest.raises(CommandError, match="no roles"):
            call_command("grant_database_rights", "site")
        return
    with pytest.raises(CommandError, match="There is no role"):
        call_command("grant_database_rights", "nobody_here")
    assert [warning.id for warning in check_role(databases=["default"])] == ["operations.W001"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE site_role")
        call_command("grant_database_rights", "site_role", verbosity=0)
        cursor.execute("SET LOCAL ROLE site_role")
        assert check_role(databases=["default"]) == []
        builders.complete(people.alice, site.lessons[0])
        assert LearningEvent.objects.exists()
        for statement in (
            "DROP TRIGGER learning_learningevent_stays ON learning_learningevent",
            "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
            "TRUNCATE audit_auditentry CASCADE",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement)
        assert AuditEntry.objects.count() >= 0
        cursor.execute("RESET ROLE")
