"""The gate in the database: no case study is live that is no composite, whoever asks.

Dangerous? No: the tables are new. On Wagtail's pages the triggers touch one row by its key, and refuse nothing but a case study.
"""

from django.db import migrations

from casestudies.publication_gate import create_triggers, drop_triggers


def forwards(apps, schema_editor):
    create_triggers(schema_editor)


def backwards(apps, schema_editor):
    drop_triggers(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0002_pages_move_the_stamp"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, backwards)]
