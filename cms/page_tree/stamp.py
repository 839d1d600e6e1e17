"""The stamp: one row whose random token changes, in the same transaction, whenever an editor's table changes.

Database triggers move it, so `queryset.update()`, raw SQL and other processes are seen too. The token is random and
not a counter: a copy built inside a transaction that rolled back carries a token that never comes again.
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION page_tree_move_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE page_tree_stamp SET token = (random() * 9007199254740991)::bigint WHERE id = 1;
    RETURN NULL;
END $$;
"""


def watch(schema_editor, table):
    """Make every change of `table` move the stamp. For migrations."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL_FUNCTION)
        schema_editor.execute(
            f"CREATE TRIGGER page_tree_stamp_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION page_tree_move_stamp()"
        )
        return
    for deed in ("INSERT", "UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER page_tree_stamp_{table}_{deed.lower()} AFTER {deed} ON {table} "
            "BEGIN UPDATE page_tree_stamp SET token = random() WHERE id = 1; END"
        )


def unwatch(schema_editor, table):
    """Undo `watch`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS page_tree_stamp_{table} ON {table}")
        return
    for deed in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS page_tree_stamp_{table}_{deed}")


def watched_tables(connection):
    """The tables whose changes move the stamp now, read from the database itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE 'page_tree_stamp_%'"
            )
        else:
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'page_tree_stamp_%'")
        return {row[0] for row in cursor.fetchall()}
