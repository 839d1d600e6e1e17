"""SQLite's index knows English endings and leaves accents out; PostgreSQL may compare words that are written nearly the same.

Dangerous? No: on SQLite the index is made anew from the rows it is an index of. On PostgreSQL an extension and two indexes are added; where
the database's owner may not add extensions, nothing is, and Find does without (docs/running.md).
"""

from django.db import DatabaseError, migrations, transaction

TABLE = "wagtailsearch_indexentry"
ENGLISH = ", tokenize='porter unicode61 remove_diacritics 2'"
CLOSE = ("title_text", "body_text")


def make_anew(schema_editor, tokenizer):
    schema_editor.execute(f"DROP TABLE {TABLE}_fts")
    schema_editor.execute(f"CREATE VIRTUAL TABLE {TABLE}_fts USING fts5(autocomplete, body, title{tokenizer})")
    schema_editor.execute(f"INSERT INTO {TABLE}_fts (rowid, autocomplete, body, title) SELECT id, autocomplete, body, title FROM {TABLE}")


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        make_anew(schema_editor, ENGLISH)
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for column in CLOSE:
                schema_editor.execute(f"CREATE INDEX cms_find_close_{column} ON {TABLE} USING gin ({column} gin_trgm_ops)")
    except DatabaseError:
        print("Find does without near spellings: this database's owner may not add the extension pg_trgm. See docs/running.md.")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        make_anew(schema_editor, "")
        return
    for column in CLOSE:
        schema_editor.execute(f"DROP INDEX IF EXISTS cms_find_close_{column}")


class Migration(migrations.Migration):
    dependencies = [("cms", "0013_themes_and_references_move_the_stamp"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(forwards, backwards)]
