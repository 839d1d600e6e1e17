"""wagtailmedia's form for recordings, which checks uploads and captions, strips metadata and measures the duration."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.images.widgets import AdminImageChooser
from wagtailmedia.forms import BaseMediaForm

from cms.library.captions import as_webvtt, check_captions, clock_time
from cms.library.file_types import (
    AUDIO_MIME_TYPES,
    CONTENT_MISMATCH,
    TAGS_HELP,
    VIDEO_MIME_TYPES,
    extension_of,
    matches_extension,
    random_name,
)
from cms.library.strip_metadata import strip_recording
from cms.library.upload_limits import check_size

MIME_TYPES = {"video": VIDEO_MIME_TYPES, "audio": AUDIO_MIME_TYPES}
FILE_HELP = "We remove details stored in the file, such as place, camera and names, and measure its length."
CAPTIONS_HELP = (
    "Everything that is said and the sounds that matter, as a .vtt or .srt file: Teams, YouTube and other programs export one. We check it "
    "when you save."
)
NEEDED_BY_A_PAGE = "A published page uses this recording, so it must have {}."


@dataclass
class StoredFileLink:
    """A stored file as a file input shows it."""

    name: str
    url: str

    def __str__(self):
        return self.name


class CaptionsInput(forms.ClearableFileInput):
    """Django's file input, linking to the view that checks permission, because the file's storage URL is not served."""

    captions_url = ""

    def format_value(self, value):
        return StoredFileLink(PurePath(value.name).name, self.captions_url) if self.is_initial(value) else None


class RecordingForm(BaseMediaForm):
    """Edit a recording. Captions and transcript are optional unless a published page uses it."""

    class Meta(BaseMediaForm.Meta):
        widgets = {**BaseMediaForm.Meta.widgets, "captions": CaptionsInput, "poster": AdminImageChooser}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "tags" in self.fields:
            self.fields["tags"].help_text = TAGS_HELP
        media_type = self.instance.type
        if media_type not in MIME_TYPES:
            return
        extensions = " or ".join(extension.upper() for extension in MIME_TYPES[media_type])
        duration = f" This one lasts {clock_time(self.instance.duration)}." if self.instance.duration else ""
        limit = settings.MAX_UPLOAD_MEGABYTES[media_type]
        self.fields["file"].help_text = f"{extensions}, up to {limit} MB. {FILE_HELP}{duration}"
        if "captions" in self.fields:
            self.fields["captions"].widget.attrs["accept"] = ".vtt,.srt"
            self.fields["captions"].help_text = CAPTIONS_HELP
            self.fields["captions"].widget.captions_url = self.instance.captions_url if self.instance.pk else ""
        if media_type == "audio" or self.prefix:  # with a prefix the form is in a chooser, which cannot open a second chooser
            self.fields.pop("poster", None)

    def clean_file(self):
        file = self.cleaned_data["file"]
        media_type = self.instance.type
        if "file" in self.changed_data and media_type in MIME_TYPES:
            extension = extension_of(file.name)
            if extension not in MIME_TYPES[media_type]:
                raise ValidationError(f"Choose a file of one of these types: {', '.join(MIME_TYPES[media_type])}.")
            check_size(file, media_type)
            if not matches_extension(file, extension):
                raise ValidationError(CONTENT_MISMATCH.format(extension))
            name = random_name(file.name)
            file, self.instance.duration = strip_recording(file, extension, media_type)
            file.name = name
        return file

    def clean(self):
        cleaned = super().clean()
        self._measure_missing_duration()
        captions = cleaned.get("captions")
        if captions and {"captions", "file"} & set(self.changed_data):
            try:
                check_size(captions, "captions")
                if "captions" in self.changed_data:
                    captions = cleaned["captions"] = as_webvtt(captions)
                check_captions(captions, self.instance.duration)
            except ValidationError as error:
                self.add_error("captions", error)
            except OSError:
                self.add_error("captions", "The captions file is missing. Add it again.")
            else:
                if "captions" in self.changed_data:
                    captions.name = random_name(captions.name)
        if self.instance.pk and self.instance.is_on_a_live_page:
            for field_name, label in [("captions", "captions"), ("transcript", "a transcript")]:
                if field_name in cleaned and not cleaned[field_name]:
                    self.add_error(field_name, NEEDED_BY_A_PAGE.format(label))
        return cleaned

    def _measure_missing_duration(self):
        """Measure a stored recording that has no duration yet, if its file can be read."""
        file = self.instance.file
        if file and file._committed and not self.instance.duration:
            with suppress(ValidationError, OSError, KeyError), file.open("rb") as opened:
                _, self.instance.duration = strip_recording(opened, extension_of(file.name), self.instance.type)

    def _update_errors(self, errors):
        """Drop the model's errors about fields that this form has already rejected."""
        for field_name in list(getattr(errors, "error_dict", {})):
            if field_name in self.errors:
                del errors.error_dict[field_name]
        super()._update_errors(errors)
