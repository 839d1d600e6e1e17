"""A new table: pathways, which trainers write.

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
    ]
