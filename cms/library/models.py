"""Recordings: video and audio with captions, a transcript and a length, in a library of their own."""

import hashlib

from django.conf import settings
from django.db import models
from django.urls import reverse
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index
from wagtailmedia.models import AbstractMedia

from cms.components import join_with_and

BLOCKS = {"video", "audio"}
BY_ITS_DATE = "wagtail.publish.scheduled"  # what Wagtail's publish_scheduled says it is doing


class RecordingUnfinished(PublishPermissionError):
    """A page was to be published with a recording that somebody could not follow."""


class Recording(AbstractMedia):
    """A video or something to listen to. It may wait in the library for its captions; a page with it cannot be published without."""

    thumbnail = width = height = None

    title = models.CharField(max_length=120, help_text="What one hears or sees, in a few words: it stands on the play button.")
    file = models.FileField(upload_to="recordings")
    captions = models.FileField(
        upload_to="recordings",
        blank=True,
        help_text="A .vtt file with everything that is said, and sounds that matter. It is read on the way in.",
    )
    transcript = models.TextField(
        blank=True, help_text="Everything that is said and, for a video, what is shown. Leave an empty line between paragraphs."
    )
    poster = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="still picture",
        help_text="Shown before it plays. Without one, the player is dark until it does.",
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    size = models.PositiveBigIntegerField(default=0, editable=False)
    file_hash = models.CharField(max_length=64, blank=True, editable=False)

    admin_form_fields = ("title", "file", "captions", "transcript", "poster", "collection")
    search_fields = [*AbstractMedia.search_fields, index.SearchField("transcript")]

    class Meta:
        verbose_name = "recording"
        verbose_name_plural = "recordings"

    def save(self, *args, **kwargs):
        """As Django's own; a new file is measured, and its hash taken, a piece at a time."""
        if self.file and not self.file._committed:
            self.size, self.file_hash = self.file.size, hash_of(self.file)
        super().save(*args, **kwargs)

    def clean(self):
        """As wagtailmedia's own, for a file that is there: one that was refused is told of beside its field, once."""
        if self.file:
            super().clean()

    @property
    def url(self):
        """Where it plays from: a view that asks who may."""
        return reverse("recording", args=[self.pk, self.filename])

    @property
    def captions_url(self):
        return reverse("recording_captions", args=[self.pk]) if self.captions else ""

    @property
    def lacks(self):
        """What it needs before a page with it can be published, in words."""
        has = {"captions": self.captions, "a transcript": self.transcript.strip(), "its length": self.duration}
        return [words for words, value in has.items() if not value]

    @property
    def pages(self):
        """The pages that have it, as they are published or were first drafted."""
        to_it = ReferenceIndex.get_references_to(self).values_list("object_id", flat=True)
        return Page.objects.filter(pk__in=[int(pk) for pk in to_it if pk.isdigit()])

    @property
    def is_on_a_live_page(self):
        return self.pages.live().exists()


def hash_of(file):
    """SHA-256 (hex) of a file, read in pieces; leaves it at its beginning."""
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def unfinished_recordings(page):
    """What keeps a page's recordings from being shown, a sentence each."""
    streams = [getattr(page, field.name) for field in page._meta.fields if isinstance(field, StreamField)]
    for stream in streams:
        if not any(raw and raw["type"] in BLOCKS for raw in stream.raw_data):
            continue
        for child in stream:
            if child.block_type in BLOCKS and (lacks := _lacks(child.value["recording"])):
                yield f"“{child.value.title or 'A recording'}” still needs {join_with_and(lacks)}."


def _lacks(recording):
    return recording.lacks if recording else ["its file"]
