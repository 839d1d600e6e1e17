"""Synonyms that editors keep, and what Find reads from the page tree moves its stamp.

Dangerous? No: a new table, and triggers on small tables that change seldom.
"""

from django.db import migrations, models

from cms.page_tree.stamp import unwatch, watch
from cms.search.watched import WATCHED


def forwards(apps, schema_editor):
    for table in WATCHED:
        watch(schema_editor, table)


def backwards(apps, schema_editor):
    for table in WATCHED:
        unwatch(schema_editor, table)


class Migration(migrations.Migration):
    # The triggers need the tables of these apps as they are now: remaking a table on SQLite drops its triggers.
    dependencies = [
        ("search", "0002_database_rules"),
        ("page_tree", "0002_database_rules"),
        ("people", "0001_initial"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "typed",
                    models.CharField(
                        help_text="An abbreviation or phrase: SALT, county lines. Capital letters make no difference.",
                        max_length=60,
                        unique=True,
                        verbose_name="what people type",
                    ),
                ),
                (
                    "meanings",
                    models.TextField(
                        help_text="What our pages call it, one on each line. Find shows pages with any of these. "
                        "Never give a meaning that you are not sure of.",
                        max_length=600,
                        verbose_name="what it means",
                    ),
                ),
            ],
            options={"ordering": ["typed"]},
        ),
        migrations.RunPython(forwards, backwards),
    ]
