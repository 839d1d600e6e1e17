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
