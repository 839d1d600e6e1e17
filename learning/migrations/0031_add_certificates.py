"""Certificates: a code each, and what is needed to check it.

Dangerous? No: a new table.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0030_add_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(editable=False, max_length=10, unique=True)),
                ("subject", models.UUIDField()),
                ("name_hash", models.CharField(editable=False, max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(help_text="When the person was forgotten.", null=True)),
                (
                    "assignment",
                    models.OneToOneField(
                        help_text="Empty: the whole learning record.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="learning.assignment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("assignment", None)), fields=("subject",), name="learning_one_certificate_of_a_record"
                    )
                ],
            },
        ),
    ]
