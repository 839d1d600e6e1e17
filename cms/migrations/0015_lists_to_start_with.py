"""Lists to start with, a kind of page; their changes move the stamp. Dangerous? No: new tables, and triggers that touch one row."""

import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from cms.stamp import unwatch, watch

TABLES = ["cms_startindexpage", "cms_startpage"]


def forwards(apps, schema_editor):
    for table in TABLES:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_milestones_have_a_time"),
        ("cms", "0014_find_knows_english"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="StartIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two plain sentences: what a reader finds here. Shown first, and in lists.",
                        max_length=300,
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="The day somebody last read all of it and found it true. Readers see it.",
                        null=True,
                        verbose_name="last reviewed on",
                    ),
                ),
                (
                    "review_due_on",
                    models.DateField(
                        blank=True,
                        help_text="The day by which somebody should read it again. Trainers see when it has passed.",
                        null=True,
                        verbose_name="to be reviewed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "start here",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StartPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two plain sentences: what a reader finds here. Shown first, and in lists.",
                        max_length=300,
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="The day somebody last read all of it and found it true. Readers see it.",
                        null=True,
                        verbose_name="last reviewed on",
                    ),
                ),
                (
                    "review_due_on",
                    models.DateField(
                        blank=True,
                        help_text="The day by which somebody should read it again. Trainers see when it has passed.",
                        null=True,
                        verbose_name="to be reviewed by",
                    ),
                ),
                ("intro", wagtail.fields.RichTextField(blank=True, help_text="One or two sentences before the list.")),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("step", 3)],
                        block_lookup={
                            0: ("cms.blocks.PageIdBlock", (), {"help_text": "A module, a lesson, a case study, an event or a reflection."}),
                            1: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"help_text": "About how long it takes.", "max_value": 90, "min_value": 1},
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One sentence: why at this place, and for this job.", "max_length": 200},
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("page", 0), ("minutes", 1), ("why", 2)]], {}),
                        },
                        help_text="Five to seven pages read well, the first thing first.",
                    ),
                ),
                (
                    "roles",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Members with these jobs see this list on their home. None: it is for whoever is new.",
                        to="accounts.jobrole",
                    ),
                ),
            ],
            options={
                "verbose_name": "list to start with",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.RunPython(forwards, backwards),
    ]
