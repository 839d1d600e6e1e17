"""Changes of the themes of case studies move the tree's stamp. Dangerous? No: triggers that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = ["casestudies_casestudytheme"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0006_recordings_from_the_library"), ("cms", "0002_stamp")]
    operations = [migrations.RunPython(forwards, backwards)]
