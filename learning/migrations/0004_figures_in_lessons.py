"""Figures in a lesson's body.

Dangerous? No: SQLite makes a table anew when a column changes, and its triggers go with the old one; so each is watched again.
"""

import wagtail.fields
from django.db import migrations

from cms.stamp import unwatch, watch

REMADE = ["learning_lessonpage"]


def watch_again(apps, schema_editor):
    for table in REMADE:
        unwatch(schema_editor, table)
        watch(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_pages_and_outline_move_the_stamp"), ("cms", "0004_figures")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, watch_again),  # the last of the way back
        migrations.AlterField(
            model_name="lessonpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("text", 0),
                    ("heading", 3),
                    ("key_point", 5),
                    ("callout", 9),
                    ("quote", 14),
                    ("picture", 20),
                    ("video", 28),
                    ("audio", 29),
                    ("resource", 34),
                    ("page", 37),
                    ("provocation", 40),
                    ("figure", 44),
                    ("reflection", 47),
                    ("pause", 50),
                    ("scenario", 60),
                    ("checklist", 63),
                    ("download", 65),
                ],
                block_lookup={
                    0: ("cms.blocks.WordsBlock", (), {"features": ["bold", "italic", "link", "ul", "ol"], "template": "blocks/text.html"}),
                    1: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                    2: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("2", "Heading"), ("3", "Smaller heading")]}),
                    3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                    4: ("wagtail.blocks.TextBlock", (), {"help_text": "One or two plain sentences.", "max_length": 300}),
                    5: ("wagtail.blocks.StructBlock", [[("text", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("info", "Good to know"), ("good", "Done well"), ("care", "Take care")]},
                    ),
                    7: ("wagtail.blocks.CharBlock", (), {"max_length": 100}),
                    8: ("cms.blocks.WordsBlock", (), {"features": ["bold", "italic", "link", "ul"]}),
                    9: ("wagtail.blocks.StructBlock", [[("kind", 6), ("heading", 7), ("text", 8)]], {}),
                    10: ("wagtail.blocks.TextBlock", (), {"max_length": 600}),
                    11: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("named", "Named, with consent"), ("role", "Role and authority"), ("anonymous", "Not named")]},
                    ),
                    12: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False},
                    ),
                    13: ("wagtail.blocks.URLBlock", (), {"help_text": "Where the words were published.", "required": False}),
                    14: ("wagtail.blocks.StructBlock", [[("text", 10), ("attribution", 11), ("who", 12), ("source_url", 13)]], {}),
                    15: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"help_text": "Never a picture of a child, and never of anyone without their consent."},
                    ),
                    16: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the picture shows, for people who cannot see it.", "max_length": 250, "required": False},
                    ),
                    17: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"help_text": "Tick only when the picture tells nothing the words do not say.", "required": False},
                    ),
                    18: ("wagtail.blocks.CharBlock", (), {"max_length": 200, "required": False}),
                    19: ("wagtail.blocks.CharBlock", (), {"help_text": "Whose picture it is.", "max_length": 120, "required": False}),
                    20: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 15), ("alternative", 16), ("decorative", 17), ("caption", 18), ("credit", 19)]],
                        {},
                    ),
                    21: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What one hears or sees: it stands on the play button.", "max_length": 120},
                    ),
                    22: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                    23: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"help_text": "A .vtt file with everything that is said, and sounds that matter."},
                    ),
                    24: (
                        "cms.blocks.WordsBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "ul", "ol"],
                            "help_text": "Everything that is said and, for a video, what is shown.",
                        },
                    ),
                    25: ("wagtail.blocks.IntegerBlock", (), {"default": 0, "max_value": 10, "min_value": 0}),
                    26: ("wagtail.blocks.IntegerBlock", (), {"default": 0, "max_value": 59, "min_value": 0}),
                    27: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"help_text": "The still picture shown before it plays.", "required": False},
                    ),
                    28: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 21),
                                ("file", 22),
                                ("captions", 23),
                                ("transcript", 24),
                                ("minutes", 25),
                                ("seconds", 26),
                                ("poster", 27),
                            ]
                        ],
                        {},
                    ),
                    29: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 21), ("file", 22), ("captions", 23), ("transcript", 24), ("minutes", 25), ("seconds", 26)]],
                        {},
                    ),
                    30: ("wagtail.blocks.CharBlock", (), {"max_length": 160}),
                    31: ("wagtail.blocks.URLBlock", (), {"label": "Address"}),
                    32: ("wagtail.blocks.TextBlock", (), {"max_length": 300, "required": False}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Who published it", "max_length": 120, "required": False}),
                    34: ("wagtail.blocks.StructBlock", [[("title", 30), ("url", 31), ("description", 32), ("owner", 33)]], {}),
                    35: ("cms.blocks.PageIdBlock", (), {}),
                    36: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
                    37: ("wagtail.blocks.StructBlock", [[("page", 35), ("note", 36)]], {}),
                    38: ("cms.blocks.ProvocationIdBlock", ("cms.Provocation",), {}),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "One line on how to use it here.", "max_length": 200, "required": False},
                    ),
                    40: ("wagtail.blocks.StructBlock", [[("provocation", 38), ("prompt", 39)]], {}),
                    41: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
                    42: ("wagtail.blocks.ListBlock", (41,), {"max_num": 8, "min_num": 1}),
                    43: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
                            "help_text": "A tile for one number that matters, a table for several to read side by side.",
                        },
                    ),
                    44: ("wagtail.blocks.StructBlock", [[("figures", 42), ("look", 43)]], {}),
                    45: ("wagtail.blocks.TextBlock", (), {"max_length": 300}),
                    46: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "A way to begin, if somebody is stuck.", "max_length": 200, "required": False},
                    ),
                    47: ("wagtail.blocks.StructBlock", [[("question", 45), ("hint", 46)]], {}),
                    48: ("cms.blocks.WordsBlock", (), {"features": ["bold", "italic", "link"]}),
                    49: ("wagtail.blocks.IntegerBlock", (), {"default": 1, "max_value": 3, "min_value": 1}),
                    50: ("wagtail.blocks.StructBlock", [[("text", 48), ("minutes", 49)]], {}),
                    51: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "A short word that names this step; choices lead to it by this word.", "max_length": 30},
                    ),
                    52: ("cms.blocks.WordsBlock", (), {"features": ["bold", "italic", "link", "ul"], "help_text": "What is happening."}),
                    53: ("wagtail.blocks.CharBlock", (), {"help_text": "What one might do.", "max_length": 140}),
                    54: (
                        "cms.blocks.WordsBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ul"], "help_text": "What might follow. Not right or wrong: what happens."},
                    ),
                    55: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "The short word of a later step, if the story goes on. Empty: it ends here.",
                            "max_length": 30,
                            "required": False,
                        },
                    ),
                    56: ("wagtail.blocks.StructBlock", [[("label", 53), ("follows", 54), ("go_to", 55)]], {}),
                    57: ("wagtail.blocks.ListBlock", (56,), {"max_num": 5, "min_num": 2}),
                    58: ("wagtail.blocks.StructBlock", [[("key", 51), ("text", 52), ("question", 30), ("choices", 57)]], {}),
                    59: ("wagtail.blocks.ListBlock", (58,), {"min_num": 1}),
                    60: ("wagtail.blocks.StructBlock", [[("title", 7), ("steps", 59)]], {}),
                    61: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                    62: ("wagtail.blocks.ListBlock", (61,), {"min_num": 1}),
                    63: ("wagtail.blocks.StructBlock", [[("heading", 7), ("items", 62)]], {}),
                    64: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                    65: ("wagtail.blocks.StructBlock", [[("file", 22), ("title", 64), ("description", 32)]], {}),
                },
                help_text="500 to 900 words read well. What it takes in minutes is worked out for you.",
            ),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    ]
