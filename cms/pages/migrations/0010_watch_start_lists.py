"""A change of the job roles of a “Start here” list moves the page tree's stamp: which list is whose is cached with the tree.

Dangerous? No: triggers only, on a small table.
"""

from django.db import migrations

from cms.page_tree.stamp import unwatch, watch

TABLE = "pages_startpage_roles"


def forwards(apps, schema_editor):
    watch(schema_editor, TABLE)


def backwards(apps, schema_editor):
    unwatch(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_database_rules"), ("page_tree", "0002_database_rules")]
    operations = [migrations.RunPython(forwards, backwards)]
