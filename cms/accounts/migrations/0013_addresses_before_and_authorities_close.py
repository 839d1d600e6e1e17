"""Addresses people had before, as hashes; authorities that close. Dangerous? No: a new table, an empty column, and words for forms."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_own_record"),
    ]

    operations = [
        migrations.AddField(
            model_name="authority",
            name="closed_on",
            field=models.DateField(
                editable=False,
                help_text="Since when it has no place here any more: nobody belongs to it, joins it or is invited.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="authority",
            name="small_number",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text=(
                    "From 5 to 50. How many are interested in an event is told only from this number on when your people are among them. "
                    "Figures for leads will follow it when they come."
                ),
                validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(50)],
                verbose_name="Smallest number that is shown",
            ),
        ),
        migrations.AlterField(
            model_name="invitationlist",
            name="lines",
            field=models.JSONField(
                help_text="What each line says and what is wrong with it; emptied when the list is confirmed, or after a day."
            ),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(db_index=True, help_text="The address itself is not kept.", max_length=64)),
                ("changed_at", models.DateTimeField(help_text="When another took its place.")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_addresses", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["changed_at"],
                "constraints": [models.UniqueConstraint(fields=("user", "address_hash"), name="accounts_a_former_address_once")],
            },
        ),
    ]
