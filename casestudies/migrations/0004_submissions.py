"""Case studies on their way to publication. New tables only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0003_readers"), ("people", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=24)),
                ("kind", models.CharField(editable=False, max_length=12)),
                ("severity", models.CharField(editable=False, max_length=5)),
                ("field", models.CharField(editable=False, max_length=20)),
                ("answer", models.CharField(editable=False, max_length=6)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "Question"),
                            ("answer", "Answer"),
                            ("decision", "Note with the decision"),
                            ("attempt", "How the reviewer tried"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewerPass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "With the reviewers"),
                            ("sent_back", "Sent back"),
                            ("declined", "Not to be published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("fields", models.JSONField(default=dict, help_text="The form as typed. Empty once the words are withdrawn.")),
                ("version", models.PositiveIntegerField(default=1, help_text="Grows with each save, so that a second window notices.")),
                ("stopped_in", models.CharField(blank=True, editable=False, help_text="The field that was changed last.", max_length=20)),
                ("made_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "is_from_desk",
                    models.BooleanField(default=False, help_text="The words are the page’s latest revision, written in Wagtail’s admin."),
                ),
                ("changed", models.JSONField(default=list, help_text="What the authors changed, as keys of casestudies.choices.Changed.")),
                ("changed_else", models.CharField(blank=True, max_length=300)),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "The authors’ team only"),
                            ("authority", "Everyone in the authors’ authority"),
                            ("network", "Every team in the network"),
                        ],
                        help_text="Who the authors ask for.",
                        max_length=10,
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                ("content_hash", models.CharField(blank=True, editable=False, help_text="Of the words as submitted.", max_length=64)),
                ("taken_at", models.DateTimeField(null=True)),
                ("attempt", models.JSONField(default=dict, help_text="What the reviewer has filled in so far.")),
            ],
            options={
                "ordering": ["-saved_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="answer",
            name="confirmed_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="message",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="reviewerpass",
            name="reviewer",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="submission",
            name="author",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="submissions", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="page",
            field=models.ForeignKey(
                help_text="The page, once it is approved.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="casestudies.casestudypage",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="reviewer",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="submission",
            name="second_author",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="submissions_shared", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewerpass",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="passes", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="message",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="answer",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="casestudies.submission"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "submitted"), _negated=True), ("submitted_at__isnull", False), _connector="OR"),
                name="casestudies_submitted_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewerpass",
            constraint=models.UniqueConstraint(fields=("submission", "reviewer"), name="casestudies_one_pass_per_reviewer"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("submission", "key"), name="casestudies_one_answer_per_finding"),
        ),
    ]
