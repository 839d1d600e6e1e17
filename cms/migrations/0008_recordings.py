"""Recordings have a library of their own, and blocks choose from it; changes of it move the tree's stamp.

Dangerous? No. A new table. What a stream may hold is known to the code only: its column stays as it is, so no trigger is lost.
"""

import django.core.validators
import django.db.models.deletion
import modelsearch.index
import taggit.managers
import wagtail.fields
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

from cms.stamp import unwatch, watch


def forwards(apps, schema_editor):
    watch(schema_editor, "cms_recording")


def backwards(apps, schema_editor):
    unwatch(schema_editor, "cms_recording")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_pages_are_reviewed"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(choices=[("audio", "Audio file"), ("video", "Video file")], max_length=255)),
                (
                    "duration",
                    models.FloatField(
                        blank=True,
                        default=0,
                        help_text="Duration in seconds",
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="duration",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "title",
                    models.CharField(help_text="What one hears or sees, in a few words: it stands on the play button.", max_length=120),
                ),
                ("file", models.FileField(upload_to="recordings")),
                (
                    "captions",
                    models.FileField(
                        blank=True,
                        help_text="A .vtt file with everything that is said, and sounds that matter. It is read on the way in.",
                        upload_to="recordings",
                    ),
                ),
                (
                    "transcript",
                    models.TextField(
                        blank=True,
                        help_text="Everything that is said and, for a video, what is shown. Leave an empty line between paragraphs.",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0, editable=False)),
                ("file_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown before it plays. Without one, the player is dark until it does.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="still picture",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="tags"
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "recording",
                "verbose_name_plural": "recordings",
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.SeparateDatabaseAndState(
            state_operations=[
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
                            ("video", 23),
                            ("audio", 25),
                            ("resource", 30),
                            ("page", 33),
                            ("provocation", 36),
                            ("figure", 40),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "cms.blocks.WordsBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul", "ol"], "template": "blocks/text.html"},
                            ),
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
                            18: ("wagtail.blocks.CharBlock", (), {"max_length": 200, "required": False}),
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
                            26: ("wagtail.blocks.CharBlock", (), {"max_length": 160}),
                            27: ("wagtail.blocks.URLBlock", (), {"label": "Address"}),
                            28: ("wagtail.blocks.TextBlock", (), {"max_length": 300, "required": False}),
                            29: ("wagtail.blocks.CharBlock", (), {"label": "Who published it", "max_length": 120, "required": False}),
                            30: ("wagtail.blocks.StructBlock", [[("title", 26), ("url", 27), ("description", 28), ("owner", 29)]], {}),
                            31: ("cms.blocks.PageIdBlock", (), {}),
                            32: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
                            33: ("wagtail.blocks.StructBlock", [[("page", 31), ("note", 32)]], {}),
                            34: ("cms.blocks.ProvocationIdBlock", ("cms.Provocation",), {}),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One line on how to use it here.", "max_length": 200, "required": False},
                            ),
                            36: ("wagtail.blocks.StructBlock", [[("provocation", 34), ("prompt", 35)]], {}),
                            37: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
                            38: ("wagtail.blocks.ListBlock", (37,), {"max_num": 8, "min_num": 1}),
                            39: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
                                    "help_text": "A tile for one number that matters, a table for several to read side by side.",
                                },
                            ),
                            40: ("wagtail.blocks.StructBlock", [[("figures", 38), ("look", 39)]], {}),
                        },
                        help_text="What No Wrong Door is, and who this is for.",
                    ),
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
                            ("video", 23),
                            ("audio", 25),
                            ("resource", 30),
                            ("page", 33),
                            ("provocation", 36),
                            ("figure", 40),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "cms.blocks.WordsBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ul", "ol"], "template": "blocks/text.html"},
                            ),
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
                            18: ("wagtail.blocks.CharBlock", (), {"max_length": 200, "required": False}),
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
                            26: ("wagtail.blocks.CharBlock", (), {"max_length": 160}),
                            27: ("wagtail.blocks.URLBlock", (), {"label": "Address"}),
                            28: ("wagtail.blocks.TextBlock", (), {"max_length": 300, "required": False}),
                            29: ("wagtail.blocks.CharBlock", (), {"label": "Who published it", "max_length": 120, "required": False}),
                            30: ("wagtail.blocks.StructBlock", [[("title", 26), ("url", 27), ("description", 28), ("owner", 29)]], {}),
                            31: ("cms.blocks.PageIdBlock", (), {}),
                            32: ("wagtail.blocks.CharBlock", (), {"help_text": "Why to read it.", "max_length": 200, "required": False}),
                            33: ("wagtail.blocks.StructBlock", [[("page", 31), ("note", 32)]], {}),
                            34: ("cms.blocks.ProvocationIdBlock", ("cms.Provocation",), {}),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One line on how to use it here.", "max_length": 200, "required": False},
                            ),
                            36: ("wagtail.blocks.StructBlock", [[("provocation", 34), ("prompt", 35)]], {}),
                            37: ("cms.references.FigureIdBlock", ("cms.Figure",), {}),
                            38: ("wagtail.blocks.ListBlock", (37,), {"max_num": 8, "min_num": 1}),
                            39: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("sentence", "A sentence each"), ("tile", "A tile each"), ("table", "Rows of a table")],
                                    "help_text": "A tile for one number that matters, a table for several to read side by side.",
                                },
                            ),
                            40: ("wagtail.blocks.StructBlock", [[("figures", 38), ("look", 39)]], {}),
                        },
                    ),
                ),
            ]
        ),
    ]
