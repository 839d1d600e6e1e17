"""Reading again, a reviewer's break, everyone who has been an author, and where a case study was begun.

Dangerous? No: new tables and columns that may be empty.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cms.page_tree.append_only import allow_changes, make_append_only


def forwards(apps, schema_editor):
    for name in ("rereading", "consentbasis"):  # SQLite drops the triggers of a table that it rebuilds
        make_append_only(schema_editor, f"casestudies_{name}")


def backwards(apps, schema_editor):
    allow_changes(schema_editor, "casestudies_rereading")


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0008_gate_of_approved_words"),
        ("people", "0010_email_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consentbasis",
            name="replaces",
            field=models.ForeignKey(
                help_text="The row whose reference this one ends.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="casestudies.consentbasis",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="authority",
            field=models.ForeignKey(
                help_text="Where its author worked when it was begun.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.authority",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="contributors",
            field=models.ManyToManyField(help_text="Everyone who has been an author of it.", related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="submission",
            name="hub",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.hub"),
        ),
        migrations.CreateModel(
            name="Rereading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.BigIntegerField(db_index=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("stays", "It can stay for another year"),
                            ("changes", "Something has to change, so take it off the site for now"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content_hash", models.CharField(editable=False, max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewerPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(help_text="The first day on which they may be asked again.")),
                (
                    "reviewer",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]
