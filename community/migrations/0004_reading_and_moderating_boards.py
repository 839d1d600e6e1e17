"""What members have read, drafts, reactions, reports and requests to join. New tables only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0003_boards_and_topics"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, help_text="Grows with each save, so that a second window notices.")),
                ("fields", models.JSONField(default=dict, help_text="The form’s fields as typed.")),
                ("saved_at", models.DateTimeField()),
                (
                    "board",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.board"),
                ),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "topic",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.topic"),
                ),
            ],
            options={
                "ordering": ["-saved_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TopicReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_read_number", models.PositiveIntegerField(default=0)),
                ("read_at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("topic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="community.topic")),
            ],
        ),
        migrations.CreateModel(
            name="BoardReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_up_to", models.BigIntegerField(default=0, help_text="Key of a post. Posts up to it count as read.")),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="community.board")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "board"), name="community_one_reader_per_board")],
            },
        ),
        migrations.CreateModel(
            name="BoardRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("added", "Added"), ("declined", "Declined"), ("cancelled", "Cancelled")], max_length=9
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="community.board")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("board", "user"), name="community_one_open_request_per_board"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("child", "It could identify a child or a family"),
                            ("staff", "It names a colleague, or someone outside the network"),
                            ("unkind", "It is unkind"),
                            ("referral", "It is a worry about a child that belongs with a duty team"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                ("hid_post", models.BooleanField(default=False, help_text="Whether the report hid the post at once.")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leave", "It can stay"),
                            ("hide", "It stays hidden until its writer has changed it"),
                            ("purge", "It was removed for good"),
                        ],
                        max_length=5,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="community.post")),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("post", "by"), name="community_one_open_flag_per_person_and_post"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decision", "")),
                            models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="community_flag_is_decided_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("thanks", "Thank you"), ("helped", "This helped"), ("tried", "We have tried this too")], max_length=6
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reactions", to="community.post")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "member", "kind"), name="community_reaction_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("board__isnull", False), ("topic", None)),
                    models.Q(("board", None), ("topic__isnull", False)),
                    _connector="OR",
                ),
                name="community_draft_is_for_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("topic", None)), fields=("member", "board"), name="community_one_draft_per_board"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("board", None)), fields=("member", "topic"), name="community_one_draft_per_topic"
            ),
        ),
        migrations.AddConstraint(
            model_name="topicreader",
            constraint=models.UniqueConstraint(fields=("member", "topic"), name="community_one_reader_per_topic"),
        ),
    ]
