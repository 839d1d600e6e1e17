"""Seals of the audit log, append-only like the log.

Dangerous? No: a new table.
"""

from django.db import migrations, models

from cms.page_tree.append_only import allow_changes, make_append_only


def forwards(apps, schema_editor):
    make_append_only(schema_editor, "audit_auditseal")


def backwards(apps, schema_editor):
    allow_changes(schema_editor, "audit_auditseal")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_database_rules")]
    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("up_to", models.BigIntegerField(help_text="The key of the last entry it covers.", unique=True)),
                ("count", models.BigIntegerField(help_text="How many entries it covers, with those of earlier seals.")),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"ordering": ["up_to"]},
        ),
        migrations.RunPython(forwards, backwards),
    ]
