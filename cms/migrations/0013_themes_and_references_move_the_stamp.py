"""Changes of the shared themes, and of which page uses which, move the tree's stamp. Dangerous? No: triggers that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = ["cms_theme", "wagtailcore_referenceindex"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("cms", "0012_kept_reported_and_searched"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, backwards)]
