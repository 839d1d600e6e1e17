"""Say of each figure who counted it and whether we have read the source, instead of “checked independently” or not.

Dangerous? No: what was ticked becomes “published by an independent body”; the rest becomes “not known”, which an editor completes. The
table is small. SQLite makes it again, which loses its triggers, so they are put back here.
"""

from django.db import migrations, models

from cms.page_tree.stamp import unwatch, watch

TABLE = "vocabulary_figure"
COUNTED_BY = [
    ("place", "Counted by the place itself"),
    ("independent", "Published by an independent body"),
    ("unknown", "We do not know who counted it"),
]
SEEN = [
    ("source", "We have read the source"),
    ("second_hand", "Second-hand: we have not read the original"),
    ("to_check", "Not checked yet: do not quote it"),
]


def put_back(apps, schema_editor):
    unwatch(schema_editor, TABLE)
    watch(schema_editor, TABLE)


def name_who_counted(apps, schema_editor):
    apps.get_model("vocabulary", "Figure").objects.filter(is_verified=True).update(counted_by="independent")


def tick_again(apps, schema_editor):
    apps.get_model("vocabulary", "Figure").objects.filter(counted_by="independent").update(is_verified=True)


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0003_add_the_wording_guide")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, put_back),
        migrations.AddField(
            "figure",
            "counted_by",
            models.CharField(
                "who counted it",
                max_length=12,
                choices=COUNTED_BY,
                default="unknown",
                help_text="“Independent” only if someone from outside the place it covers counted or checked it, and said so publicly.",
            ),
        ),
        migrations.AddField(
            "figure",
            "seen",
            models.CharField(
                "have we read the source?",
                max_length=12,
                choices=SEEN,
                default="to_check",
                help_text="“We have read the source” only if you opened what the people who counted it published. Readers see this.",
            ),
        ),
        migrations.RunPython(name_who_counted, tick_again),
        migrations.RemoveField("figure", "is_verified"),
        migrations.RunPython(put_back, migrations.RunPython.noop),
    ]
