"""The search index of posts, kept by the database itself, so that text removed from a row leaves the index in the same statement.

PostgreSQL: a generated column `words` of community_post, with one index over board and words. SQLite: the full-text table
community_post_words without texts of its own, kept by triggers, in which the board is a word too. Neither is known to Django's models.
"""

# ruff: noqa: S608 - the SQL consists of our own names
from django.db import connection

TABLE = "community_post"
WORDS = "community_post_words"
# PostgreSQL does not ignore accents by itself, and its extension for that cannot be used in a generated column.
ACCENTED = "àáâãäåāçćčèéêëēęìíîïīłñńòóôõöøōśšùúûüūýÿźżž"
PLAIN = "aaaaaaaccceeeeeeiiiiilnnooooooossuuuuuyyzzz"


def install(schema_editor):
    """Create the index from the rows that exist. On SQLite, a migration that remakes community_post must call this again."""
    if schema_editor.connection.vendor == "postgresql":
        _install_on_postgresql(schema_editor)
    else:
        _install_on_sqlite(schema_editor)


def uninstall(schema_editor):
    """Remove the index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS words")
        return
    for event in ("inserted", "updated", "deleted"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {WORDS}_{event}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {WORDS}")


def _install_on_postgresql(schema_editor):
    uninstall(schema_editor)
    vectors = " || ".join(
        [
            f"to_tsvector('english', translate(lower(title || ' ' || text), '{ACCENTED}', '{PLAIN}'))",
            f"jsonb_to_tsvector('english', translate(lower(answers::text), '{ACCENTED}', '{PLAIN}')::jsonb, '[\"string\"]')",
        ]
    )
    schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({vectors}) STORED", params=None)
    # Without a list of pending rows, which every search would have to read through.
    schema_editor.execute(f"CREATE INDEX {WORDS} ON {TABLE} USING gin (board_id, words) WITH (fastupdate = off)", params=None)


def _install_on_sqlite(schema_editor):
    uninstall(schema_editor)
    tokenize = "porter unicode61 remove_diacritics 2"
    schema_editor.execute(f"CREATE VIRTUAL TABLE {WORDS} USING fts5(board, words, content='', tokenize='{tokenize}')", params=None)
    schema_editor.execute(f"INSERT INTO {WORDS} (rowid, board, words) SELECT id, {_row('post')} FROM {TABLE} post", params=None)
    add = f"INSERT INTO {WORDS} (rowid, board, words) VALUES (new.id, {_row('new')});"
    remove = f"INSERT INTO {WORDS} ({WORDS}, rowid, board, words) VALUES ('delete', old.id, {_row('old')});"
    events = {"inserted": ("INSERT", add), "updated": ("UPDATE", remove + add), "deleted": ("DELETE", remove)}
    for name, (event, statements) in events.items():
        columns = " OF board_id, title, text, answers" if event == "UPDATE" else ""
        schema_editor.execute(f"CREATE TRIGGER {WORDS}_{name} AFTER {event}{columns} ON {TABLE} BEGIN {statements} END", params=None)


def _row(row):
    """Return SQL for what the full-text table has of a row: its board as a word, and its words."""
    answers = f"(SELECT coalesce(group_concat(value, ' '), '') FROM json_each({row}.answers))"
    return f"'b' || {row}.board_id, {row}.title || ' ' || {row}.text || ' ' || {answers}"


def rewrite():
    """Rewrite SQLite's index without the words of removed texts, which it otherwise marks and drops later. For removing a post for good."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('optimize')")
