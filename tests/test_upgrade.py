"""Upgrades: a database of every release so far migrates without losing a row, and the learning record still verifies."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command

from learning.models import LearningEvent
from tests.stored import FOLDER

VERSIONS = sorted(path.stem for path in FOLDER.glob("*.json"))
# Rows that migrations themselves add or rebuild.
NOT_COMPARED = {"django_migrations", "django_content_type", "auth_permission"}


def row_counts():
    """Return {table: number of rows} for every model's table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._base_manager.count() for model in models if model._meta.managed}


def test_a_database_is_stored_for_the_upgrade_test():
    assert "0.2.0" in VERSIONS


@pytest.mark.engine
@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_this_release_upgrades_without_loss(version, is_postgresql, django_db_setup, django_db_blocker, capsys):
    before = json.loads((FOLDER / f"{version}.json").read_text())
    with django_db_blocker.unblock():
        django_db_setup.load(FOLDER / (f"{version}.sql.gz" if is_postgresql else f"{version}.sqlite3.gz"))
        call_command("migrate", verbosity=0)
        after = row_counts()
        events = LearningEvent.objects.count()
        call_command("rebuild_progress", verify=True)
    lost = {
        table: (count, after.get(table)) for table, count in before.items() if table not in NOT_COMPARED and after.get(table, 0) < count
    }
    assert not lost
    assert events > 100
