"""Recordings have a library of their own; changes of it move the tree's stamp. Dangerous? No: a new table."""

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
        ("cms", "0009_words_for_editors"),
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
    ]
