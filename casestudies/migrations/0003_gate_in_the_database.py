"""The gate in the database: no case study is live that is no composite, whoever asks.

Dangerous? No: the tables are new. On Wagtail's pages the triggers touch one row by its key, and refuse nothing but a case study.
"""

from django.db import migrations

from casestudies.gate import put_up, take_down


def forwards(apps, schema_editor):
    put_up(schema_editor)


def backwards(apps, schema_editor):
    take_down(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0002_pages_move_the_stamp"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, backwards)]
