"""The audit log is append-only.

Dangerous? No: triggers on tables that are new and empty.
"""

from django.db import migrations

from cms.append_only import allow_changes, only_add


def forwards(apps, schema_editor):
    only_add(schema_editor, "audit_auditentry")


def backwards(apps, schema_editor):
    allow_changes(schema_editor, "audit_auditentry")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
