"""Changes to pages and settings move the stamp of the page tree.

Dangerous? No: triggers on tables that are new and empty.
"""

from django.db import migrations

from cms.page_tree.stamp import unwatch, watch

WATCHED = [
    "pages_homepage",
    "pages_standardpage",
    "pages_startindexpage",
    "pages_startpage",
    "pages_sitesettings",
]


def forwards(apps, schema_editor):
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in WATCHED:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial"), ("page_tree", "0002_database_rules")]
    operations = [migrations.RunPython(forwards, backwards)]
