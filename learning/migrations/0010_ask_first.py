"""Let trainers mark a content note as hard, so that readers are asked before they go on. New modules move the page tree's stamp.

Dangerous? No: two new columns with a default. SQLite makes both tables again to add them, which loses their triggers, so they are put
back here.
"""

from django.db import migrations, models

from cms.page_tree.stamp import unwatch, watch

REMADE = ["learning_modulepage", "learning_lessonpage"]
HELP = (
    "Tick this only if the subject is hard to read about, such as abuse, self-harm or a death. People then choose whether to go on, "
    "once in each module. Otherwise the content note is only shown."
)


def put_back(apps, schema_editor):
    for table in REMADE:
        unwatch(schema_editor, table)
        watch(schema_editor, table)


def watch_structures(apps, schema_editor):
    watch(schema_editor, "learning_moduleversion")


def unwatch_structures(apps, schema_editor):
    unwatch(schema_editor, "learning_moduleversion")


def ask_first(model):
    field = models.BooleanField("ask before people read it", default=False, help_text=HELP)
    return migrations.AddField(model, "ask_first", field)


class Migration(migrations.Migration):
    dependencies = [("learning", "0005_never_complete_before_its_start")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, put_back),
        ask_first("modulepage"),
        ask_first("lessonpage"),
        migrations.AlterField(
            "lessonpage",
            "content_note",
            models.TextField(
                blank=True, max_length=300, help_text="Any distressing subject it covers. Readers see it at the top of the lesson."
            ),
        ),
        migrations.RunPython(put_back, migrations.RunPython.noop),
        migrations.RunPython(watch_structures, unwatch_structures),
    ]
