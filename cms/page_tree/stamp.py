"""The stamp: a single row whose random token changes in the same transaction as any change of a watched table.

Database triggers change it, so `queryset.update()`, raw SQL and other processes count too. The token is random rather than a counter,
so that a snapshot built in a transaction that rolled back can never match a later token.
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION page_tree_move_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE page_tree_stamp SET token = (random() * 9007199254740991)::bigint WHERE id = 1;
    RETURN NULL;
END $$;
"""


def watch(schema_editor, table):
    """Create the triggers that change the stamp whenever `table` changes. For use in migrations."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL_FUNCTION)
        schema_editor.execute(
            f"CREATE TRIGGER page_tree_stamp_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION page_tree_move_stamp()"
        )
        return
    for operation in ("INSERT", "UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER page_tree_stamp_{table}_{operation.lower()} AFTER {operation} ON {table} "
            "BEGIN UPDATE page_tree_stamp SET token = random() WHERE id = 1; END"
        )


def unwatch(schema_editor, table):
    """Drop the triggers that `watch` created."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS page_tree_stamp_{table} ON {table}")
        return
    for operation in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS page_tree_stamp_{table}_{operation}")


def watched_tables(connection):
    """Return the set of tables that have triggers in this database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE 'page_tree_stamp_%'"
            )
        else:
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'page_tree_stamp_%'")
        return {row[0] for row in cursor.fetchall()}
