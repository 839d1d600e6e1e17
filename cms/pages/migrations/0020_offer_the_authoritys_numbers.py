"""A public page may show the numbers of the reader's own authority. Only Django's state changes: the blocks of a stream are no column."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0011_say_who_has_not_approved"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="standardpage",
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
                            ("tonight", 42),
                        ],
                        blank=True,
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
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("hurt", "Someone is hurt"),
                                        ("self_harm", "Self-harm, or talk of suicide"),
                                        ("missing", "Missing"),
                                        ("disclosure", "They tell you that someone has hurt them"),
                                        ("allegation", "They say that you did something"),
                                        ("drugs", "Drugs or a weapon"),
                                        ("restraint", "You may have to hold someone"),
                                        ("police", "Police at the door"),
                                    ],
                                    "help_text": "Which numbers: each of the eight boxes has its own.",
                                },
                            ),
                            42: ("wagtail.blocks.StructBlock", [[("box", 41)]], {}),
                        },
                        help_text="The content of the page, block by block.",
                    ),
                ),
            ]
        ),
    ]
