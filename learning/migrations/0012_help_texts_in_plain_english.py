"""Help texts, labels of choices and verbose names in plain English.

Safe: state only, so no table is rebuilt and no trigger is lost.
"""

import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_sessions_know_whose_they_are"),
        ("learning", "0011_reminded_once"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="assignment",
                    name="reminded_at",
                    field=models.DateTimeField(editable=False, help_text="When the reminder email was sent.", null=True),
                ),
                migrations.AlterField(
                    model_name="assignment",
                    name="source",
                    field=models.CharField(choices=[("self", "Started by the member"), ("asked", "Assigned")], max_length=10),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="current",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Lessons only: the published version.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.itemversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="last_told",
                    field=models.PositiveIntegerField(
                        default=1,
                        help_text="The number of the newest version readers are told about, that is, the newest that is not editorial.",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="module",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Lessons only: the module it belongs to now.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lessons",
                        to="learning.item",
                    ),
                ),
                migrations.AlterField(
                    model_name="item",
                    name="structure",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Modules only: what it requires now.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.moduleversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="itemversion",
                    name="change",
                    field=models.CharField(
                        choices=[
                            ("first", "First published"),
                            ("editorial", "Editorial: spelling, layout, a link"),
                            ("clarified", "Clarified: the same message, better explained"),
                            ("material", "Material: something people must know is different"),
                        ],
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="itemversion",
                    name="revision_id",
                    field=models.BigIntegerField(
                        help_text="Wagtail's revision, if it still exists. A number, not a foreign key.", null=True
                    ),
                ),
                migrations.AlterField(
                    model_name="itemversion",
                    name="snapshot",
                    field=models.JSONField(help_text="The text as published. Our own copy, because Wagtail may delete old revisions."),
                ),
                migrations.AlterField(
                    model_name="learningevent",
                    name="actor",
                    field=models.UUIDField(help_text="The key of the person who did it: the subject, except for waived and voided."),
                ),
                migrations.AlterField(
                    model_name="learningevent",
                    name="id",
                    field=models.UUIDField(
                        editable=False,
                        help_text="Generated with the form, so that a resubmission is the same event.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="learningevent",
                    name="position",
                    field=models.PositiveIntegerField(help_text="Position in the person's chain, from 1."),
                ),
                migrations.AlterField(
                    model_name="learningevent",
                    name="structure",
                    field=models.ForeignKey(
                        help_text="What the module required at the time.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.moduleversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="learningevent",
                    name="version",
                    field=models.ForeignKey(
                        help_text="The version of the lesson it is about.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.itemversion",
                    ),
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
                            ("download", 66),
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
                            21: ("wagtailmedia.blocks.VideoChooserBlock", (), {"help_text": "From the library, or uploaded on the way."}),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Empty: the title it has in the library.",
                                    "label": "Words on the play button",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            23: ("wagtail.blocks.StructBlock", [[("recording", 21), ("called", 22)]], {}),
                            24: ("wagtailmedia.blocks.AudioChooserBlock", (), {"help_text": "From the library, or uploaded on the way."}),
                            25: ("wagtail.blocks.StructBlock", [[("recording", 24), ("called", 22)]], {}),
                            26: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is called there.", "max_length": 160}),
                            27: ("wagtail.blocks.URLBlock", (), {"help_text": "In full, beginning with https://.", "label": "Address"}),
                            28: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Why to read it, in a sentence or two.", "max_length": 300, "required": False},
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
                            31: ("cms.blocks.PageIdBlock", (), {"help_text": "Its title follows by itself when it changes."}),
                            32: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
                            33: ("wagtail.blocks.StructBlock", [[("page", 31), ("note", 32)]], {}),
                            34: (
                                "cms.blocks.ProvocationIdBlock",
                                ("cms.Provocation",),
                                {"help_text": "From the shared list, so that one correction reaches every place."},
                            ),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One line on how to use it here.", "max_length": 200, "required": False},
                            ),
                            36: ("wagtail.blocks.StructBlock", [[("provocation", 34), ("prompt", 35)]], {}),
                            37: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
                            38: (
                                "wagtail.blocks.ListBlock",
                                (37,),
                                {"help_text": "From the shared list; up to eight.", "max_num": 8, "min_num": 1},
                            ),
                            39: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
                                    "help_text": "A tile for one number that matters, a table for several to read side by side.",
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
                                "cms.blocks.WordsBlock",
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
                                "cms.blocks.WordsBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul"], "help_text": "What is happening."},
                            ),
                            50: ("wagtail.blocks.CharBlock", (), {"help_text": "What you have to decide now.", "max_length": 160}),
                            51: ("wagtail.blocks.CharBlock", (), {"help_text": "Something you could do.", "max_length": 140}),
                            52: (
                                "cms.blocks.WordsBlock",
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
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"help_text": "For a recording, use a video or audio block instead."},
                            ),
                            64: ("wagtail.blocks.CharBlock", (), {"help_text": "What it is, in a few words.", "max_length": 120}),
                            65: ("wagtail.blocks.TextBlock", (), {"help_text": "What it is for.", "max_length": 300, "required": False}),
                            66: ("wagtail.blocks.StructBlock", [[("file", 63), ("title", 64), ("description", 65)]], {}),
                        },
                        help_text="Aim for 500 to 900 words. We work out how many minutes it takes.",
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonpage",
                    name="change",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("editorial", "Editorial: spelling, layout, a link"),
                            ("clarified", "Clarified: the same message, better explained"),
                            ("material", "Material: something people must know is different"),
                        ],
                        help_text="Only needed when the text of a published lesson changes.",
                        max_length=10,
                        verbose_name="kind of change",
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonpage",
                    name="content_note",
                    field=models.TextField(
                        blank=True,
                        help_text="Any distressing subject it covers. Readers see this first and choose whether to go on.",
                        max_length=300,
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
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "The year, such as 1998.", "max_length": 10, "required": False},
                            ),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"help_text": "The full web address where a reader can find it.", "label": "Address", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Which fact it is the source for.", "max_length": 250, "required": False},
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("title", 0), ("author", 1), ("year", 2), ("url", 3), ("note", 4)]], {}),
                        },
                        help_text="Where each fact comes from.",
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonpage",
                    name="what_changed",
                    field=models.CharField(blank=True, help_text="One line, for people who have already read it.", max_length=200),
                ),
                migrations.AlterField(
                    model_name="lessonstate",
                    name="read_number",
                    field=models.PositiveIntegerField(default=0, help_text="The number of the newest version they have read."),
                ),
                migrations.AlterField(
                    model_name="lessonstate",
                    name="reflections",
                    field=models.PositiveSmallIntegerField(
                        default=0, help_text="How many questions they reflected on, never what they wrote."
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonstate",
                    name="version",
                    field=models.ForeignKey(
                        help_text="The version they completed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.itemversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="lessonstate",
                    name="waived",
                    field=models.BooleanField(default=False, help_text="Counted as done without being read; the event gives the reason."),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="after",
                    field=modelcluster.fields.ParentalManyToManyField(
                        blank=True, help_text="Modules that are good to do after this one.", to="learning.modulepage"
                    ),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="content_note",
                    field=models.TextField(
                        blank=True,
                        help_text="Any distressing subject it covers, so that people can choose when to read it. Leave empty if none.",
                        max_length=300,
                    ),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="for_whom",
                    field=models.CharField(default="Everyone in a hub", help_text="A few words, shown after “For”.", max_length=80),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="objectives",
                    field=wagtail.fields.StreamField(
                        [("objective", 0)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"help_text": "Start with a verb in lower case.", "max_length": 160})
                        },
                        help_text="Completes “You will be able to …”. Start with a verb in lower case and leave out the full stop.",
                    ),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="owner_words",
                    field=models.CharField(
                        help_text="A role or a team, so that people know who to ask.", max_length=120, verbose_name="who looks after it"
                    ),
                ),
                migrations.AlterField(
                    model_name="modulepage",
                    name="roles",
                    field=modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="The job roles it is meant for. Leave all unticked if it is for everyone.",
                        to="accounts.jobrole",
                    ),
                ),
                migrations.AlterField(
                    model_name="modulestate",
                    name="authority",
                    field=models.ForeignKey(
                        help_text="The member's authority at the last event that counted.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
                migrations.AlterField(
                    model_name="modulestate",
                    name="structure",
                    field=models.ForeignKey(
                        help_text="The lessons it is counted against.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.moduleversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="wordfile",
                    name="read",
                    field=models.JSONField(
                        default=dict, help_text="A learning.word_import.parser.Plan as JSON; empty once the module exists."
                    ),
                ),
                migrations.AlterField(
                    model_name="wordpicture",
                    name="alternative",
                    field=models.CharField(blank=True, help_text="The alternative text in the file.", max_length=250),
                ),
                migrations.AlterField(
                    model_name="wordpicture",
                    name="number",
                    field=models.PositiveSmallIntegerField(help_text="Position in the file, from 1."),
                ),
            ]
        )
    ]
