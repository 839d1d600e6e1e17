"""The wording guide: its entries, which trainers write and review, and the words that an authority adds for its own people.

Dangerous? No: triggers on two tables that are new and empty.
"""

import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

from cms.page_tree.stamp import unwatch, watch

WATCHED = ["vocabulary_wordingentry", "vocabulary_authoritywording"]


def forwards(apps, schema_editor):
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in WATCHED:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_a_milestone_has_a_date"),
        ("vocabulary", "0002_database_rules"),
        ("wagtailcore", "0098_apitoken"),
        ("page_tree", "0002_database_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WordingEntry",
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
                (
                    "term",
                    models.CharField(help_text="The word or phrase as people write it: attention seeking.", max_length=80, unique=True),
                ),
                ("slug", models.SlugField(help_text="The last part of its web address: lower-case letters and hyphens.", unique=True)),
                (
                    "also",
                    models.TextField(
                        blank=True,
                        help_text="Other forms of the same word, one on each line: absconds, absconding. Hyphens are found anyway.",
                        verbose_name="also written",
                    ),
                ),
                (
                    "instead",
                    models.TextField(help_text="One suggestion on each line. The best one first.", verbose_name="what to say instead"),
                ),
                ("why", models.TextField(help_text="One or two sentences: what the word does, and to whom.", max_length=400)),
                (
                    "exceptions",
                    models.TextField(
                        blank=True,
                        help_text="When the word is right, or where the sources disagree. Always shown with the suggestion.",
                        max_length=300,
                    ),
                ),
                (
                    "stays_in",
                    models.TextField(
                        blank=True,
                        help_text="Legal terms and names, one on each line: placement order. Nothing is suggested there.",
                        verbose_name="phrases in which it stays",
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[
                            ("think", "Words to think about: often right, worth a second look"),
                            ("leave", "Words to leave: nearly always better said another way"),
                        ],
                        default="think",
                        help_text="Our own content never uses “words to leave” outside quotations.",
                        max_length=5,
                    ),
                ),
                ("source", models.CharField(help_text="Who suggested it, and where: author and title.", max_length=200)),
                ("source_url", models.URLField(blank=True, help_text="Where readers can check it.", verbose_name="link to the source")),
                ("owner", models.CharField(help_text="Who looks after this entry: a team, not a person’s name.", max_length=120)),
                (
                    "dated_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="Guides change. Readers see this date.",
                        verbose_name="written or last looked at on",
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
                "verbose_name_plural": "wording entries",
                "ordering": ["term"],
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="AuthorityWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(help_text="As people here write it.", max_length=80, verbose_name="the word or phrase")),
                (
                    "instead",
                    models.TextField(
                        help_text="One suggestion on each line. The best one first.", max_length=300, verbose_name="what to say instead"
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        help_text="One or two sentences. Who asked for it: your children in care council, a guide of yours?", max_length=400
                    ),
                ),
                (
                    "exceptions",
                    models.TextField(
                        blank=True,
                        help_text="For example in the name of a form or a meeting.",
                        max_length=300,
                        verbose_name="when it stays",
                    ),
                ),
                ("dated_on", models.DateField(default=django.utils.timezone.localdate, editable=False)),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="people.authority"),
                ),
            ],
            options={
                "ordering": ["term"],
                "constraints": [models.UniqueConstraint(fields=("authority", "term"), name="vocabulary_a_word_once_per_authority")],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
