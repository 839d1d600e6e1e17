"""Modules can count for a limited time, and a new table for the Level 3 diploma.

The four columns may be empty and have no default, so SQLite adds them without copying the tables, and their triggers stay.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0023_add_pathways_rules_and_sign_offs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="renew_days",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Modules only: how many days before its end people are asked again; empty for RENEW_DAYS.", null=True
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="valid_months",
            field=models.PositiveSmallIntegerField(blank=True, help_text="Modules only: for how many months it counts.", null=True),
        ),
        migrations.AddField(
            model_name="modulepage",
            name="renew_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many days before it ends people are asked again. What they have stays valid until then. Empty means 60.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="ask again (days before)",
            ),
        ),
        migrations.AddField(
            model_name="modulepage",
            name="valid_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Calendar months from the day it was completed. Then people do it again. Leave empty if it counts for good.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)],
                verbose_name="counts for (months)",
            ),
        ),
        migrations.CreateModel(
            name="Diploma",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("achieved_on", models.DateField(blank=True, null=True)),
                ("deferred_to", models.DateField(blank=True, help_text="The later date, if the time was extended.", null=True)),
                ("deferral_reason", models.CharField(blank=True, max_length=300)),
                ("deferred_on", models.DateField(editable=False, null=True)),
                ("warned_due", models.DateField(editable=False, help_text="The due date that the last warning was about.", null=True)),
                (
                    "warned_months",
                    models.PositiveSmallIntegerField(
                        editable=False, help_text="How many months before it that warning was sent.", null=True
                    ),
                ),
                (
                    "deferred_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="diploma", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deferred_to__isnull", True), models.Q(("deferral_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="learning_deferral_has_a_reason",
                    )
                ],
            },
        ),
    ]
