"""LearningEvent can be added to and nothing else: the database refuses UPDATE, DELETE and TRUNCATE.

The suite has to empty tables between tests. Its door: on PostgreSQL only TRUNCATE, and only in a database whose name begins
with `test_` (production settings refuse such a name); on SQLite only DELETE, and only on a connection that says so through the
function drumbeat_suite_may_clear(), which the product defines as "no" (cms/apps.py). UPDATE is never possible.

Dangerous? No: it only adds triggers to an empty table.
"""

from django.db import migrations

TABLE = "learning_learningevent"
REFUSAL = "the learning record is append-only"

POSTGRESQL = f"""
CREATE FUNCTION learning_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER learning_events_stay BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION learning_refuse_change();
CREATE TRIGGER learning_events_stay_all BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION learning_refuse_change();
"""
POSTGRESQL_BACK = f"""
DROP TRIGGER learning_events_stay ON {TABLE};
DROP TRIGGER learning_events_stay_all ON {TABLE};
DROP FUNCTION learning_refuse_change();
"""
SQLITE = [
    f"CREATE TRIGGER learning_events_stay_updated BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER learning_events_stay_deleted BEFORE DELETE ON {TABLE} "
    f"WHEN NOT drumbeat_suite_may_clear() BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
SQLITE_BACK = ["DROP TRIGGER learning_events_stay_updated", "DROP TRIGGER learning_events_stay_deleted"]


def _run(schema_editor, postgresql, sqlite):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgresql, params=None)
        return
    for statement in sqlite:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    _run(schema_editor, POSTGRESQL, SQLITE)


def backwards(apps, schema_editor):
    _run(schema_editor, POSTGRESQL_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
