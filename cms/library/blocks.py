"""StreamField blocks for recordings from the library. Templates: blocks/video.html and blocks/audio.html."""

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from cms.components import join_with_and, plural
from cms.library.file_types import RECORDING_MIME_TYPES, extension_of
from cms.library.upload_limits import megabytes
from cms.page_tree.snapshot import current_tree

POSTER_SIZE = "max-1280x720"  # twice the width of a recording on the page, for sharp screens


class CachedRecordingsMixin:
    """Cache recordings with the page tree. wagtailmedia's chooser block would query for each block."""

    def bulk_to_python(self, values):
        recordings = current_tree().cached("recordings", {pk for pk in values if pk is not None}, self._read)
        return [recordings.get(pk) for pk in values]

    def _read(self, keys):
        posters = Prefetch("poster", get_image_model().objects.prefetch_renditions(POSTER_SIZE))
        return self.target_model.objects.prefetch_related(posters).in_bulk(keys)


class VideoFileBlock(CachedRecordingsMixin, VideoChooserBlock):
    def deconstruct(self):
        """Deconstruct as wagtailmedia's block, so that migrations do not refer to this class."""
        return ("wagtailmedia.blocks.VideoChooserBlock", *super().deconstruct()[1:])


class AudioFileBlock(CachedRecordingsMixin, AudioChooserBlock):
    def deconstruct(self):
        """Deconstruct as wagtailmedia's block, so that migrations do not refer to this class."""
        return ("wagtailmedia.blocks.AudioChooserBlock", *super().deconstruct()[1:])


class RecordingValue(blocks.StructValue):
    @property
    def _recording(self):
        return self["recording"]

    @property
    def title(self):
        """The title on the play button: the block's own, or else the recording's."""
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
        return RECORDING_MIME_TYPES.get(extension_of(self._recording.file.name), "") if self._recording else ""

    @property
    def length_label(self):
        minutes, seconds = divmod(round(self._recording.duration) if self._recording else 0, 60)
        if not seconds:
            return plural(minutes, "minute") if minutes else ""
        return f"{plural(minutes, 'minute')} {seconds}" if minutes else plural(seconds, "second")

    @property
    def size_label(self):
        return megabytes(self._recording.size) if self._recording and self._recording.size else ""


class RecordingBlock(blocks.StructBlock):
    """A recording from the library. It can only be published with captions, a transcript and a duration."""

    called = blocks.CharBlock(
        max_length=120, required=False, label="Title on the play button", help_text="Leave empty to use its title in the library."
    )

    def clean(self, value):
        value = super().clean(value)
        missing = value["recording"].missing if value["recording"] and not self.is_deferred_validation else []
        if missing:
            message = f"This recording still needs {join_with_and(missing)}. Add them under Recordings, then publish."
            raise blocks.StructBlockValidationError({"recording": ValidationError(message)})
        return value

    def get_searchable_content(self, value):
        return [value.title]

    def extra_seconds(self, value):
        return round(value["recording"].duration) if value["recording"] else 0

    class Meta:
        value_class = RecordingValue


class VideoBlock(RecordingBlock):
    recording = VideoFileBlock(help_text="Choose one from the library or upload a new one.")

    class Meta:
        icon = "wagtailmedia-video"
        help_text = "A video with captions and a transcript, so that everyone can follow it."
        template = "blocks/video.html"
        form_layout = ["recording", "called"]


class AudioBlock(RecordingBlock):
    recording = AudioFileBlock(help_text="Choose one from the library or upload a new one.")

    class Meta:
        icon = "wagtailmedia-audio"
        help_text = "A sound recording with captions and a transcript, so that everyone can follow it."
        template = "blocks/audio.html"
        form_layout = ["recording", "called"]
