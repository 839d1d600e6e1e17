"""Checks: questions at the end of a lesson, members' attempts, and when someone passed.

Dangerous? No: new tables, and columns that are empty for the existing rows. SQLite copies the table of lessons, which drops its triggers,
so they are put back at the end. Finished attempts are append-only.
"""

import uuid

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from cms.page_tree.append_only import allow_changes, make_append_only
from cms.page_tree.stamp import unwatch, watch

FEEDBACK_HELP = "For anyone who gets it wrong: why people think so, and what is wrong with it. Never blame the reader."
QUESTIONS_HELP = (
    "A check at the end of the lesson, if you want one: the lesson then counts as complete when it is read and passed. Five to eight "
    "questions are enough. People can try as often as they like, and only they see their answers."
)


def protect(apps, schema_editor):
    put_back(apps, schema_editor)
    make_append_only(schema_editor, "learning_attempt")


def put_back(apps, schema_editor):
    for table in ("learning_lessonpage", "learning_item"):
        unwatch(schema_editor, table)
        watch(schema_editor, table)
    make_append_only(schema_editor, "learning_learningevent")


def unprotect(apps, schema_editor):
    allow_changes(schema_editor, "learning_attempt")


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0025_renew_modules_and_watch_diplomas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, put_back),
        migrations.AddField(
            model_name="lessonpage",
            name="pass_mark",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many questions must be right. Leave it empty for four in five. Questions that are not marked do not count.",
                null=True,
            ),
        ),
        migrations.AddField(
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
                    2: ("wagtail.blocks.BooleanBlock", (), {"label": "This is right", "required": False}),
                    3: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": f"Every wrong answer needs this. {FEEDBACK_HELP}",
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
                        {"help_text": FEEDBACK_HELP, "label": "What to say if it is wrong", "max_length": 400, "required": False},
                    ),
                    14: ("wagtail.blocks.StructBlock", [[("question", 11), ("answer", 12), ("feedback", 13), ("why", 6), ("read", 7)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                    16: (
                        "wagtail.blocks.ListBlock",
                        (15,),
                        {"help_text": "Three to six things, in the right order. People see them shuffled.", "max_num": 6, "min_num": 3},
                    ),
                    17: ("wagtail.blocks.StructBlock", [[("question", 0), ("items", 16), ("feedback", 13), ("why", 6), ("read", 7)]], {}),
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
                    28: ("wagtail.blocks.CharBlock", (), {"help_text": "A few words, such as: The missing curfew.", "max_length": 100}),
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
                    36: ("wagtail.blocks.ListBlock", (35,), {"help_text": "Two to five things you could do.", "max_num": 5, "min_num": 2}),
                    37: ("wagtail.blocks.StructBlock", [[("key", 29), ("text", 30), ("question", 31), ("choices", 36)]], {}),
                    38: (
                        "wagtail.blocks.ListBlock",
                        (37,),
                        {"help_text": "One step is enough. A choice may lead to a later one.", "min_num": 1},
                    ),
                    39: ("wagtail.blocks.StructBlock", [[("title", 28), ("steps", 38)]], {}),
                },
                help_text=QUESTIONS_HELP,
            ),
        ),
        migrations.AddField(
            model_name="lessonstate",
            name="passed_at",
            field=models.DateTimeField(help_text="When they first passed its check, in this cycle.", null=True),
        ),
        migrations.AlterField(
            model_name="learningevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("started", "Started"),
                    ("completed", "Completed"),
                    ("reread", "Read what changed"),
                    ("passed", "Passed the check"),
                    ("reflected", "Reflected"),
                    ("waived", "Waived"),
                    ("observed", "Seen in practice"),
                    ("voided", "Voided"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="CheckVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "questions",
                    models.JSONField(help_text="As learning/marking.py describes. Never leaves the server before the answers are in."),
                ),
                ("pass_mark", models.PositiveSmallIntegerField(help_text="How many of the marked questions must be right.")),
                ("minutes", models.PositiveSmallIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("fingerprint", models.CharField(editable=False, help_text="Covers all of the above except the author.", max_length=64)),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="check_versions", to="learning.item")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["item", "number"]},
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField()),
                ("answers", models.JSONField()),
                ("right", models.PositiveSmallIntegerField(help_text="How many marked questions were right, by the key as it was asked.")),
                ("passed", models.BooleanField(help_text="By the key as it was asked.")),
                ("begun_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "item",
                    models.ForeignKey(
                        help_text="The lesson.", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.item"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        help_text="The text they had read.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.itemversion",
                    ),
                ),
                (
                    "check_version",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="learning.checkversion"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="item",
            name="current_check",
            field=models.ForeignKey(
                blank=True,
                help_text="Lessons only: the questions asked now.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="learning.checkversion",
            ),
        ),
        migrations.CreateModel(
            name="OpenAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="The id of the attempt it becomes.", primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("begun_at", models.DateTimeField()),
                (
                    "check_version",
                    models.ForeignKey(
                        help_text="The questions as asked.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.checkversion",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        help_text="The lesson.", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.item"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="open_attempts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        help_text="The text they had read.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.itemversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="checkversion",
            constraint=models.UniqueConstraint(fields=("item", "number"), name="learning_one_check_version_of_a_number"),
        ),
        migrations.AddIndex(model_name="attempt", index=models.Index(fields=["item", "subject"], name="learning_attempt_by_item")),
        migrations.AddIndex(model_name="attempt", index=models.Index(fields=["subject"], name="learning_attempt_by_person")),
        migrations.AddConstraint(
            model_name="openattempt", constraint=models.UniqueConstraint(fields=("member", "item"), name="learning_one_open_attempt")
        ),
        migrations.RunPython(protect, unprotect),
    ]
