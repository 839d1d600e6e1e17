"""Figures: the numbers that are quoted, kept once; their table moves the tree's stamp. Dangerous? No: new, with triggers on one row."""

import django.db.models.deletion
import modelsearch.index
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

from cms.stamp import unwatch, watch


def forwards(apps, schema_editor):
    watch(schema_editor, "cms_figure")


def backwards(apps, schema_editor):
    unwatch(schema_editor, "cms_figure")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_pages_and_files_move_the_stamp"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                ("has_unpublished_changes", models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes")),
                ("first_published_at", models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at")),
                ("last_published_at", models.DateTimeField(editable=False, null=True, verbose_name="last published at")),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("value", models.CharField(help_text="The number as it is printed: 355, 67%, £2.26 million.", max_length=40)),
                (
                    "unit",
                    models.CharField(
                        help_text="What it counts, as it goes on after the number, with a small letter: young people worked with.",
                        max_length=120,
                    ),
                ),
                ("slug", models.SlugField(help_text="A short name, for the list of figures and for files.", unique=True)),
                (
                    "period",
                    models.CharField(help_text="When it was so: 2014 to 2017, or 2022/3. Only as exact as the source.", max_length=60),
                ),
                ("place", models.CharField(help_text="Where it was so: North Yorkshire.", max_length=80)),
                ("source", models.CharField(help_text="Who published it, and where: author and title.", max_length=200)),
                ("source_url", models.URLField(help_text="Where a reader can look it up.", verbose_name="address of the source")),
                (
                    "method",
                    models.TextField(
                        blank=True,
                        help_text="In a sentence or two, if the source says so. Empty if it does not.",
                        max_length=400,
                        verbose_name="how it was worked out",
                    ),
                ),
                (
                    "caveat",
                    models.TextField(
                        blank=True,
                        help_text="What the figure cannot show, or what is odd about it. It is always shown with the figure.",
                        max_length=400,
                    ),
                ),
                (
                    "is_verified",
                    models.BooleanField(
                        default=False,
                        help_text="Tick only when somebody outside the place it is about has checked it and has said so in public.",
                        verbose_name="checked independently",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, help_text="Its place in the list of figures; small numbers come first."),
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
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live", False),
                            models.Q(("source", ""), ("source_url", ""), ("period", ""), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="cms_live_figure_has_source_and_period",
                        violation_error_message="A figure is never shown without its source and its period.",
                    )
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(forwards, backwards),
    ]
