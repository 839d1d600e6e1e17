"""What the desk says of each field and block, in a trainer's words.

Dangerous? No: words for editors are nothing the database knows, so no table is touched, and no trigger lost.
"""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0005_pages_are_reviewed"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelOptions(
                    name="learnindexpage",
                    options={"verbose_name": "catalogue"},
                ),
                migrations.AlterModelOptions(
                    name="lessonpage",
                    options={"verbose_name": "lesson"},
                ),
                migrations.AlterModelOptions(
                    name="modulepage",
                    options={"verbose_name": "module"},
                ),
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
                            ("scenario", 62),
                            ("checklist", 66),
                            ("download", 70),
                        ],
                        block_lookup={
                            0: (
                                "cms.blocks.WordsBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "help_text": "Running text: paragraphs, bold, italic, links, lists.",
                                    "template": "blocks/text.html",
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What comes next, in a few words. A reader can come back to it.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Heading"), ("3", "Smaller heading")],
                                    "help_text": "A smaller heading goes below a heading.",
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                            4: ("wagtail.blocks.TextBlock", (), {"help_text": "One or two plain sentences.", "max_length": 300}),
                            5: ("wagtail.blocks.StructBlock", [[("text", 4)]], {}),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("info", "Good to know"), ("good", "Done well"), ("care", "Take care")],
                                    "help_text": "It chooses the sign and the colour.",
                                },
                            ),
                            7: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is about, in a few words.", "max_length": 100}),
                            8: (
                                "cms.blocks.WordsBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul"], "help_text": "Two or three sentences, or a short list."},
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("kind", 6), ("heading", 7), ("text", 8)]], {}),
                            10: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Their words, exactly as they were said or written.", "max_length": 600},
                            ),
                            11: (
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
                                {
                                    "help_text": "What the picture shows, for people who cannot see it.",
                                    "max_length": 250,
                                    "required": False,
                                },
                            ),
                            17: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"help_text": "Tick only when the picture tells nothing the words do not say.", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What stands below the picture, if anything.", "max_length": 200, "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Whose picture it is.", "max_length": 120, "required": False},
                            ),
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
                            22: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "The recording itself. What it may be is said when you choose."},
                            ),
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
                            25: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "help_text": "How long it is: whole minutes.", "max_value": 10, "min_value": 0},
                            ),
                            26: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "help_text": "And the seconds besides.", "max_value": 59, "min_value": 0},
                            ),
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
                            30: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is called there.", "max_length": 160}),
                            31: ("wagtail.blocks.URLBlock", (), {"help_text": "In full, beginning with https://.", "label": "Address"}),
                            32: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Why to read it, in a sentence or two.", "max_length": 300, "required": False},
                            ),
                            33: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "So that people can judge it before they open it.",
                                    "label": "Who published it",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            34: ("wagtail.blocks.StructBlock", [[("title", 30), ("url", 31), ("description", 32), ("owner", 33)]], {}),
                            35: ("cms.blocks.PageIdBlock", (), {"help_text": "Its title follows by itself when it changes."}),
                            36: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
                            37: ("wagtail.blocks.StructBlock", [[("page", 35), ("note", 36)]], {}),
                            38: (
                                "cms.blocks.ProvocationIdBlock",
                                ("cms.Provocation",),
                                {"help_text": "From the shared list, so that one correction reaches every place."},
                            ),
                            39: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One line on how to use it here.", "max_length": 200, "required": False},
                            ),
                            40: ("wagtail.blocks.StructBlock", [[("provocation", 38), ("prompt", 39)]], {}),
                            41: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
                            42: (
                                "wagtail.blocks.ListBlock",
                                (41,),
                                {"help_text": "From the shared list; up to eight.", "max_num": 8, "min_num": 1},
                            ),
                            43: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
                                    "help_text": "A tile for one number that matters, a table for several to read side by side.",
                                },
                            ),
                            44: ("wagtail.blocks.StructBlock", [[("figures", 42), ("look", 43)]], {}),
                            45: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "One question about their own practice. Never ask for a score or a diagnosis.",
                                    "max_length": 300,
                                },
                            ),
                            46: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A way to begin, if somebody is stuck.", "max_length": 200, "required": False},
                            ),
                            47: ("wagtail.blocks.StructBlock", [[("question", 45), ("hint", 46)]], {}),
                            48: (
                                "cms.blocks.WordsBlock",
                                (),
                                {"features": ["bold", "italic", "link"], "help_text": "What to think about."},
                            ),
                            49: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 1,
                                    "help_text": "How long, from one to three. It counts in the lesson’s time.",
                                    "max_value": 3,
                                    "min_value": 1,
                                },
                            ),
                            50: ("wagtail.blocks.StructBlock", [[("text", 48), ("minutes", 49)]], {}),
                            51: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words, such as: The missing curfew.", "max_length": 100},
                            ),
                            52: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A short word that names this step; choices lead to it by this word.", "max_length": 30},
                            ),
                            53: (
                                "cms.blocks.WordsBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul"], "help_text": "What is happening."},
                            ),
                            54: ("wagtail.blocks.CharBlock", (), {"help_text": "What one has to decide now.", "max_length": 160}),
                            55: ("wagtail.blocks.CharBlock", (), {"help_text": "What one might do.", "max_length": 140}),
                            56: (
                                "cms.blocks.WordsBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul"],
                                    "help_text": "What might follow. Not right or wrong: what happens.",
                                },
                            ),
                            57: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The short word of a later step, if the story goes on. Empty: it ends here.",
                                    "max_length": 30,
                                    "required": False,
                                },
                            ),
                            58: ("wagtail.blocks.StructBlock", [[("label", 55), ("follows", 56), ("go_to", 57)]], {}),
                            59: (
                                "wagtail.blocks.ListBlock",
                                (58,),
                                {"help_text": "Two to five things one might do.", "max_num": 5, "min_num": 2},
                            ),
                            60: ("wagtail.blocks.StructBlock", [[("key", 52), ("text", 53), ("question", 54), ("choices", 59)]], {}),
                            61: (
                                "wagtail.blocks.ListBlock",
                                (60,),
                                {"help_text": "One step is enough. A choice may lead to a later one.", "min_num": 1},
                            ),
                            62: ("wagtail.blocks.StructBlock", [[("title", 51), ("steps", 61)]], {}),
                            63: ("wagtail.blocks.CharBlock", (), {"help_text": "What the list is for.", "max_length": 100}),
                            64: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            65: ("wagtail.blocks.ListBlock", (64,), {"help_text": "One thing to do or to ask in each line.", "min_num": 1}),
                            66: ("wagtail.blocks.StructBlock", [[("heading", 63), ("items", 65)]], {}),
                            67: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "A recording goes into a video or audio block."},
                            ),
                            68: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is, in a few words.", "max_length": 120}),
                            69: ("wagtail.blocks.TextBlock", (), {"help_text": "What it is for.", "max_length": 300, "required": False}),
                            70: ("wagtail.blocks.StructBlock", [[("file", 67), ("title", 68), ("description", 69)]], {}),
                        },
                        help_text="500 to 900 words read well. What it takes in minutes is worked out for you.",
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonpage",
                    name="sources",
                    field=wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"help_text": "The title of the paper, page or book.", "max_length": 250}),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who wrote or published it.", "max_length": 200, "required": False},
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"help_text": "When, such as 1998.", "max_length": 10, "required": False}),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"help_text": "Where a reader can look it up, in full.", "label": "Address", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What it is a source for.", "max_length": 250, "required": False},
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("title", 0), ("author", 1), ("year", 2), ("url", 3), ("note", 4)]], {}),
                        },
                        help_text="Where each fact comes from.",
                    ),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="objectives",
                    field=wagtail.fields.StreamField(
                        [("objective", 0)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"help_text": "Begin with a verb and a small letter.", "max_length": 160})
                        },
                        help_text="Each goes on from “You will be able to”: begin with a small letter and a verb, no full stop.",
                    ),
                ),
            ]
        )
    ]
