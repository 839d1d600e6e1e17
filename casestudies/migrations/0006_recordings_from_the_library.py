"""Case studies take recordings from the library.

Dangerous? No. What a stream may hold is known to the code only: the column stays as it is, so nothing is altered in the database
and no trigger is lost. Blocks that held documents are rewritten, in pages and their revisions (cms/old_recordings.py). Undone, the
new blocks stay: the old code shows them as recordings without a file.
"""

import wagtail.fields
from django.db import migrations

from cms.old_recordings import move

BLOCKS = [
    ("text", 0),
    ("key_point", 2),
    ("callout", 6),
    ("picture", 12),
    ("video", 15),
    ("audio", 17),
    ("resource", 22),
    ("page", 25),
    ("provocation", 28),
    ("figure", 32),
    ("voice", 35),
]
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
    13: ("wagtailmedia.blocks.VideoChooserBlock", (), {"help_text": "From the library, or uploaded on the way."}),
    14: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "Empty: the title it has in the library.", "label": "Words on the play button", "max_length": 120, "required": False},
    ),
    15: ("wagtail.blocks.StructBlock", [[("recording", 13), ("called", 14)]], {}),
    16: ("wagtailmedia.blocks.AudioChooserBlock", (), {"help_text": "From the library, or uploaded on the way."}),
    17: ("wagtail.blocks.StructBlock", [[("recording", 16), ("called", 14)]], {}),
    18: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is called there.", "max_length": 160}),
    19: ("wagtail.blocks.URLBlock", (), {"help_text": "In full, beginning with https://.", "label": "Address"}),
    20: ("wagtail.blocks.TextBlock", (), {"help_text": "Why to read it, in a sentence or two.", "max_length": 300, "required": False}),
    21: (
        "wagtail.blocks.CharBlock",
        (),
        {
            "help_text": "So that people can judge it before they open it.",
            "label": "Who published it",
            "max_length": 120,
            "required": False,
        },
    ),
    22: ("wagtail.blocks.StructBlock", [[("title", 18), ("url", 19), ("description", 20), ("owner", 21)]], {}),
    23: ("cms.blocks.PageIdBlock", (), {"help_text": "Its title follows by itself when it changes."}),
    24: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
    25: ("wagtail.blocks.StructBlock", [[("page", 23), ("note", 24)]], {}),
    26: (
        "cms.blocks.ProvocationIdBlock",
        ("cms.Provocation",),
        {"help_text": "From the shared list, so that one correction reaches every place."},
    ),
    27: ("wagtail.blocks.CharBlock", (), {"help_text": "One line on how to use it here.", "max_length": 200, "required": False}),
    28: ("wagtail.blocks.StructBlock", [[("provocation", 26), ("prompt", 27)]], {}),
    29: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
    30: ("wagtail.blocks.ListBlock", (29,), {"help_text": "From the shared list; up to eight.", "max_num": 8, "min_num": 1}),
    31: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {
            "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
            "help_text": "A tile for one number that matters, a table for several to read side by side.",
        },
    ),
    32: ("wagtail.blocks.StructBlock", [[("figures", 30), ("look", 31)]], {}),
    33: ("wagtail.blocks.TextBlock", (), {"help_text": "A sentence or two, as they might be said.", "max_length": 400}),
    34: (
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
    35: ("wagtail.blocks.StructBlock", [[("text", 33), ("whose", 34)]], {}),
}


def section(name, **words):
    return migrations.AlterField("casestudypage", name, wagtail.fields.StreamField(BLOCKS, block_lookup=LOOKUP, **words))


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0011_recordings_leave_documents"),
        ("wagtailcore", "0098_apitoken"),
        ("casestudies", "0005_words_for_editors"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                section("around", blank=True, help_text="Who was there for the young person and the family, and who was not."),
                section("changed", help_text="What changed and what did not. Claim no more than you know."),
                section("did", help_text="What the team tried, what did not work too."),
                section("happening", help_text="What was going on, as one would tell a colleague. No ages, names, places or dates."),
                section("learnt", help_text="What you would do again, and what you would not."),
                section(
                    "own_words", blank=True, help_text="How it was for them. In a composite nobody said these words, and the page says so."
                ),
            ]
        ),
        migrations.RunPython(move("casestudies"), migrations.RunPython.noop),
    ]
