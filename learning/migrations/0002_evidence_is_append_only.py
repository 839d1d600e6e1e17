"""LearningEvent can be added to and nothing else. Dangerous? No: it only adds triggers to an empty table."""

from django.db import migrations

from cms.append_only import allow_changes, only_add

TABLE = "learning_learningevent"


def forwards(apps, schema_editor):
    only_add(schema_editor, TABLE)


def backwards(apps, schema_editor):
    allow_changes(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
