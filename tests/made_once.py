"""Rows that many tests begin with are made once a run by the product's own ways, and put in again as they were.

Publishing a small site takes half a second, mostly Wagtail's, and hundreds of tests begin with it. The first test to ask has it
made; what it wrote is remembered as rows. A later test gets those rows in one go, if its database stands exactly where the first
one's stood: same tables, same counts, same highest keys. In any other case, and in tests with real transactions, it is made anew.
"""

import pickle

from django.apps import apps
from django.db import connection, transaction
from django.db.models import UUIDField

# Filled by triggers or by the database itself.
FILLED_BY_ITSELF = {"django_migrations", "cms_stamp", "casestudies_gate"}

_made = {}
_tables = {}
_before_any_test = {}


def tables():
    """The tables that hold rows of their own, each with the column of its key."""
    if not _tables:
        with connection.cursor() as cursor:
            for table in connection.introspection.get_table_list(cursor):
                if table.type == "t" and "_fts" not in table.name and table.name not in FILLED_BY_ITSELF:
                    key = connection.introspection.get_primary_key_column(cursor, table.name)
                    if key:
                        _tables[table.name] = key
    return _tables


def _stands():
    """Where every table stands: how many rows, and the highest key."""
    if connection.vendor != "postgresql":
        return frozenset(_read_stands(tables()).items())
    # Asking every table takes PostgreSQL twenty milliseconds; it knows which of them this test has written to.
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0")
        written = {name for (name,) in cursor.fetchall()} & tables().keys()
    if not _before_any_test:
        if written:
            return frozenset(_read_stands(tables()).items())
        _before_any_test.update(_read_stands(tables()))
    return frozenset({**_before_any_test, **_read_stands(written)}.items())


def _read_stands(names):
    quote = connection.ops.quote_name
    # PostgreSQL knows no highest UUID.
    uuids = {model._meta.db_table for model in apps.get_models() if isinstance(model._meta.pk, UUIDField)}
    each = []
    for table in names:
        key = quote(tables()[table])
        value = f"CAST({key} AS text)" if table in uuids else key
        each.append(f"SELECT '{table}', COUNT(*), CAST(MAX({value}) AS text) FROM {quote(table)}")
    if not each:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return {table: (count, highest) for table, count, highest in cursor.fetchall()}


def look_again():
    """A test with real transactions has run: where the tables stand before a test may be different now."""
    _before_any_test.clear()


def _rows():
    read = {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, key in tables().items():
            cursor.execute(f"SELECT * FROM {quote(table)}")
            columns = [column[0] for column in cursor.description]
            at = columns.index(key)
            read[table] = columns, {row[at]: row for row in cursor.fetchall()}
    return read


def _difference(before, after):
    """For each table that changed: its columns, the new rows and the rows that were changed."""
    changes = []
    for table, (columns, rows) in after.items():
        older = before[table][1]
        assert older.keys() <= rows.keys(), f"{table}: rows that are made once may not delete others"
        new = [row for key, row in rows.items() if key not in older]
        changed = [row for key, row in rows.items() if key in older and older[key] != row]
        if new or changed:
            changes.append((table, columns, new, changed))
    return changes


def _put_in(changes):
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, new, changed in changes:
            names, holes = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            if new:
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({holes})", new)
            at = columns.index(tables()[table])
            for row in changed:
                pairs = ", ".join(f"{quote(column)} = %s" for column in columns)
                cursor.execute(f"UPDATE {quote(table)} SET {pairs} WHERE {quote(columns[at])} = %s", [*row, row[at]])


def made_once(make, *, transactional=False):
    """What `make()` returns, with its rows in the database. What it returns must be picklable: each test has its own copy."""
    if transactional:
        return make()
    key = (make, _stands())
    if key not in _made:
        before = _rows()
        result = pickle.dumps(make())
        _made[key] = result, _difference(before, _rows())
        return pickle.loads(result)  # noqa: S301 - our own
    result, changes = _made[key]
    _put_in(changes)
    return pickle.loads(result)  # noqa: S301 - our own
