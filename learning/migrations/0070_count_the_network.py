"""What the network has learnt, counted once a night.

Dangerous? No: a new table, empty until the first night.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0060_add_table_block"),
        ("people", "0003_a_milestone_has_a_date"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("total", "In all"),
                            ("authority", "By authority"),
                            ("job_role", "By job role"),
                            ("month", "By month"),
                            ("lesson", "By lesson"),
                        ],
                        max_length=10,
                    ),
                ),
                ("month", models.DateField(help_text="The first day of the month.", null=True)),
                (
                    "asked",
                    models.PositiveIntegerField(
                        help_text="People who were asked, or began by themselves. None if it is not shown.", null=True
                    ),
                ),
                ("completed", models.PositiveIntegerField(help_text="None if it is not shown.", null=True)),
                ("counted_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.authority"),
                ),
                (
                    "job_role",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.jobrole"),
                ),
                ("lesson", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="learning.item")),
                (
                    "module",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="network_counts", to="learning.item"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["module", "table"], name="learning_network_by_module")],
            },
        ),
    ]
