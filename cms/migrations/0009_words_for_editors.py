"""What the desk says of each field and block, in a trainer's words.

Dangerous? No: words for editors are nothing the database knows, so no table is touched, and no trigger lost.
"""

import wagtail.fields
from django.db import migrations, models

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
    1: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "What comes next, in a few words. A reader can come back to it.", "label": "Heading", "max_length": 120},
    ),
    2: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {"choices": [("2", "Heading"), ("3", "Smaller heading")], "help_text": "A smaller heading goes below a heading."},
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
    10: ("wagtail.blocks.TextBlock", (), {"help_text": "Their words, exactly as they were said or written.", "max_length": 600}),
    11: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {
            "choices": [("named", "Named, with consent"), ("role", "Role and authority"), ("anonymous", "Not named")],
            "help_text": "As far as they agreed. Named only with their consent.",
        },
    ),
    12: ("wagtail.blocks.CharBlock", (), {"help_text": "Their name, or their role and authority.", "max_length": 160, "required": False}),
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
    18: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "What stands below the picture, if anything.", "max_length": 200, "required": False},
    ),
    19: ("wagtail.blocks.CharBlock", (), {"help_text": "Whose picture it is.", "max_length": 120, "required": False}),
    20: ("wagtail.blocks.StructBlock", [[("image", 15), ("alternative", 16), ("decorative", 17), ("caption", 18), ("credit", 19)]], {}),
    21: ("wagtail.blocks.CharBlock", (), {"help_text": "What one hears or sees: it stands on the play button.", "max_length": 120}),
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
        {"features": ["bold", "italic", "link", "ul", "ol"], "help_text": "Everything that is said and, for a video, what is shown."},
    ),
    25: ("wagtail.blocks.IntegerBlock", (), {"default": 0, "help_text": "How long it is: whole minutes.", "max_value": 10, "min_value": 0}),
    26: ("wagtail.blocks.IntegerBlock", (), {"default": 0, "help_text": "And the seconds besides.", "max_value": 59, "min_value": 0}),
    27: ("wagtail.images.blocks.ImageChooserBlock", (), {"help_text": "The still picture shown before it plays.", "required": False}),
    28: (
        "wagtail.blocks.StructBlock",
        [[("title", 21), ("file", 22), ("captions", 23), ("transcript", 24), ("minutes", 25), ("seconds", 26), ("poster", 27)]],
        {},
    ),
    29: (
        "wagtail.blocks.StructBlock",
        [[("title", 21), ("file", 22), ("captions", 23), ("transcript", 24), ("minutes", 25), ("seconds", 26)]],
        {},
    ),
    30: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is called there.", "max_length": 160}),
    31: ("wagtail.blocks.URLBlock", (), {"help_text": "In full, beginning with https://.", "label": "Address"}),
    32: ("wagtail.blocks.TextBlock", (), {"help_text": "Why to read it, in a sentence or two.", "max_length": 300, "required": False}),
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
    39: ("wagtail.blocks.CharBlock", (), {"help_text": "One line on how to use it here.", "max_length": 200, "required": False}),
    40: ("wagtail.blocks.StructBlock", [[("provocation", 38), ("prompt", 39)]], {}),
    41: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
    42: ("wagtail.blocks.ListBlock", (41,), {"help_text": "From the shared list; up to eight.", "max_num": 8, "min_num": 1}),
    43: (
        "wagtail.blocks.ChoiceBlock",
        [],
        {
            "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
            "help_text": "A tile for one number that matters, a table for several to read side by side.",
        },
    ),
    44: ("wagtail.blocks.StructBlock", [[("figures", 42), ("look", 43)]], {}),
}


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0008_second_trainer"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelOptions(
                    name="homepage",
                    options={"verbose_name": "public home page"},
                ),
                migrations.AlterModelOptions(
                    name="standardpage",
                    options={"verbose_name": "public page"},
                ),
                migrations.AlterField(
                    model_name="glossaryterm",
                    name="is_abbreviation",
                    field=models.BooleanField(
                        default=False,
                        help_text="Tick it for an abbreviation. It is then known only as you wrote it.",
                        verbose_name="the term is made of letters",
                    ),
                ),
                migrations.AlterField(
                    model_name="glossaryterm",
                    name="slug",
                    field=models.SlugField(help_text="The last part of its address: small letters and hyphens.", unique=True),
                ),
                migrations.AlterField(
                    model_name="glossaryterm",
                    name="source",
                    field=models.CharField(blank=True, help_text="Where the meaning comes from, if from somewhere.", max_length=200),
                ),
                migrations.AlterField(
                    model_name="glossaryterm",
                    name="source_url",
                    field=models.URLField(blank=True, help_text="Where a reader can look it up.", verbose_name="address of the source"),
                ),
                migrations.AlterField(
                    model_name="glossaryterm",
                    name="term",
                    field=models.CharField(help_text="The word as it is said.", max_length=80, unique=True),
                ),
                migrations.AlterField(
                    model_name="homepage",
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
                        ],
                        blank=True,
                        block_lookup=LOOKUP,
                        help_text="What No Wrong Door is, and who this is for.",
                    ),
                ),
                migrations.AlterField(
                    model_name="homepage",
                    name="promises",
                    field=wagtail.fields.StreamField(
                        [("promise", 2)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"help_text": "The promise in a few words.", "max_length": 60}),
                            1: ("wagtail.blocks.TextBlock", (), {"help_text": "What it means, in one sentence.", "max_length": 240}),
                            2: ("wagtail.blocks.StructBlock", [[("heading", 0), ("text", 1)]], {}),
                        },
                        help_text="Up to three things people can count on here.",
                    ),
                ),
                migrations.AlterField(
                    model_name="provocation",
                    name="origin",
                    field=models.CharField(
                        choices=[("reported", "Reported as used in No Wrong Door"), ("ours", "Written by Drumbeat in the same spirit")],
                        default="ours",
                        help_text="Reported only when a source says so.",
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="provocation",
                    name="slug",
                    field=models.SlugField(help_text="The last part of its address: small letters and hyphens.", unique=True),
                ),
                migrations.AlterField(
                    model_name="provocation",
                    name="source_url",
                    field=models.URLField(blank=True, help_text="Where a reader can look it up.", verbose_name="address of the source"),
                ),
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
                            ("video", 28),
                            ("audio", 29),
                            ("resource", 34),
                            ("page", 37),
                            ("provocation", 40),
                            ("figure", 44),
                        ],
                        blank=True,
                        block_lookup=LOOKUP,
                        help_text="The words of the page, block by block.",
                    ),
                ),
            ]
        )
    ]
