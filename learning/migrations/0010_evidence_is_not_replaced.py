"""On SQLite `INSERT OR REPLACE` took an event away unheard; it is refused too, by what guards the audit log (cms/append_only.py).

Dangerous? No: triggers take the place of triggers within one transaction; no row is touched. Undone, the stronger ones stay.
"""

from django.db import migrations

from cms.append_only import only_add

TABLE = "learning_learningevent"


def forwards(apps, schema_editor):
    only_add(schema_editor, TABLE)
    # What migration 0002 made before it used the same guard as the audit log.
    if schema_editor.connection.vendor == "postgresql":
        for name in ("learning_events_stay", "learning_events_stay_all"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
        schema_editor.execute("DROP FUNCTION IF EXISTS learning_refuse_change()")
        return
    for name in ("learning_events_stay_updated", "learning_events_stay_deleted"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("learning", "0009_themes_move_the_stamp")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
