"""The audit log is append-only.

Dangerous? No: triggers on tables that are new and empty.
"""

from django.db import migrations

from cms.page_tree.append_only import allow_changes, make_append_only


def forwards(apps, schema_editor):
    make_append_only(schema_editor, "audit_auditentry")


def backwards(apps, schema_editor):
    allow_changes(schema_editor, "audit_auditentry")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
