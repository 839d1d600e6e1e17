"""New tables: pathways with their versions, an authority's changes, rules, who is on a pathway, and practice that was signed off.

Of the append-only events only the choices of the verb and a help text change, so their table and its triggers are not touched.
"""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0022_hold_due_dates_during_absence"),
        ("people", "0004_add_absences_and_cover"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="learningevent",
            name="actor",
            field=models.UUIDField(help_text="The key of the person who did it: the subject, except for waived, observed and voided."),
        ),
        migrations.AlterField(
            model_name="learningevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("started", "Started"),
                    ("completed", "Completed"),
                    ("reread", "Read what changed"),
                    ("reflected", "Reflected"),
                    ("waived", "Waived"),
                    ("observed", "Seen in practice"),
                    ("voided", "Voided"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Pathway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                ("has_unpublished_changes", models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes")),
                ("first_published_at", models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at")),
                ("last_published_at", models.DateTimeField(editable=False, null=True, verbose_name="last published at")),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("title", models.CharField(help_text="Such as “A hub worker’s first twelve weeks”.", max_length=120, unique=True)),
                ("slug", models.SlugField(help_text="A short name for links, in lower case.", max_length=60, unique=True)),
                (
                    "summary",
                    models.TextField(help_text="Who it is for and what they can do at the end, in one or two sentences.", max_length=300),
                ),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("module", 4), ("choice", 9), ("session", 12), ("practice", 17)],
                        block_lookup={
                            0: ("wagtail.blocks.PageChooserBlock", ("learning.ModulePage",), {"help_text": "The module to complete."}),
                            1: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"help_text": "Within how many days, weeks or months of the start.", "max_value": 60, "min_value": 1},
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("day", "days"), ("week", "weeks"), ("month", "months")],
                                    "help_text": "Days, weeks or calendar months.",
                                },
                            ),
                            3: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"help_text": "Optional: people are not asked for it, and an authority may hide it.", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("module", 0), ("number", 1), ("unit", 2), ("is_optional", 3)]],
                                {"icon": "doc-full", "label": "A module"},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What the choice is about, such as “Choose what your team needs”.", "max_length": 120},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"help_text": "How many of the modules are enough.", "max_value": 9, "min_value": 1},
                            ),
                            7: ("wagtail.blocks.PageChooserBlock", ("learning.ModulePage",), {"help_text": "A module to choose."}),
                            8: ("wagtail.blocks.ListBlock", (7,), {"help_text": "The modules to choose from: at least two.", "min_num": 2}),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 5), ("needed", 6), ("modules", 8), ("number", 1), ("unit", 2), ("is_optional", 3)]],
                                {"icon": "list-ul", "label": "Some of several modules"},
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What happens, such as “A morning in another hub”.", "max_length": 120},
                            ),
                            11: (
                                "wagtail.blocks.PageChooserBlock",
                                ("community.EventPage",),
                                {"help_text": "The event, if it has a page. Leave empty if it is arranged locally.", "required": False},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 10), ("page", 11), ("number", 1), ("unit", 2), ("is_optional", 3)]],
                                {"icon": "group", "label": "A live session"},
                            ),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What a manager or portfolio lead sees them do.", "max_length": 120},
                            ),
                            14: (
                                "wagtail.blocks.PageChooserBlock",
                                ("learning.ModulePage",),
                                {"help_text": "The module that it puts into practice."},
                            ),
                            15: ("wagtail.blocks.CharBlock", (), {"help_text": "One thing to look for.", "max_length": 160}),
                            16: (
                                "wagtail.blocks.ListBlock",
                                (15,),
                                {"help_text": "What to look for, one to eight lines.", "max_num": 8, "min_num": 1},
                            ),
                            17: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 13), ("module", 14), ("points", 16), ("number", 1), ("unit", 2), ("is_optional", 3)]],
                                {"icon": "view", "label": "Seen in practice"},
                            ),
                        },
                        help_text="In the order in which people should take them.",
                    ),
                ),
                (
                    "needs_sign_off",
                    models.BooleanField(
                        default=True,
                        help_text="At the end, the person’s manager says that they are ready. Untick if the steps are enough.",
                        verbose_name="final sign-off",
                    ),
                ),
                (
                    "what_changed",
                    models.CharField(
                        blank=True,
                        help_text="What is different from the version before, in one line. Authorities that use it read this.",
                        max_length=200,
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
            },
        ),
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
