"""New tables: versions of pathways, an authority's changes, rules, who is on a pathway, and practice that was signed off."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0023_add_pathways"),
        ("people", "0004_add_absences_and_cover"),
    ]

    operations = [
        migrations.CreateModel(
            name="PathwayVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("steps", models.JSONField()),
                ("needs_sign_off", models.BooleanField(default=False)),
                ("what_changed", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("pathway", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="learning.pathway")),
            ],
            options={
                "ordering": ["pathway", "number"],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=4, help_text="For a module: within how many days, weeks or months.")),
                ("unit", models.CharField(choices=[("day", "days"), ("week", "weeks"), ("month", "months")], default="week", max_length=5)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.authority")),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.hub"
                    ),
                ),
                (
                    "job_role",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.jobrole"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.item"
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="learning.pathway"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(help_text="The day from which the steps are dated.")),
                ("made_at", models.DateTimeField()),
                ("ended_on", models.DateField(help_text="When the rules no longer asked for it. The record stays.", null=True)),
                ("signed_off_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "signed_off_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="learning.pathway"),
                ),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.pathwayversion")),
                (
                    "rule",
                    models.ForeignKey(
                        help_text="The rule that asks for it now.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="learning.rule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeenVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.authority")),
                ("pathway", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="learning.pathway")),
            ],
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step_key",
                    models.CharField(blank=True, editable=False, help_text="The step of the pathway it is for, if any.", max_length=40),
                ),
                ("title", models.CharField(max_length=160)),
                ("seen_on", models.DateField()),
                ("points", models.JSONField(default=list, help_text="What was seen, of the list.")),
                ("words", models.CharField(blank=True, max_length=600)),
                ("is_ready", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=200)),
                (
                    "event",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="sign_off", to="learning.learningevent"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sign_offs", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "module",
                    models.ForeignKey(
                        help_text="The module that was put into practice.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.item",
                    ),
                ),
                (
                    "observer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-seen_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="Stays the same however the pathway is changed.", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("module", "Module"),
                            ("choice", "Some of several modules"),
                            ("session", "Live session"),
                            ("practice", "Seen in practice"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("modules", models.JSONField(default=list, help_text="Keys of the module's Item, or of those to choose from.")),
                ("needed", models.PositiveSmallIntegerField(default=1, help_text="How many of the modules are enough.")),
                (
                    "page_id",
                    models.BigIntegerField(help_text="The page of a live session. A number, so that pages can be deleted.", null=True),
                ),
                ("points", models.JSONField(default=list, help_text="What to look for in practice.")),
                ("number", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(choices=[("day", "days"), ("week", "weeks"), ("month", "months")], default="day", max_length=5)),
                ("is_optional", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField(help_text="Without days away.")),
                ("done_on", models.DateField(help_text="Live sessions only: when they took part.", null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        help_text="Empty: the network.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.authority",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="learning.enrolment"),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("enrolment", "key"), name="learning_a_step_once_per_person")],
            },
        ),
        migrations.CreateModel(
            name="LocalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="Stays the same however the pathway is changed.", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("module", "Module"),
                            ("choice", "Some of several modules"),
                            ("session", "Live session"),
                            ("practice", "Seen in practice"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("modules", models.JSONField(default=list, help_text="Keys of the module's Item, or of those to choose from.")),
                ("needed", models.PositiveSmallIntegerField(default=1, help_text="How many of the modules are enough.")),
                (
                    "page_id",
                    models.BigIntegerField(help_text="The page of a live session. A number, so that pages can be deleted.", null=True),
                ),
                ("points", models.JSONField(default=list, help_text="What to look for in practice.")),
                ("number", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(choices=[("day", "days"), ("week", "weeks"), ("month", "months")], default="day", max_length=5)),
                ("is_optional", models.BooleanField(default=False)),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.authority")),
                (
                    "pathway",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="local_steps", to="learning.pathway"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("key",), name="learning_one_local_step_of_a_key")],
            },
        ),
        migrations.CreateModel(
            name="HiddenStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.authority")),
                ("pathway", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="learning.pathway")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pathway", "authority", "key"), name="learning_a_step_is_hidden_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="pathwayversion",
            constraint=models.UniqueConstraint(fields=("pathway", "number"), name="learning_one_pathway_version_of_a_number"),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("module__isnull", True), ("pathway__isnull", False)),
                    models.Q(("module__isnull", False), ("pathway__isnull", True)),
                    _connector="OR",
                ),
                name="learning_a_rule_asks_for_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("member", "pathway"), name="learning_once_on_each_pathway"),
        ),
        migrations.AddConstraint(
            model_name="seenversion",
            constraint=models.UniqueConstraint(fields=("pathway", "authority"), name="learning_one_seen_version"),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("event__isnull", False), ("is_ready", True)), ("is_ready", False), _connector="OR"),
                name="learning_ready_is_an_event",
            ),
        ),
    ]
