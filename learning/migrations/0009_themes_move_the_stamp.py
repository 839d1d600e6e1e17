"""Changes of the themes of modules move the tree's stamp. Dangerous? No: triggers that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = ["learning_moduletheme"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("learning", "0008_word_files"), ("cms", "0002_stamp")]
    operations = [migrations.RunPython(forwards, backwards)]
