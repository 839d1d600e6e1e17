"""Recordings: video and audio files with captions and a transcript."""

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

RECORDING_BLOCKS = {"video", "audio"}
SCHEDULED_PUBLISH = "wagtail.publish.scheduled"  # the log action of Wagtail's publish_scheduled command


class RecordingUnfinished(PublishPermissionError):
    """The page has a recording without captions, a transcript or a duration, so cannot be published."""


class Recording(AbstractMedia):
    """A video or audio file. It can be saved without captions and transcript, but a page that uses it cannot be published then."""

    thumbnail = width = height = None

    title = models.CharField(max_length=120, help_text="What people will hear or see, in a few words. It appears on the play button.")
    file = models.FileField(upload_to="recordings")
    captions = models.FileField(
        upload_to="recordings",
        blank=True,
        help_text="A .vtt file with everything that is said and the sounds that matter. We check it when you save.",
    )
    transcript = models.TextField(
        blank=True, help_text="Everything that is said and, for a video, what is shown. Leave a blank line between paragraphs."
    )
    poster = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="still picture",
        help_text="Shown before the video plays. Without one, the player is black until then.",
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
        """Record the size and hash of a new file."""
        if self.file and not self.file._committed:
            self.size, self.file_hash = self.file.size, sha256_hex(self.file)
        super().save(*args, **kwargs)

    def clean(self):
        """Skip wagtailmedia's checks if there is no file: the form has already explained why it was rejected."""
        if self.file:
            super().clean()

    @property
    def url(self):
        """The URL of the view that serves the file to people who may open it."""
        return reverse("recording", args=[self.pk, self.filename])

    @property
    def captions_url(self):
        return reverse("recording_captions", args=[self.pk]) if self.captions else ""

    @property
    def missing(self):
        """What it needs before a page that uses it can be published, such as ["captions", "its length"]."""
        requirements = {"captions": self.captions, "a transcript": self.transcript.strip(), "its length": self.duration}
        return [name for name, value in requirements.items() if not value]

    @property
    def pages(self):
        """The pages that use it, published or not. Changes in a newer draft of a published page do not count."""
        references = ReferenceIndex.get_references_to(self).values_list("object_id", flat=True)
        return Page.objects.filter(pk__in=[int(pk) for pk in references if pk.isdigit()])

    @property
    def is_on_a_live_page(self):
        return self.pages.live().exists()


def sha256_hex(file):
    """Return the file's SHA-256 hash in hexadecimal. Rewinds the file."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def unfinished_recordings(page):
    """Yield a sentence for each of the page's recordings that is not ready to be published."""
    streams = [getattr(page, field.name) for field in page._meta.fields if isinstance(field, StreamField)]
    for stream in streams:
        if not any(raw and raw["type"] in RECORDING_BLOCKS for raw in stream.raw_data):
            continue
        for child in stream:
            if child.block_type not in RECORDING_BLOCKS:
                continue
            recording = child.value["recording"]
            if missing := recording.missing if recording else ["its file"]:
                yield f"“{child.value.title or 'A recording'}” still needs {join_with_and(missing)}."
