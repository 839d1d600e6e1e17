"""The learning record is append-only, and changes to modules and lessons move the stamp of the page tree.

Dangerous? No: triggers on tables that are new and empty.
"""

from django.db import migrations

from cms.page_tree.append_only import allow_changes, make_append_only
from cms.page_tree.stamp import unwatch, watch

WATCHED = [
    "learning_learnindexpage",
    "learning_modulepage",
    "learning_lessonpage",
    "learning_moduletheme",
    "learning_item",
    "learning_itemversion",
]


def forwards(apps, schema_editor):
    make_append_only(schema_editor, "learning_learningevent")
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    allow_changes(schema_editor, "learning_learningevent")
    for table in WATCHED:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial"), ("page_tree", "0002_database_rules")]
    operations = [migrations.RunPython(forwards, backwards)]
