"""PostgreSQL's two indexes for near spellings go: comparing whole texts took a second, so Find now compares words of the index itself.
A step of a list to start with need not say its minutes.

Dangerous? No: nothing reads these indexes any more, and publishing no longer has to write them. The extension pg_trgm stays where it is.
What a stream may hold is known to the code only, so no table changes.
"""

import wagtail.fields
from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("title_text", "body_text"):
            schema_editor.execute(f"DROP INDEX IF EXISTS cms_find_close_{column}")


class Migration(migrations.Migration):
    dependencies = [("cms", "0015_lists_to_start_with")]
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="startpage",
                    name="steps",
                    field=wagtail.fields.StreamField(
                        [("step", 3)],
                        block_lookup={
                            0: ("cms.blocks.PageIdBlock", (), {"help_text": "A module, a lesson, a case study, an event or a reflection."}),
                            1: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "help_text": "About how long it takes. Modules and lessons say it themselves: leave it empty.",
                                    "max_value": 90,
                                    "min_value": 1,
                                    "required": False,
                                },
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
            ]
        ),
    ]
