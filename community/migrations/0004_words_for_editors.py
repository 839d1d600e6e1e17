"""What the desk says of each field and block, in a trainer's words.

Dangerous? No: words for editors are nothing the database knows, so no table is touched, and no trigger lost.
"""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0003_pages_are_reviewed"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="eventpage",
                    name="quotes",
                    field=wagtail.fields.StreamField(
                        [("quote", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Their words, exactly as they were said or written.", "max_length": 600},
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("named", "Named, with consent"),
                                        ("role", "Role and authority"),
                                        ("anonymous", "Not named"),
                                    ],
                                    "help_text": "As far as they agreed. Named only with their consent.",
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False},
                            ),
                            3: ("wagtail.blocks.URLBlock", (), {"help_text": "Where the words were published.", "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("text", 0), ("attribution", 1), ("who", 2), ("source_url", 3)]], {}),
                        },
                        help_text="What people said, named only as far as they agreed.",
                    ),
                ),
                migrations.AlterField(
                    model_name="eventpage",
                    name="resources",
                    field=wagtail.fields.StreamField(
                        [("link", 5), ("video", 13), ("audio", 14)],
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
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What one hears or sees: it stands on the play button.", "max_length": 120},
                            ),
                            7: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "The recording itself. What it may be is said when you choose."},
                            ),
                            8: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "A .vtt file with everything that is said, and sounds that matter."},
                            ),
                            9: (
                                "cms.blocks.WordsBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "help_text": "Everything that is said and, for a video, what is shown.",
                                },
                            ),
                            10: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "help_text": "How long it is: whole minutes.", "max_value": 10, "min_value": 0},
                            ),
                            11: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "help_text": "And the seconds besides.", "max_value": 59, "min_value": 0},
                            ),
                            12: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"help_text": "The still picture shown before it plays.", "required": False},
                            ),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 6),
                                        ("file", 7),
                                        ("captions", 8),
                                        ("transcript", 9),
                                        ("minutes", 10),
                                        ("seconds", 11),
                                        ("poster", 12),
                                    ]
                                ],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 6), ("file", 7), ("captions", 8), ("transcript", 9), ("minutes", 10), ("seconds", 11)]],
                                {},
                            ),
                        },
                        help_text="Slides, handouts, recordings, and pages to go on with.",
                    ),
                ),
                migrations.AlterField(
                    model_name="reflectionpage",
                    name="answers",
                    field=wagtail.fields.StreamField(
                        [("answer", 2), ("quote", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"help_text": "The question, as it was put to them.", "max_length": 200}),
                            1: (
                                "cms.blocks.WordsBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "help_text": "Nothing that could identify a child, a family or a colleague.",
                                    "label": "Answer",
                                },
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("prompt", 0), ("text", 1)]], {}),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Their words, exactly as they were said or written.", "max_length": 600},
                            ),
                            4: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("named", "Named, with consent"),
                                        ("role", "Role and authority"),
                                        ("anonymous", "Not named"),
                                    ],
                                    "help_text": "As far as they agreed. Named only with their consent.",
                                },
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False},
                            ),
                            6: ("wagtail.blocks.URLBlock", (), {"help_text": "Where the words were published.", "required": False}),
                            7: ("wagtail.blocks.StructBlock", [[("text", 3), ("attribution", 4), ("who", 5), ("source_url", 6)]], {}),
                        },
                        help_text="The questions, each with its answer. Four or five read well.",
                    ),
                ),
            ]
        )
    ]
