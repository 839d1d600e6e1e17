"""Changes of learning's pages, items and versions move the tree's stamp. Dangerous? No: triggers that touch one row."""

from django.db import migrations

from cms.stamp import unwatch, watch

TABLES = ["learning_learnindexpage", "learning_modulepage", "learning_lessonpage", "learning_item", "learning_itemversion"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_evidence_is_append_only"), ("cms", "0002_stamp")]
    operations = [migrations.RunPython(forwards, backwards)]
