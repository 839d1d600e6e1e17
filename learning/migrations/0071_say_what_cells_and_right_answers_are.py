"""Help texts of blocks only; the database does not change."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0070_count_the_network"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
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
                            ("video", 23),
                            ("audio", 25),
                            ("resource", 30),
                            ("page", 33),
                            ("provocation", 36),
                            ("figure", 40),
                            ("reflection", 43),
                            ("pause", 46),
                            ("scenario", 58),
                            ("checklist", 62),
                            ("table", 64),
                            ("download", 68),
                        ],
                        block_lookup={
                            0: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "help_text": "Paragraphs with bold, italic, links and lists.",
                                    "template": "blocks/text.html",
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What comes next, in a few words. Readers can come back to this place.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Heading"), ("3", "Smaller heading")],
                                    "help_text": "Use a smaller heading below a heading.",
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
                                    "help_text": "This sets the icon and the colour.",
                                },
                            ),
                            7: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is about, in a few words.", "max_length": 100}),
                            8: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul"], "help_text": "Two or three sentences, or a short list."},
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("kind", 6), ("heading", 7), ("text", 8)]], {}),
                            10: ("wagtail.blocks.TextBlock", (), {"help_text": "Their exact words.", "max_length": 600}),
                            11: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("named", "Named, with consent"),
                                        ("role", "Role and authority"),
                                        ("anonymous", "Not named"),
                                    ],
                                    "help_text": "Only as much as they agreed to. Name them only with their consent.",
                                },
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False},
                            ),
                            13: ("wagtail.blocks.URLBlock", (), {"help_text": "Where the quotation was published.", "required": False}),
                            14: ("wagtail.blocks.StructBlock", [[("text", 10), ("attribution", 11), ("who", 12), ("source_url", 13)]], {}),
                            15: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"help_text": "Never use a picture of a child, or of anyone without their consent."},
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
                                {"help_text": "Tick only if the picture adds nothing to the text.", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Text to show below the picture, if any.", "max_length": 200, "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who made or owns the picture.", "max_length": 120, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 15), ("alternative", 16), ("decorative", 17), ("caption", 18), ("credit", 19)]],
                                {},
                            ),
                            21: (
                                "wagtailmedia.blocks.VideoChooserBlock",
                                (),
                                {"help_text": "Choose one from the library or upload a new one."},
                            ),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use its title in the library.",
                                    "label": "Title on the play button",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            23: ("wagtail.blocks.StructBlock", [[("recording", 21), ("called", 22)]], {}),
                            24: (
                                "wagtailmedia.blocks.AudioChooserBlock",
                                (),
                                {"help_text": "Choose one from the library or upload a new one."},
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("recording", 24), ("called", 22)]], {}),
                            26: ("wagtail.blocks.CharBlock", (), {"help_text": "Its title on that site.", "max_length": 160}),
                            27: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"help_text": "The full address, starting with https://.", "label": "Web address"},
                            ),
                            28: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Why it is worth reading, in a sentence or two.", "max_length": 300, "required": False},
                            ),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "So that people can judge it before they open it.",
                                    "label": "Who published it",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            30: ("wagtail.blocks.StructBlock", [[("title", 26), ("url", 27), ("description", 28), ("owner", 29)]], {}),
                            31: ("cms.pages.blocks.PageIdBlock", (), {"help_text": "Its title is kept up to date for you."}),
                            32: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Why it is worth reading.", "max_length": 200, "required": False},
                            ),
                            33: ("wagtail.blocks.StructBlock", [[("page", 31), ("note", 32)]], {}),
                            34: (
                                "cms.pages.blocks.ProvocationIdBlock",
                                ("vocabulary.Provocation",),
                                {"help_text": "From the shared list. Corrections there appear here too."},
                            ),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One line on how to use it here.", "max_length": 200, "required": False},
                            ),
                            36: ("wagtail.blocks.StructBlock", [[("provocation", 34), ("prompt", 35)]], {}),
                            37: ("cms.pages.id_blocks.FigureIdBlock", ("vocabulary.Figure",), {}),
                            38: (
                                "wagtail.blocks.ListBlock",
                                (37,),
                                {"help_text": "Choose up to eight from the shared list.", "max_num": 8, "min_num": 1},
                            ),
                            39: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
                                    "help_text": "Use a tile for one important number and a table to compare several.",
                                },
                            ),
                            40: ("wagtail.blocks.StructBlock", [[("figures", 38), ("look", 39)]], {}),
                            41: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "One question about their own practice. Never ask for a score or a diagnosis.",
                                    "max_length": 300,
                                },
                            ),
                            42: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A way to start, for someone who is stuck.", "max_length": 200, "required": False},
                            ),
                            43: ("wagtail.blocks.StructBlock", [[("question", 41), ("hint", 42)]], {}),
                            44: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link"], "help_text": "What to think about."},
                            ),
                            45: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 1,
                                    "help_text": "How long, from one to three. It counts towards the lesson’s time.",
                                    "max_value": 3,
                                    "min_value": 1,
                                },
                            ),
                            46: ("wagtail.blocks.StructBlock", [[("text", 44), ("minutes", 45)]], {}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words, such as: The missing curfew.", "max_length": 100},
                            ),
                            48: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A short name for this step. Choices use it to lead here.", "max_length": 30},
                            ),
                            49: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul"], "help_text": "What is happening."},
                            ),
                            50: ("wagtail.blocks.CharBlock", (), {"help_text": "What you have to decide now.", "max_length": 160}),
                            51: ("wagtail.blocks.CharBlock", (), {"help_text": "Something you could do.", "max_length": 140}),
                            52: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul"],
                                    "help_text": "What might happen next. Not right or wrong: what happens.",
                                },
                            ),
                            53: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The short name of a later step, if the story goes on. Leave empty if it ends here.",
                                    "max_length": 30,
                                    "required": False,
                                },
                            ),
                            54: ("wagtail.blocks.StructBlock", [[("label", 51), ("follows", 52), ("go_to", 53)]], {}),
                            55: (
                                "wagtail.blocks.ListBlock",
                                (54,),
                                {"help_text": "Two to five things you could do.", "max_num": 5, "min_num": 2},
                            ),
                            56: ("wagtail.blocks.StructBlock", [[("key", 48), ("text", 49), ("question", 50), ("choices", 55)]], {}),
                            57: (
                                "wagtail.blocks.ListBlock",
                                (56,),
                                {"help_text": "One step is enough. A choice may lead to a later one.", "min_num": 1},
                            ),
                            58: ("wagtail.blocks.StructBlock", [[("title", 47), ("steps", 57)]], {}),
                            59: ("wagtail.blocks.CharBlock", (), {"help_text": "What the list is for.", "max_length": 100}),
                            60: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            61: ("wagtail.blocks.ListBlock", (60,), {"help_text": "One thing to do or ask on each line.", "min_num": 1}),
                            62: ("wagtail.blocks.StructBlock", [[("heading", 59), ("items", 61)]], {}),
                            63: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "What is in the cell. It may be empty.", "max_length": 400, "required": False, "rows": 2},
                            ),
                            64: ("wagtail.contrib.typed_table_block.blocks.TypedTableBlock", [[("text", 63)]], {}),
                            65: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "For a recording, use a video or audio block instead."},
                            ),
                            66: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is, in a few words.", "max_length": 120}),
                            67: ("wagtail.blocks.TextBlock", (), {"help_text": "What it is for.", "max_length": 300, "required": False}),
                            68: ("wagtail.blocks.StructBlock", [[("file", 65), ("title", 66), ("description", 67)]], {}),
                        },
                        help_text="Aim for 500 to 900 words. We work out how many minutes it takes.",
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonpage",
                    name="questions",
                    field=wagtail.fields.StreamField(
                        [
                            ("one_choice", 8),
                            ("several_choices", 10),
                            ("true_false", 14),
                            ("order", 17),
                            ("match", 23),
                            ("short_answer", 27),
                            ("branching", 39),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "What you ask, in one or two sentences. Ask what people would do, not what a page says.",
                                    "label": "Question",
                                    "max_length": 300,
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One possible answer. Keep all of them about as long as each other.",
                                    "label": "Answer",
                                    "max_length": 200,
                                },
                            ),
                            2: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"help_text": "Select it if this is a right answer.", "label": "This is right", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Every wrong answer needs this. For anyone who gets it wrong: why people think so, and what is wrong with it. Never blame the reader.",
                                    "label": "What to say if someone chooses it",
                                    "max_length": 400,
                                    "required": False,
                                },
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("text", 1), ("right", 2), ("feedback", 3)]], {}),
                            5: (
                                "wagtail.blocks.ListBlock",
                                (4,),
                                {"help_text": "Two to six answers. Tick the one that is right.", "max_num": 6, "min_num": 2},
                            ),
                            6: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Why, in one or two sentences. People read it when they have it right, and at the end.",
                                    "label": "Why",
                                    "max_length": 400,
                                    "required": False,
                                },
                            ),
                            7: (
                                "learning.question_blocks.LessonIdBlock",
                                (),
                                {
                                    "help_text": "The lesson that answers it. People who get it wrong see a link.",
                                    "label": "Read again",
                                    "required": False,
                                },
                            ),
                            8: ("wagtail.blocks.StructBlock", [[("question", 0), ("options", 5), ("why", 6), ("read", 7)]], {}),
                            9: (
                                "wagtail.blocks.ListBlock",
                                (4,),
                                {"help_text": "Two to six answers. Tick every one that is right.", "max_num": 6, "min_num": 2},
                            ),
                            10: ("wagtail.blocks.StructBlock", [[("question", 0), ("options", 9), ("why", 6), ("read", 7)]], {}),
                            11: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "A statement, as a whole sentence. People say whether it is true.",
                                    "label": "Question",
                                    "max_length": 300,
                                },
                            ),
                            12: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("true", "True"), ("false", "False")],
                                    "help_text": "Whether the statement is true.",
                                    "label": "It is",
                                },
                            ),
                            13: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For anyone who gets it wrong: why people think so, and what is wrong with it. Never blame the reader.",
                                    "label": "What to say if it is wrong",
                                    "max_length": 400,
                                    "required": False,
                                },
                            ),
                            14: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 11), ("answer", 12), ("feedback", 13), ("why", 6), ("read", 7)]],
                                {},
                            ),
                            15: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                            16: (
                                "wagtail.blocks.ListBlock",
                                (15,),
                                {
                                    "help_text": "Three to six things, in the right order. People see them shuffled.",
                                    "max_num": 6,
                                    "min_num": 3,
                                },
                            ),
                            17: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 0), ("items", 16), ("feedback", 13), ("why", 6), ("read", 7)]],
                                {},
                            ),
                            18: ("wagtail.blocks.CharBlock", (), {"help_text": "Shown as it is.", "label": "This", "max_length": 120}),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What people choose for it from a list.", "label": "Goes with", "max_length": 120},
                            ),
                            20: ("wagtail.blocks.StructBlock", [[("left", 18), ("right", 19)]], {}),
                            21: ("wagtail.blocks.ListBlock", (20,), {"help_text": "Two to six pairs.", "max_num": 6, "min_num": 2}),
                            22: (
                                "wagtail.blocks.ListBlock",
                                (15,),
                                {
                                    "default": [],
                                    "help_text": "If you want any.",
                                    "label": "Choices that fit nothing",
                                    "max_num": 4,
                                    "required": False,
                                },
                            ),
                            23: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 0), ("pairs", 21), ("others", 22), ("feedback", 13), ("why", 6), ("read", 7)]],
                                {},
                            ),
                            24: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "What to write, in one or two sentences. Never ask about a real child or family.",
                                    "label": "Question",
                                    "max_length": 300,
                                },
                            ),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A way to start, for someone who is stuck.", "max_length": 200, "required": False},
                            ),
                            26: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "What a good answer has in it. People see it after they wrote.",
                                    "label": "To compare with",
                                    "max_length": 400,
                                },
                            ),
                            27: ("wagtail.blocks.StructBlock", [[("question", 24), ("hint", 25), ("compare", 26)]], {}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words, such as: The missing curfew.", "max_length": 100},
                            ),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A short name for this step. Choices use it to lead here.", "max_length": 30},
                            ),
                            30: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul"], "help_text": "What is happening."},
                            ),
                            31: ("wagtail.blocks.CharBlock", (), {"help_text": "What you have to decide now.", "max_length": 160}),
                            32: ("wagtail.blocks.CharBlock", (), {"help_text": "Something you could do.", "max_length": 140}),
                            33: (
                                "cms.pages.blocks.NonBlankRichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul"],
                                    "help_text": "What might happen next. Not right or wrong: what happens.",
                                },
                            ),
                            34: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The short name of a later step, if the story goes on. Leave empty if it ends here.",
                                    "max_length": 30,
                                    "required": False,
                                },
                            ),
                            35: ("wagtail.blocks.StructBlock", [[("label", 32), ("follows", 33), ("go_to", 34)]], {}),
                            36: (
                                "wagtail.blocks.ListBlock",
                                (35,),
                                {"help_text": "Two to five things you could do.", "max_num": 5, "min_num": 2},
                            ),
                            37: ("wagtail.blocks.StructBlock", [[("key", 29), ("text", 30), ("question", 31), ("choices", 36)]], {}),
                            38: (
                                "wagtail.blocks.ListBlock",
                                (37,),
                                {"help_text": "One step is enough. A choice may lead to a later one.", "min_num": 1},
                            ),
                            39: ("wagtail.blocks.StructBlock", [[("title", 28), ("steps", 38)]], {}),
                        },
                        help_text="A check at the end of the lesson, if you want one: the lesson then counts as complete when it is read and passed. Five to eight questions are enough. People can try as often as they like, and only they see their answers.",
                    ),
                ),
            ]
        ),
    ]
