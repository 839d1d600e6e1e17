"""Tables that can be added to and nothing else: the database itself refuses UPDATE, DELETE and TRUNCATE. For migrations.

The suite has to empty tables between tests. Its door: on PostgreSQL only TRUNCATE, and only in a database whose name begins
with `test_` (production settings refuse such a name); on SQLite only DELETE, and only on a connection that says so through the
function drumbeat_suite_may_clear(), which the product defines as "no" (cms/apps.py). UPDATE is never possible.
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION cms_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def only_add(schema_editor, table):
    """Refuse every change of what stands in `table` from now on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION, params=None)
        schema_editor.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cms_refuse_change()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_stays_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cms_refuse_change()"
        )
        return
    schema_editor.execute(f"CREATE TRIGGER {table}_stays_updated BEFORE UPDATE ON {table} BEGIN {_refusal(table)}; END")
    schema_editor.execute(
        f"CREATE TRIGGER {table}_stays_deleted BEFORE DELETE ON {table} WHEN NOT drumbeat_suite_may_clear() BEGIN {_refusal(table)}; END"
    )


def _refusal(table):
    return f"SELECT RAISE(ABORT, '{table} is append-only')"


def allow_changes(schema_editor, table):
    """Undo `only_add`."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in (f"{table}_stays", f"{table}_stays_all") if is_postgresql else (f"{table}_stays_updated", f"{table}_stays_deleted"):
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}")
