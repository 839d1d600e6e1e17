"""Changes of the themes of events and reflections move the tree's stamp. Dangerous? No: triggers that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = ["community_eventtheme", "community_reflectiontheme"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("community", "0006_reflections_have_themes"), ("cms", "0002_stamp")]
    operations = [migrations.RunPython(forwards, backwards)]
