"""Write-ups take recordings from the library.

Dangerous? No. What a stream may hold is known to the code only: the column stays as it is, so nothing is altered in the database
and no trigger is lost. Blocks that held documents are rewritten, in pages and their revisions (cms/old_recordings.py). Undone, the
new blocks stay: the old code shows them as recordings without a file.
"""

import wagtail.fields
from django.db import migrations

from cms.old_recordings import move


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0011_recordings_leave_documents"),
        ("wagtailcore", "0098_apitoken"),
        ("community", "0004_words_for_editors"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="eventpage",
                    name="resources",
                    field=wagtail.fields.StreamField(
                        [("link", 5), ("video", 8), ("audio", 10)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Empty: the title of the page or file. An address needs words.",
                                    "label": "Words of the link",
                                    "max_length": 160,
                                    "required": False,
                                },
                            ),
                            1: (
                                "cms.blocks.PageIdBlock",
                                (),
                                {
                                    "help_text": "A module, a lesson, a case study, or any other page.",
                                    "label": "Page of this site",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"help_text": "In full, beginning with https://.", "label": "Address elsewhere", "required": False},
                            ),
                            3: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "Slides or a handout. A recording goes into a video or audio block.", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Why to open it, in a few words.", "max_length": 200, "required": False},
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("title", 0), ("page", 1), ("url", 2), ("file", 3), ("note", 4)]], {}),
                            6: ("wagtailmedia.blocks.VideoChooserBlock", (), {"help_text": "From the library, or uploaded on the way."}),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Empty: the title it has in the library.",
                                    "label": "Words on the play button",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            8: ("wagtail.blocks.StructBlock", [[("recording", 6), ("called", 7)]], {}),
                            9: ("wagtailmedia.blocks.AudioChooserBlock", (), {"help_text": "From the library, or uploaded on the way."}),
                            10: ("wagtail.blocks.StructBlock", [[("recording", 9), ("called", 7)]], {}),
                        },
                        help_text="Slides, handouts, recordings, and pages to go on with.",
                    ),
                ),
            ]
        ),
        migrations.RunPython(move("community"), migrations.RunPython.noop),
    ]
