"""The evidence of how case studies came to be published or withdrawn. New tables only; 0008 makes them append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0004_submissions"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
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
            model_name="review",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="casestudies.submission"),
        ),
        migrations.AddField(
            model_name="consentbasis",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bases", to="casestudies.submission"),
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
        migrations.AddIndex(
            model_name="consentbasis",
            index=models.Index(fields=["reference_hash"], name="casestudies_by_reference"),
        ),
    ]
