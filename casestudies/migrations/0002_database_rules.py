"""The publication gate, and changes to case studies move the stamp of the page tree.

Dangerous? No: triggers on tables that are new and empty; on Wagtail's pages they touch one row by its key and refuse only case studies.
"""

from django.db import migrations

from casestudies.publication_gate import create_triggers, drop_triggers
from cms.page_tree.stamp import unwatch, watch

WATCHED = [
    "casestudies_casestudyindexpage",
    "casestudies_casestudypage",
    "casestudies_casestudytheme",
]


def forwards(apps, schema_editor):
    create_triggers(schema_editor)
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    drop_triggers(schema_editor)
    for table in WATCHED:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0001_initial"), ("page_tree", "0002_database_rules"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, backwards)]
