"""PostgreSQL's two indexes for near spellings go: comparing whole texts took a second, so Find now compares words of the index itself.

Dangerous? No: nothing reads these indexes any more, and publishing no longer has to write them. The extension pg_trgm stays where it is.
"""

from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("title_text", "body_text"):
            schema_editor.execute(f"DROP INDEX IF EXISTS cms_find_close_{column}")


class Migration(migrations.Migration):
    dependencies = [("cms", "0015_lists_to_start_with")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
