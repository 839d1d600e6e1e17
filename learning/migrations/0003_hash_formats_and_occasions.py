"""Events say how they were hashed, versions have a fingerprint, and assignments say why they exist.

Dangerous? No: the new columns have defaults that describe the existing rows, and the field that is removed had no column. SQLite
copies two tables, which drops their triggers, so they are put back at the end.
"""

from django.db import migrations, models

from cms.page_tree.append_only import make_append_only
from cms.page_tree.stamp import unwatch, watch


def restore_triggers(apps, schema_editor):
    make_append_only(schema_editor, "learning_learningevent")
    unwatch(schema_editor, "learning_itemversion")
    watch(schema_editor, "learning_itemversion")


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_database_rules")]
    operations = [
        # When reversed, this runs last: SQLite copies the tables again.
        migrations.RunPython(migrations.RunPython.noop, restore_triggers),
        migrations.RemoveField("moduleversion", "lessons"),
        migrations.AddField(
            "assignment",
            "occasion",
            models.CharField(
                blank=True,
                help_text="Why it exists, as a key: the rule or pathway step that asked for it. Empty if a person did.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            "assignment",
            "source",
            models.CharField(
                choices=[("self", "Started by the member"), ("asked", "Assigned"), ("renewal", "Renewal")],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "assignment",
            models.UniqueConstraint(
                condition=~models.Q(occasion=""), fields=("member", "module", "occasion"), name="learning_one_assignment_per_occasion"
            ),
        ),
        migrations.AddField(
            "itemversion",
            "fingerprint",
            models.CharField(
                blank=True, editable=False, help_text="Covers all of the above; events on this version hash it.", max_length=64
            ),
        ),
        migrations.AddField(
            "learningevent",
            "hash_format",
            models.PositiveSmallIntegerField(default=1, help_text="How the hash was made: learning/record_hashes.py."),
        ),
        migrations.AddConstraint(
            "learningevent",
            models.CheckConstraint(condition=models.Q(hash_format__range=(1, 2)), name="learning_hash_format_is_known"),
        ),
        migrations.RunPython(restore_triggers, migrations.RunPython.noop),
    ]
