"""Append-only tables: database triggers reject UPDATE, DELETE and TRUNCATE. For use in migrations.

On SQLite, `INSERT OR REPLACE` deletes the row that has the same key without firing DELETE triggers. So an INSERT is rejected there if
a row with the same rowid, primary key or unique key exists.
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION page_tree_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def make_append_only(schema_editor, table):
    """Create the triggers that make `table` append-only, replacing any that exist.

    A migration that adds a unique key to the table must call this again. So must any migration that alters the table, because Django
    recreates altered tables on SQLite, which drops their triggers.
    """
    allow_changes(schema_editor, table)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION, params=None)
        schema_editor.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION page_tree_refuse_change()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_stays_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION page_tree_refuse_change()"
        )
        return
    reject = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    has_same_key = " OR ".join(
        " AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in _unique_keys(schema_editor.connection, table)
    )
    schema_editor.execute(f"CREATE TRIGGER {table}_stays_updated BEFORE UPDATE ON {table} {reject}")
    schema_editor.execute(f"CREATE TRIGGER {table}_stays_deleted BEFORE DELETE ON {table} {reject}")
    schema_editor.execute(
        f"CREATE TRIGGER {table}_stays_replaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {has_same_key}) {reject}"
    )


def _unique_keys(connection, table):
    """Return a list of columns for each unique key of the table, SQLite's rowid first."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table).values()
    return [["rowid"], *sorted(constraint["columns"] for constraint in constraints if constraint["unique"] or constraint["primary_key"])]


def allow_changes(schema_editor, table):
    """Drop the triggers that `make_append_only` created."""
    if schema_editor.connection.vendor == "postgresql":
        for trigger in (f"{table}_stays", f"{table}_stays_all"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
        return
    for trigger in (f"{table}_stays_updated", f"{table}_stays_deleted", f"{table}_stays_replaced"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
