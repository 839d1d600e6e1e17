"""Case studies on their way to publication, and the evidence of how they got there. New tables only."""

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
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.BigIntegerField(db_index=True)),
                (
                    "content_hash",
                    models.CharField(blank=True, editable=False, help_text="Empty if published before reviews existed.", max_length=64),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review", "Reviewed"),
                            ("starter", "Starter content, a composite"),
                            ("override", "Published without a review"),
                            ("earlier", "Published before reviews existed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("young", "The young person agreed"),
                            ("parent", "A parent, or someone with parental responsibility, agreed"),
                            ("both", "The young person and a parent agreed"),
                            ("composite", "It is a composite: made from many situations, so nobody in it is one real person"),
                            ("other", "Another basis, agreed with our safeguarding or information governance lead"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "The authors’ team only"),
                            ("authority", "Everyone in the authors’ authority"),
                            ("network", "Every team in the network"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="Why a superuser published it without a review.", max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsentBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("young", "The young person agreed"),
                            ("parent", "A parent, or someone with parental responsibility, agreed"),
                            ("both", "The young person and a parent agreed"),
                            ("composite", "It is a composite: made from many situations, so nobody in it is one real person"),
                            ("other", "Another basis, agreed with our safeguarding or information governance lead"),
                        ],
                        max_length=10,
                    ),
                ),
                ("agreed_on", models.DateField(null=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "The authors’ team only"),
                            ("authority", "Everyone in the authors’ authority"),
                            ("network", "Every team in the network"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told", models.JSONField(default=list, help_text="What they were told, as keys of casestudies.choices.Told.")),
                (
                    "reference_hash",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Keyed hash of the reference that was shown once; empty for a composite.",
                        max_length=64,
                    ),
                ),
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
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.BigIntegerField()),
                ("edition", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("approve", "Approve it as it is"),
                            ("send_back", "Send it back with what needs to change"),
                            ("refuse", "Refuse it: it cannot be made safe"),
                        ],
                        max_length=10,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("sources", models.JSONField(default=list, help_text="Where the reviewer looked, as keys of casestudies.choices.Source.")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("not", "I could not tell who it is"),
                            ("narrowed", "I could narrow it to a few families or one school"),
                            ("found", "I could tell who it is"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("team", "The authors’ team only"),
                            ("authority", "Everyone in the authors’ authority"),
                            ("network", "Every team in the network"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content_hash", models.CharField(editable=False, max_length=64)),
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
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.BigIntegerField(null=True)),
                ("path_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("is_by_reference", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
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
            model_name="approval",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="consentbasis",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="message",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="publication",
            name="approval",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="casestudies.approval"),
        ),
        migrations.AddField(
            model_name="review",
            name="reviewer",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="approval",
            name="review",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="approval", to="casestudies.review"
            ),
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
            model_name="review",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="message",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="consentbasis",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bases", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="answer",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="readers_authority",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.authority"),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="readers_hub",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.hub"),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="submission",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="casestudies.submission"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["page_id", "edition"], name="casestudies_published_edition"),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(fields=["page_id", "content_hash"], name="casestudies_approved_words"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "override"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="casestudies_override_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "review"), _negated=True), ("review__isnull", False), _connector="OR"),
                name="casestudies_approval_has_its_review",
            ),
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
        migrations.AddIndex(
            model_name="consentbasis",
            index=models.Index(fields=["reference_hash"], name="casestudies_by_reference"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("submission", "key"), name="casestudies_one_answer_per_finding"),
        ),
    ]
