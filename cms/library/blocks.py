"""Recordings in running text: from the library, with captions and transcript. Their templates: blocks/video.html, blocks/audio.html."""

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from cms.components import join_with_and, plural
from cms.library.file_types import RECORDING_KINDS, extension_of
from cms.library.upload_limits import megabytes
from cms.page_tree.snapshot import current_tree

POSTER_SIZE = "max-1280x720"  # no wider than a recording on a sharp screen


class KeptRecordings:
    """Makes wagtailmedia's chooser keep recordings with the tree, as pictures are; theirs reads afresh for each block."""

    def bulk_to_python(self, values):
        found = current_tree().cached("recordings", {pk for pk in values if pk is not None}, self._read)
        return [found.get(pk) for pk in values]

    def _read(self, keys):
        posters = Prefetch("poster", get_image_model().objects.prefetch_renditions(POSTER_SIZE))
        return self.target_model.objects.prefetch_related(posters).in_bulk(keys)


class VideoFileBlock(KeptRecordings, VideoChooserBlock):
    def deconstruct(self):
        """As wagtailmedia's own, so that migrations need not know of this class."""
        return ("wagtailmedia.blocks.VideoChooserBlock", *super().deconstruct()[1:])


class AudioFileBlock(KeptRecordings, AudioChooserBlock):
    def deconstruct(self):
        """As wagtailmedia's own, so that migrations need not know of this class."""
        return ("wagtailmedia.blocks.AudioChooserBlock", *super().deconstruct()[1:])


class RecordingValue(blocks.StructValue):
    @property
    def _recording(self):
        return self["recording"]

    @property
    def title(self):
        """What stands on the play button: the block's own words, or the recording's title."""
        return self["called"] or (self._recording.title if self._recording else "")

    @property
    def src(self):
        return self._recording.url if self._recording else ""

    @property
    def captions_src(self):
        return self._recording.captions_url if self._recording else ""

    @property
    def transcript(self):
        return self._recording.transcript if self._recording else ""

    @property
    def poster_src(self):
        poster = self._recording.poster if self._recording else None
        return get_rendition_or_not_found(poster, POSTER_SIZE).url if poster else ""

    @property
    def mime(self):
        return RECORDING_KINDS.get(extension_of(self._recording.file.name), "") if self._recording else ""

    @property
    def length_words(self):
        minutes, seconds = divmod(round(self._recording.duration) if self._recording else 0, 60)
        if not seconds:
            return plural(minutes, "minute") if minutes else ""
        return f"{plural(minutes, 'minute')} {seconds}" if minutes else plural(seconds, "second")

    @property
    def size_words(self):
        return megabytes(self._recording.size) if self._recording and self._recording.size else ""


class RecordingBlock(blocks.StructBlock):
    """A recording from the library. Without captions, transcript and length nobody can publish it."""

    called = blocks.CharBlock(
        max_length=120, required=False, label="Words on the play button", help_text="Empty: the title it has in the library."
    )

    def clean(self, value):
        value = super().clean(value)
        lacks = value["recording"].lacks if value["recording"] and not self.is_deferred_validation else []
        if lacks:
            raise blocks.StructBlockValidationError(
                {
                    "recording": ValidationError(
                        f"This recording still needs {join_with_and(lacks)}. Add them under Recordings, then publish."
                    )
                }
            )
        return value

    def get_searchable_content(self, value):
        return [value.title]

    def time_taken(self, value):
        return round(value["recording"].duration) if value["recording"] else 0

    class Meta:
        value_class = RecordingValue


class VideoBlock(RecordingBlock):
    recording = VideoFileBlock(help_text="From the library, or uploaded on the way.")

    class Meta:
        icon = "wagtailmedia-video"
        help_text = "A recording one can follow without hearing or seeing it."
        template = "blocks/video.html"
        form_layout = ["recording", "called"]


class AudioBlock(RecordingBlock):
    recording = AudioFileBlock(help_text="From the library, or uploaded on the way.")

    class Meta:
        icon = "wagtailmedia-audio"
        help_text = "A recording one can follow without hearing it."
        template = "blocks/audio.html"
        form_layout = ["recording", "called"]
