"""Numbers and policies that a lead enters for “If it happens tonight”. They are in the page tree, so changes move its stamp.

Dangerous? No: triggers on a table that is new and empty.
"""

import django.db.models.deletion
from django.db import migrations, models

from cms.page_tree.stamp import unwatch, watch

TABLE = "directory_tonightdetail"


def forwards(apps, schema_editor):
    watch(schema_editor, TABLE)


def backwards(apps, schema_editor):
    unwatch(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [
        ("page_tree", "0002_database_rules"),
        ("directory", "0002_fold_ask_lines"),
        ("people", "0003_a_milestone_has_a_date"),
    ]

    operations = [
        migrations.CreateModel(
            name="TonightDetail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("out_of_hours", "Emergency duty team, out of hours"),
                            ("on_call", "On-call manager"),
                            ("report_missing", "To report someone missing"),
                            ("hospital", "Nearest hospital with an emergency department"),
                            ("crisis", "Mental health crisis line"),
                            ("assault", "Sexual assault referral centre"),
                            ("allegations", "Allegations about staff (LADO)"),
                            ("police", "Police liaison officer, or local police when it is not 999"),
                            ("policy_hurt", "Policy: first aid and accidents"),
                            ("policy_self_harm", "Policy: self-harm"),
                            ("policy_missing", "Policy: missing from home and care"),
                            ("policy_disclosure", "Policy: safeguarding and disclosure"),
                            ("policy_allegation", "Policy: allegations against staff"),
                            ("policy_drugs", "Policy: searches, drugs and weapons"),
                            ("policy_restraint", "Policy: restraint"),
                            ("policy_police", "Policy: police visits"),
                        ],
                        max_length=20,
                    ),
                ),
                ("phone", models.CharField(blank=True, help_text="Empty for a policy.", max_length=30)),
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="Who answers and when, or the name of the policy. Not a person’s name.", max_length=160
                    ),
                ),
                ("checked_on", models.DateField(help_text="When a lead last said that it is right.")),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tonight_details", to="people.authority"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("authority", "line"), name="directory_a_tonight_line_once_per_authority")],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
