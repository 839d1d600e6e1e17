"""The form for recordings: wagtailmedia's, with captions that are read, a length that is measured, and limits in plain words."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.images.widgets import AdminImageChooser
from wagtailmedia.forms import BaseMediaForm

from cms.library.captions import check_captions, in_words
from cms.library.file_types import AUDIO_KINDS, SOMETHING_ELSE, VIDEO_KINDS, extension_of, is_what_it_says, safe_name
from cms.library.strip_metadata import bare_recording
from cms.library.upload_limits import check_size

KINDS = {"video": VIDEO_KINDS, "audio": AUDIO_KINDS}
TAKEN_OUT = "What the file says of itself, such as place, camera and names, is taken out, and its length is measured."
STILL_ASKED = "A page that readers can see has this recording, so it cannot be without {}."


@dataclass
class Linked:
    """A stored file as a field shows it: its name, leading to the door that asks who may open it."""

    name: str
    url: str

    def __str__(self):
        return self.name


class CaptionsInput(forms.ClearableFileInput):
    """Django's own, whose link to the stored file goes to our view; the storage's address is nobody's door."""

    address = ""

    def format_value(self, value):
        return Linked(PurePath(value.name).name, self.address) if self.is_initial(value) else None


class RecordingForm(BaseMediaForm):
    """A draft of a recording may lack captions and transcript; what a live page shows may not lose them. Its length is measured."""

    class Meta(BaseMediaForm.Meta):
        widgets = {**BaseMediaForm.Meta.widgets, "captions": CaptionsInput, "poster": AdminImageChooser}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sort = self.instance.type
        if sort not in KINDS:
            return
        kinds, most = " or ".join(kind.upper() for kind in KINDS[sort]), settings.MAX_UPLOAD_MEGABYTES[sort]
        lasts = f" This one lasts {in_words(self.instance.duration)}." if self.instance.duration else ""
        self.fields["file"].help_text = f"{kinds}, {most} MB at most. {TAKEN_OUT}{lasts}"
        if "captions" in self.fields:
            self.fields["captions"].widget.attrs["accept"] = ".vtt"
            self.fields["captions"].widget.address = self.instance.captions_url if self.instance.pk else ""
        if sort == "audio" or self.prefix:  # the chooser's window has no room for a second chooser
            self.fields.pop("poster", None)

    def clean_file(self):
        file = self.cleaned_data["file"]
        sort = self.instance.type
        if "file" in self.changed_data and sort in KINDS:
            extension = extension_of(file.name)
            if extension not in KINDS[sort]:
                raise ValidationError(f"Choose a file of one of these kinds: {', '.join(KINDS[sort])}.")
            check_size(file, sort)
            if not is_what_it_says(file, extension):
                raise ValidationError(SOMETHING_ELSE.format(extension))
            name = safe_name(file.name)
            file, self.instance.duration = bare_recording(file, extension, sort)
            file.name = name
        return file

    def clean(self):
        cleaned = super().clean()
        self._measure_what_never_was()
        captions = cleaned.get("captions")
        if captions and {"captions", "file"} & set(self.changed_data):
            try:
                check_size(captions, "captions")
                check_captions(captions, self.instance.duration)
            except (ValidationError, OSError) as problem:
                self.add_error("captions", problem if isinstance(problem, ValidationError) else "The captions’ file is gone. Add it again.")
            else:
                if "captions" in self.changed_data:
                    captions.name = safe_name(captions.name)
        if self.instance.pk and self.instance.is_on_a_live_page:
            for name, words in [("captions", "captions"), ("transcript", "a transcript")]:
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, STILL_ASKED.format(words))
        return cleaned

    def _measure_what_never_was(self):
        """A recording that came without its length gets it when it is saved, if its file can be read."""
        file = self.instance.file
        if file and file._committed and not self.instance.duration:
            with suppress(ValidationError, OSError, KeyError), file.open("rb") as opened:
                _, self.instance.duration = bare_recording(opened, extension_of(file.name), self.instance.type)

    def _update_errors(self, errors):
        """A file that was refused here is not on the model: what would be said of its empty name is no help."""
        for name in list(getattr(errors, "error_dict", {})):
            if name in self.errors:
                del errors.error_dict[name]
        super()._update_errors(errors)
