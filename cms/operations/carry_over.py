"""Move everything from a SQLite pilot to a freshly migrated PostgreSQL database, in one transaction.

Rows are copied as the database stores them, table by table, without our models: nothing is recomputed, and no signal is sent. Foreign
keys are checked at the end, because Django defers them. Triggers that fill tables are off meanwhile, because those tables are copied
too; append-only triggers are never off. What the search indexes contain is made anew afterwards.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from wagtail.models import Page

from cms.operations.backup import Report, count_rows, verify

# Not copied: migrations are compared instead, and the index is written again.
LEFT_OUT = {"django_migrations", "wagtailsearch_indexentry"}
MAX_FRESH_PAGES = 2  # what Wagtail's own migrations add


class NotCarriedOver(Exception):
    """The move is refused, and nothing was changed. The message says why, as a sentence."""


def carry_over(file):
    """Copy every row of the SQLite database `file`, which is only read. Return a Report. Raises NotCarriedOver."""
    if connection.vendor != "postgresql":
        raise NotCarriedOver("The settings name no PostgreSQL database. Run this with the production settings.")
    if not Path(file).is_file():
        raise NotCarriedOver(f"{file} does not exist.")
    with closing(sqlite3.connect(f"{Path(file).resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as source:
        source.execute("BEGIN")  # one moment of the pilot, should it still be running
        with transaction.atomic(), connection.cursor() as target:
            columns = _columns(target)
            _refuse_unless_fresh()
            tables = _tables(source, columns)
            _set_triggers(target, "DISABLE")
            _empty(target, tables)
            counts = {table: _copy(source, target, table, columns[table]) for table in tables}
            _set_sequences(target, tables)
            found = count_rows(target)
            if differences := sorted(table for table in tables if found[table] != counts[table]):
                raise NotCarriedOver(f"These tables have another number of rows now: {', '.join(differences)}.")
            target.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _set_triggers(target, "ENABLE")
            ContentType.objects.clear_cache()
            try:
                verify()
            except CommandError as error:
                raise NotCarriedOver(
                    f"{error} If the pilot had another secret key, list it in DRUMBEAT_RECORD_KEY, after the key in use."
                ) from error
    call_command("update_index", verbosity=0)
    return Report(len(counts), sum(counts.values()), 0, Path(file).stat().st_size)


def _columns(cursor):
    """Return {table: {column: its type}} of the PostgreSQL database, without columns that it computes itself."""
    cursor.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns JOIN information_schema.tables USING "
        "(table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'"
    )
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.fetchall():
        columns.setdefault(table, {})[column] = kind
    return columns


def _refuse_unless_fresh():
    if get_user_model().objects.exists() or Page.objects.count() > MAX_FRESH_PAGES:
        raise NotCarriedOver("The PostgreSQL database already has people or pages. Name a new one, and only `migrate` it.")


def _tables(source, columns):
    """Return the tables to copy. Raises NotCarriedOver if the two databases are not of the same version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    pilot = set(source.execute("SELECT app, name FROM django_migrations"))
    if applied != pilot:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in applied ^ pilot)[:5])
        raise NotCarriedOver(f"The pilot and PostgreSQL are not at the same version ({names}). Run `migrate` on both with this code.")
    rows = count_rows(source.cursor())
    is_index = ("wagtailsearch_indexentry_fts", "community_post_words")
    if unknown := sorted(table for table in rows if table not in columns and rows[table] and not table.startswith(is_index)):
        raise NotCarriedOver(f"The pilot has tables that this version does not know: {', '.join(unknown)}.")
    return sorted(set(rows) & set(columns) - LEFT_OUT)


def _set_triggers(cursor, change):
    """Enable or disable our triggers that are not append-only; foreign keys stay checked. Only the owner of the tables may."""
    cursor.execute(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgname NOT IN (c.relname || '_stays', c.relname || '_stays_all')"
    )
    for table, trigger in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" {change} TRIGGER "{trigger}"')


def _empty(cursor, tables):
    """Delete the rows that migrations added: content types, permissions, the first pages."""
    for table in tables:
        cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - the name comes from the catalogue


def _copy(source, cursor, table, columns):
    """Copy a table and return the number of its rows."""
    names = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
    if set(names) != set(columns):
        raise NotCarriedOver(f"The table {table} has other columns in the pilot: {', '.join(sorted(set(names) ^ set(columns)))}.")
    kinds = [columns[name] for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    count = 0
    with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
        for row in source.execute(f'SELECT {quoted} FROM "{table}"'):  # noqa: S608 - the names come from the catalogue
            copy.write_row([_converted(value, kind) for value, kind in zip(row, kinds, strict=True)])
            count += 1
    return count


def _converted(value, kind):
    """Return a value of SQLite as PostgreSQL reads it. Django stores times in UTC there, without saying so."""
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    if kind == "timestamp with time zone":
        return f"{value}+00"
    if kind == "interval":
        return f"{value} microseconds"
    return value


def _set_sequences(cursor, tables):
    """Let each sequence go on after the largest number in use."""
    cursor.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
    )
    for table, column, sequence in cursor.fetchall():
        if table in tables:
            cursor.execute(f'SELECT setval(%s, coalesce(max("{column}"), 1), max("{column}") IS NOT NULL) FROM "{table}"', [sequence])  # noqa: S608
