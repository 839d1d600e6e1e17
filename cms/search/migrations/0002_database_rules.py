"""SQLite's search index knows English endings and ignores accents, as PostgreSQL's does.

Dangerous? No: triggers on tables that are new and empty; the index is rebuilt from the rows it indexes.
"""

from django.db import migrations

INDEX = "wagtailsearch_indexentry"
ENGLISH = ", tokenize='porter unicode61 remove_diacritics 2'"


def rebuild_index(schema_editor, tokenizer):
    """Recreate SQLite's full-text table with the tokenizer; PostgreSQL stems by itself."""
    if schema_editor.connection.vendor != "sqlite":
        return
    columns = "autocomplete, body, title"
    schema_editor.execute(f"DROP TABLE {INDEX}_fts")
    schema_editor.execute(f"CREATE VIRTUAL TABLE {INDEX}_fts USING fts5({columns}{tokenizer})")
    schema_editor.execute(f"INSERT INTO {INDEX}_fts (rowid, {columns}) SELECT id, {columns} FROM {INDEX}")


def forwards(apps, schema_editor):
    rebuild_index(schema_editor, ENGLISH)


def backwards(apps, schema_editor):
    rebuild_index(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(forwards, backwards)]
