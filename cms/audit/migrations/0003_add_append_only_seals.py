"""Seals of the audit log, append-only like the log; and no more name for lists of people, which were never downloaded.

Dangerous? No: a new table. The choices of `what` are not in the database, and altering that table would lose its triggers on SQLite.
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
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="auditentry",
                    name="what",
                    field=models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("failed", "Sign-in failed"),
                            ("invited", "Invited"),
                            ("withdrawn", "Invitation withdrawn"),
                            ("joined", "Joined"),
                            ("moved", "Moved"),
                            ("left", "Left"),
                            ("closed", "Account closed"),
                            ("opened", "Account reopened"),
                            ("role_given", "Role given"),
                            ("role_ended", "Role ended"),
                            ("role_kept", "Role reviewed and kept"),
                            ("signed_out", "Signed out everywhere"),
                            ("device_out", "Signed out on some devices"),
                            ("factor_added", "Second factor added"),
                            ("factor_gone", "Second factor removed"),
                            ("factor_taken", "Second factor removed by an administrator"),
                            ("codes_made", "Recovery codes created"),
                            ("connected", "Authority’s sign-in connected"),
                            ("disconnected", "Authority’s sign-in disconnected"),
                            ("provider_set", "Authority’s sign-in set up"),
                            ("provider_off", "Authority’s sign-in removed"),
                            ("asked", "Asked to join"),
                            ("declined", "Request declined"),
                            ("taken_back", "Request cancelled"),
                            ("domain_added", "Domain approved"),
                            ("domain_ended", "Domain no longer approved"),
                            ("place", "Authority changed"),
                            ("exported", "Own data downloaded"),
                            ("seen", "Someone’s evidence viewed"),
                            ("forget_asked", "Asked to be forgotten"),
                            ("forget_back", "Cancelled being forgotten"),
                            ("forget_rule", "To be forgotten under their authority’s rule"),
                            ("forgotten", "Forgotten"),
                        ],
                        max_length=12,
                    ),
                ),
            ]
        ),
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
