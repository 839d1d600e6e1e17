"""The gate counts editions of the words instead of asking whether a page is a composite. 0008 puts the triggers back.

Dangerous? Between this migration and 0008 nothing keeps a case study from going live. Do not serve the site while they run.
"""

from django.db import migrations, models

from casestudies.publication_gate import create_triggers, drop_triggers


def forwards(apps, schema_editor):
    drop_triggers(schema_editor)


def backwards(apps, schema_editor):
    create_triggers(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0005_evidence")]
    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.RemoveConstraint(model_name="gate", name="casestudies_only_composites_are_live"),
        migrations.RemoveField(model_name="gate", name="is_fit"),
        migrations.AddField(model_name="gate", name="edition", field=models.PositiveIntegerField(null=True)),
        migrations.AddField(model_name="gate", name="approved_edition", field=models.PositiveIntegerField(null=True)),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="casestudypage",
                    name="is_composite",
                    field=models.BooleanField(
                        default=False,
                        help_text="Made from many situations and partly invented, so that no one in it is a real person.",
                        verbose_name="it is a composite",
                    ),
                ),
            ]
        ),
    ]
