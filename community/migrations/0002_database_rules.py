"""Changes to events and reflections move the stamp of the page tree.

Dangerous? No: triggers on tables that are new and empty.
"""

from django.db import migrations

from cms.page_tree.stamp import unwatch, watch

WATCHED = [
    "community_eventindexpage",
    "community_eventpage",
    "community_eventtheme",
    "community_reflectionindexpage",
    "community_reflectionpage",
    "community_reflectiontheme",
]


def forwards(apps, schema_editor):
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in WATCHED:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial"), ("page_tree", "0002_database_rules")]
    operations = [migrations.RunPython(forwards, backwards)]
