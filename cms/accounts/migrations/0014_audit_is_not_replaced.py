"""On SQLite `INSERT OR REPLACE` took a line of the audit log away unheard; it is refused too.

Dangerous? No: triggers take the place of triggers within one transaction; no row is touched. Undone, the stronger ones stay.
"""

from django.db import migrations

from cms.append_only import only_add


def forwards(apps, schema_editor):
    only_add(schema_editor, "accounts_auditentry")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_addresses_before_and_authorities_close")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
