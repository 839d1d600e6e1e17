"""Let trainers choose one of our drawings for a module.

Dangerous? No: a new column with a default. SQLite makes the table again to add it, which loses its triggers, so they are put back here.
"""

from django.db import migrations, models

from cms.page_tree.stamp import unwatch, watch

TABLE = "learning_modulepage"
CHOICES = [
    ("door", "A front door, open, with light in the hall"),
    ("table", "A round table with two chairs and a lamp above it"),
    ("window", "A window with a plant on the sill"),
    ("hands", "Two hands around a warm bowl"),
    ("path", "A path up to a house with a lit door"),
    ("hooks", "Coats of several sizes on a row of hooks"),
    ("page", "An open notebook with a pencil"),
    ("bench", "A bench under a tree, with a bag left on it"),
    ("blind", "A window with the blind drawn half way"),
    ("kitchen", "A kitchen with a pan on the stove and light in the window"),
]


def put_back(apps, schema_editor):
    unwatch(schema_editor, TABLE)
    watch(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("learning", "0031_add_certificates")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, put_back),
        migrations.AddField(
            "modulepage",
            "picture",
            models.CharField(
                blank=True, choices=CHOICES, default="", help_text="A quiet drawing for its card and the top of its page.", max_length=12
            ),
            preserve_default=False,
        ),
        migrations.RunPython(put_back, migrations.RunPython.noop),
    ]
