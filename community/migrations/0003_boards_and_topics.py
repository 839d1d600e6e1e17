"""Boards, their audiences, and topics with their posts. New tables only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0002_database_rules"),
        ("people", "0001_initial"),
        ("vocabulary", "0002_database_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="What the board is about, in a few words.", max_length=100)),
                ("slug", models.SlugField(max_length=110, unique=True)),
                ("purpose", models.CharField(help_text="One sentence: what people talk about here.", max_length=200)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("open", "Open: it is listed for the people who can read it"),
                            ("restricted", "Restricted: everyone can find it and ask to join"),
                            ("private", "Private: others can see its name if they have a link, and cannot ask to join"),
                            ("confidential", "Confidential: no one else can see that it exists"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("read_only", "Read-only"), ("archived", "Archived")], default="open", max_length=9
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        help_text="The authority whose leads manage the board. Empty for boards of the network.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.authority",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="vocabulary.theme"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="BoardCounts",
            fields=[
                (
                    "board",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="counts",
                        serialize=False,
                        to="community.board",
                    ),
                ),
                ("topics", models.PositiveIntegerField(default=0)),
                ("posts", models.PositiveIntegerField(default=0)),
                ("last_post", models.BigIntegerField(default=0, help_text="Key of the newest post, 0 for none.")),
            ],
            options={
                "verbose_name_plural": "board counts",
            },
        ),
        migrations.CreateModel(
            name="BoardLogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("what", models.CharField(help_text="A sentence without the name of who did it.", max_length=200)),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="log", to="community.board")),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "board log entries",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("uid", models.UUIDField(help_text="Made with the form, so that the same form sent twice is one post.")),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "Shown"),
                            ("waiting", "Waiting for a facilitator"),
                            ("hidden", "Hidden"),
                            ("deleted", "Deleted by its writer"),
                            ("purged", "Removed for good"),
                            ("undone", "Undone by its writer"),
                        ],
                        default="shown",
                        max_length=7,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("text", models.TextField(blank=True, max_length=20000)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("quoted_version", models.PositiveIntegerField(null=True)),
                ("quoted_text", models.CharField(blank=True, max_length=400)),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="posts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.board")),
                (
                    "quoted",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="community.post"),
                ),
            ],
            options={
                "ordering": ["topic", "number"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("discussion", "Discussion"),
                            ("question", "Question"),
                            ("challenge", "Challenge"),
                            ("success", "Success"),
                        ],
                        default="discussion",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("state", models.CharField(choices=[("open", "Open"), ("closed", "Closed to new replies")], default="open", max_length=6)),
                (
                    "standing",
                    models.CharField(
                        choices=[("listed", "Listed"), ("waiting", "Waiting for a facilitator"), ("hidden", "Hidden"), ("gone", "Gone")],
                        default="listed",
                        max_length=7,
                    ),
                ),
                ("pinned", models.BooleanField(default=False)),
                ("by_site", models.BooleanField(default=False, help_text="Whether it came with the site, and no member wrote it.")),
                ("highest_number", models.PositiveIntegerField(default=0)),
                ("reply_count", models.PositiveIntegerField(default=0)),
                ("last_post", models.BigIntegerField(default=0, help_text="Key of the newest post. It only grows.")),
                ("last_post_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="topics", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="community.board")),
                (
                    "helped_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="community.post"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="post",
            name="topic",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="community.topic"),
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("text", models.TextField(max_length=20000)),
                ("made_at", models.DateTimeField()),
                ("topic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="community.topic")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AudienceRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("everyone", models.BooleanField(default=False)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("member", "Member"),
                            ("hub_manager", "Hub manager"),
                            ("authority_lead", "Authority lead"),
                            ("trainer", "Trainer"),
                            ("facilitator", "Facilitator"),
                            ("reviewer", "Case-study reviewer"),
                            ("programme_lead", "Programme lead"),
                            ("administrator", "Administrator"),
                            ("partner", "Partner"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.authority"
                    ),
                ),
                (
                    "job_role",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.jobrole"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="audience", to="community.board")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", None), ("everyone", True), ("job_role", None), ("person", None), ("role", "")),
                            models.Q(
                                models.Q(
                                    ("authority__isnull", False),
                                    models.Q(("role", ""), _negated=True),
                                    ("job_role__isnull", False),
                                    _connector="OR",
                                ),
                                ("everyone", False),
                                ("person", None),
                            ),
                            models.Q(("authority", None), ("everyone", False), ("job_role", None), ("person__isnull", False), ("role", "")),
                            _connector="OR",
                        ),
                        name="community_audience_rule_names_someone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("board", "person"),
                        name="community_audience_names_a_person_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardFacilitator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "board",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="facilitators", to="community.board"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="boards_looked_after", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("board", "user"), name="community_facilitator_once_per_board")],
            },
        ),
        migrations.CreateModel(
            name="BoardOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("board", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="community.board")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("opened_at"))), name="community_opening_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("answers", models.JSONField(default=dict)),
                ("replaced_at", models.DateTimeField()),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="community.post")),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("post", "number"), name="community_post_version_once")],
            },
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(condition=models.Q(("standing", "listed")), fields=["board", "-last_post"], name="community_topic_list"),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(fields=["author"], name="community_topic_by_author"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["board", "-id"], name="community_post_by_board"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(fields=("topic", "number"), name="community_post_number_once"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(fields=("author", "uid"), name="community_post_form_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["deleted", "purged", "undone"]), _negated=True),
                    models.Q(("quoted_text", ""), ("text", "")),
                    _connector="OR",
                ),
                name="community_removed_post_has_no_text",
            ),
        ),
    ]
