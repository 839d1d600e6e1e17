"""SQLite's index knows English endings and leaves accents out, as PostgreSQL's does.

Dangerous? No: the index is made anew from the rows it is an index of. What this migration once added on PostgreSQL, 0016 takes away.
"""

from django.db import migrations

TABLE = "wagtailsearch_indexentry"
ENGLISH = ", tokenize='porter unicode61 remove_diacritics 2'"


def make_anew(schema_editor, tokenizer):
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(f"DROP TABLE {TABLE}_fts")
    schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE}_fts USING fts5(autocomplete, body, title{tokenizer})")
    schema_editor.execute(f"INSERT INTO {TABLE}_fts (rowid, autocomplete, body, title) SELECT id, autocomplete, body, title FROM {TABLE}")


def forwards(apps, schema_editor):
    make_anew(schema_editor, ENGLISH)


def backwards(apps, schema_editor):
    make_anew(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("cms", "0013_themes_and_references_move_the_stamp"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(forwards, backwards)]
