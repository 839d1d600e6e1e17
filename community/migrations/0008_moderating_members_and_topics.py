"""Slow mode, warnings and time-outs, first posts that wait, and where moved posts were.

Dangerous? No: new tables, and a new column of boards that is off.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0007_index_the_words_of_posts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="board",
            name="first_posts_wait",
            field=models.BooleanField(
                default=False, help_text="Whether the first post of someone new to the board waits until a facilitator has read it."
            ),
        ),
        migrations.AlterField(
            model_name="flag",
            name="reason",
            field=models.CharField(
                choices=[
                    ("child", "It could identify a child or a family"),
                    ("staff", "It names a colleague, or someone outside the network"),
                    ("unkind", "It is unkind"),
                    ("first", "It is the writer’s first post on this board"),
                    ("referral", "It is a worry about a child that belongs with a duty team"),
                    ("other", "Something else"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="SlowMode",
            fields=[
                (
                    "board",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="slow_mode",
                        serialize=False,
                        to="community.board",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(help_text="Between two posts by one person.")),
                ("until", models.DateTimeField()),
                ("reason", models.CharField(max_length=160)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MovedPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.post")),
                ("topic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moved_posts", to="community.topic")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("topic", "number"), name="community_post_moved_once_from_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("warning", "Warning"), ("time_out", "Time-out")], max_length=8)),
                ("reason", models.CharField(help_text="The member reads it.", max_length=300)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(help_text="When the member said that they had read it.", null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sanctions", to="community.board")),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at", None), ("kind", "warning")),
                            models.Q(("ends_at__gt", models.F("made_at")), ("kind", "time_out")),
                            _connector="OR",
                        ),
                        name="community_time_out_ends",
                    )
                ],
            },
        ),
    ]
