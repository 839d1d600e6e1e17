"""What the desk says of each field and block, in a trainer's words.

Dangerous? No: words for editors are nothing the database knows, so no table is touched, and no trigger lost.
"""

import wagtail.fields
from django.db import migrations

LOOKUP = {
    0: (
        "cms.blocks.WordsBlock",
        (),
        {
            "features": ["bold", "italic", "link", "ul", "ol"],
            "help_text": "Running text: paragraphs, bold, italic, links, lists.",
            "template": "blocks/text.html",
        },
    ),
    1: ("wagtail.blocks.TextBlock", (), {"help_text": "One or two plain sentences.", "max_length": 300}),
    2: ("wagtail.blocks.StructBlock", [[("text", 1)]], {}),
    3: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {
            "choices": [("info", "Good to know"), ("good", "Done well"), ("care", "Take care")],
            "help_text": "It chooses the sign and the colour.",
        },
    ),
    4: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is about, in a few words.", "max_length": 100}),
    5: (
        "cms.blocks.WordsBlock",
        (),
        {"features": ["bold", "italic", "link", "ul"], "help_text": "Two or three sentences, or a short list."},
    ),
    6: ("wagtail.blocks.StructBlock", [[("kind", 3), ("heading", 4), ("text", 5)]], {}),
    7: (
        "wagtail.images.blocks.ImageChooserBlock",
        (),
        {"help_text": "Never a picture of a child, and never of anyone without their consent."},
    ),
    8: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "What the picture shows, for people who cannot see it.", "max_length": 250, "required": False},
    ),
    9: (
        "wagtail.blocks.BooleanBlock",
        (),
        {"help_text": "Tick only when the picture tells nothing the words do not say.", "required": False},
    ),
    10: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "What stands below the picture, if anything.", "max_length": 200, "required": False},
    ),
    11: ("wagtail.blocks.CharBlock", (), {"help_text": "Whose picture it is.", "max_length": 120, "required": False}),
    12: ("wagtail.blocks.StructBlock", [[("image", 7), ("alternative", 8), ("decorative", 9), ("caption", 10), ("credit", 11)]], {}),
    13: ("wagtail.blocks.CharBlock", (), {"help_text": "What one hears or sees: it stands on the play button.", "max_length": 120}),
    14: (
        "wagtail.documents.blocks.DocumentChooserBlock",
        (),
        {"help_text": "The recording itself. What it may be is said when you choose."},
    ),
    15: (
        "wagtail.documents.blocks.DocumentChooserBlock",
        (),
        {"help_text": "A .vtt file with everything that is said, and sounds that matter."},
    ),
    16: (
        "cms.blocks.WordsBlock",
        (),
        {"features": ["bold", "italic", "link", "ul", "ol"], "help_text": "Everything that is said and, for a video, what is shown."},
    ),
    17: ("wagtail.blocks.IntegerBlock", (), {"default": 0, "help_text": "How long it is: whole minutes.", "max_value": 10, "min_value": 0}),
    18: ("wagtail.blocks.IntegerBlock", (), {"default": 0, "help_text": "And the seconds besides.", "max_value": 59, "min_value": 0}),
    19: ("wagtail.images.blocks.ImageChooserBlock", (), {"help_text": "The still picture shown before it plays.", "required": False}),
    20: (
        "wagtail.blocks.StructBlock",
        [[("title", 13), ("file", 14), ("captions", 15), ("transcript", 16), ("minutes", 17), ("seconds", 18), ("poster", 19)]],
        {},
    ),
    21: (
        "wagtail.blocks.StructBlock",
        [[("title", 13), ("file", 14), ("captions", 15), ("transcript", 16), ("minutes", 17), ("seconds", 18)]],
        {},
    ),
    22: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is called there.", "max_length": 160}),
    23: ("wagtail.blocks.URLBlock", (), {"help_text": "In full, beginning with https://.", "label": "Address"}),
    24: ("wagtail.blocks.TextBlock", (), {"help_text": "Why to read it, in a sentence or two.", "max_length": 300, "required": False}),
    25: (
        "wagtail.blocks.CharBlock",
        (),
        {
            "help_text": "So that people can judge it before they open it.",
            "label": "Who published it",
            "max_length": 120,
            "required": False,
        },
    ),
    26: ("wagtail.blocks.StructBlock", [[("title", 22), ("url", 23), ("description", 24), ("owner", 25)]], {}),
    27: ("cms.blocks.PageIdBlock", (), {"help_text": "Its title follows by itself when it changes."}),
    28: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
    29: ("wagtail.blocks.StructBlock", [[("page", 27), ("note", 28)]], {}),
    30: (
        "cms.blocks.ProvocationIdBlock",
        ("cms.Provocation",),
        {"help_text": "From the shared list, so that one correction reaches every place."},
    ),
    31: ("wagtail.blocks.CharBlock", (), {"help_text": "One line on how to use it here.", "max_length": 200, "required": False}),
    32: ("wagtail.blocks.StructBlock", [[("provocation", 30), ("prompt", 31)]], {}),
    33: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
    34: ("wagtail.blocks.ListBlock", (33,), {"help_text": "From the shared list; up to eight.", "max_num": 8, "min_num": 1}),
    35: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {
            "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
            "help_text": "A tile for one number that matters, a table for several to read side by side.",
        },
    ),
    36: ("wagtail.blocks.StructBlock", [[("figures", 34), ("look", 35)]], {}),
    37: ("wagtail.blocks.TextBlock", (), {"help_text": "A sentence or two, as they might be said.", "max_length": 400}),
    38: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {
            "choices": [
                ("young-person", "The young person"),
                ("parent", "A parent"),
                ("family", "Somebody else in the family"),
                ("carer", "A foster carer"),
                ("worker", "Somebody in the team"),
            ],
            "help_text": "In general words; never a name.",
            "label": "Whose voice",
        },
    ),
    39: ("wagtail.blocks.StructBlock", [[("text", 37), ("whose", 38)]], {}),
}


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0004_pages_are_reviewed"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelOptions(
                    name="casestudyindexpage",
                    options={"verbose_name": "list of case studies"},
                ),
                migrations.AlterModelOptions(
                    name="casestudypage",
                    options={"verbose_name": "case study"},
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="around",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("key_point", 2),
                            ("callout", 6),
                            ("picture", 12),
                            ("video", 20),
                            ("audio", 21),
                            ("resource", 26),
                            ("page", 29),
                            ("provocation", 32),
                            ("figure", 36),
                            ("voice", 39),
                        ],
                        blank=True,
                        block_lookup=LOOKUP,
                        help_text="Who was there for the young person and the family, and who was not.",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="changed",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("key_point", 2),
                            ("callout", 6),
                            ("picture", 12),
                            ("video", 20),
                            ("audio", 21),
                            ("resource", 26),
                            ("page", 29),
                            ("provocation", 32),
                            ("figure", 36),
                            ("voice", 39),
                        ],
                        block_lookup=LOOKUP,
                        help_text="What changed and what did not. Claim no more than you know.",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="did",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("key_point", 2),
                            ("callout", 6),
                            ("picture", 12),
                            ("video", 20),
                            ("audio", 21),
                            ("resource", 26),
                            ("page", 29),
                            ("provocation", 32),
                            ("figure", 36),
                            ("voice", 39),
                        ],
                        block_lookup=LOOKUP,
                        help_text="What the team tried, what did not work too.",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="further",
                    field=wagtail.fields.StreamField(
                        [("page", 2)],
                        blank=True,
                        block_lookup={
                            0: ("cms.blocks.PageIdBlock", (), {"help_text": "Its title follows by itself when it changes."}),
                            1: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
                            2: ("wagtail.blocks.StructBlock", [[("page", 0), ("note", 1)]], {}),
                        },
                        help_text="Modules or pages to go on with.",
                        verbose_name="learn more",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="happening",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("key_point", 2),
                            ("callout", 6),
                            ("picture", 12),
                            ("video", 20),
                            ("audio", 21),
                            ("resource", 26),
                            ("page", 29),
                            ("provocation", 32),
                            ("figure", 36),
                            ("voice", 39),
                        ],
                        block_lookup=LOOKUP,
                        help_text="What was going on, as one would tell a colleague. No ages, names, places or dates.",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="learnt",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("key_point", 2),
                            ("callout", 6),
                            ("picture", 12),
                            ("video", 20),
                            ("audio", 21),
                            ("resource", 26),
                            ("page", 29),
                            ("provocation", 32),
                            ("figure", 36),
                            ("voice", 39),
                        ],
                        block_lookup=LOOKUP,
                        help_text="What you would do again, and what you would not.",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="own_words",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("key_point", 2),
                            ("callout", 6),
                            ("picture", 12),
                            ("video", 20),
                            ("audio", 21),
                            ("resource", 26),
                            ("page", 29),
                            ("provocation", 32),
                            ("figure", 36),
                            ("voice", 39),
                        ],
                        blank=True,
                        block_lookup=LOOKUP,
                        help_text="How it was for them. In a composite nobody said these words, and the page says so.",
                    ),
                ),
                migrations.AlterField(
                    model_name="casestudypage",
                    name="questions",
                    field=wagtail.fields.StreamField(
                        [("question", 0)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A question a team can talk about for ten minutes.", "max_length": 160},
                            )
                        },
                        help_text="One to three questions for a team. They stand on the team sheet.",
                    ),
                ),
            ]
        )
    ]
