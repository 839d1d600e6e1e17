"""Tables that can be added to and nothing else: the database itself refuses UPDATE, DELETE and TRUNCATE. For migrations.

SQLite has one more way to lose a row: `INSERT OR REPLACE` deletes whatever stands at the same key, and no trigger on DELETE hears
of it. So there an INSERT is refused when a row stands at its id or at any other key that may stand only once.
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION page_tree_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def make_append_only(schema_editor, table):
    """Refuse every change of what stands in `table` from now on; what refused it before is replaced.

    To be said again by the migration that gives the table a new unique key, or on SQLite alters it: Django makes it anew there.
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
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    same = " OR ".join(" AND ".join(f"{name} = NEW.{name}" for name in key) for key in _keys(schema_editor.connection, table))
    schema_editor.execute(f"CREATE TRIGGER {table}_stays_updated BEFORE UPDATE ON {table} {refuse}")
    schema_editor.execute(f"CREATE TRIGGER {table}_stays_deleted BEFORE DELETE ON {table} {refuse}")
    schema_editor.execute(
        f"CREATE TRIGGER {table}_stays_replaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
    )


def _keys(connection, table):
    """The lists of columns that stand once in a table, and SQLite's own number of each row."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table).values()
    return [["rowid"], *sorted(one["columns"] for one in constraints if one["unique"] or one["primary_key"])]


def allow_changes(schema_editor, table):
    """Undo `make_append_only`."""
    if schema_editor.connection.vendor == "postgresql":
        for name in (f"{table}_stays", f"{table}_stays_all"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        return
    for name in (f"{table}_stays_updated", f"{table}_stays_deleted", f"{table}_stays_replaced"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
