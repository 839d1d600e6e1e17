"""Uploaded documents must be what their name says."""

import re
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import UnidentifiedImageError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# How the first bytes of each kind of file begin; Office files and OpenDocument are zip archives.
ZIP = (b"PK\x03\x04",)
BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "docx": ZIP,
    "xlsx": ZIP,
    "pptx": ZIP,
    "odt": ZIP,
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "webm": (b"\x1a\x45\xdf\xa3",),
}


# The part without which a zip archive is no file of this kind.
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "odt": "content.xml"}


def _has_its_part(file, extension):
    try:
        with ZipFile(file) as archive:
            return PARTS[extension] in archive.namelist()
    except BadZipFile:
        return False
    finally:
        file.seek(0)


def is_what_it_says(file, extension):
    """Say whether the file's first bytes fit its extension (lower case, no dot). Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if extension in {"mp4", "m4a"}:
        return head[4:8] == b"ftyp"
    if extension in {"txt", "csv"}:
        return b"\x00" not in head
    if extension == "vtt":
        return re.match(rb"(\xef\xbb\xbf)?WEBVTT([ \t\r\n]|$)", head) is not None
    begins = head.startswith(BEGINNINGS.get(extension, ()))
    return begins and (extension not in PARTS or _has_its_part(file, extension))


ONE_SENTENCE = "This file is called .{} but its content is something else."


class CheckedDocumentForm(BaseDocumentForm):
    """Wagtail's document form, refusing a file that is not what it says."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            extension = file.name.rsplit(".", 1)[-1].lower()
            if extension in settings.WAGTAILDOCS_EXTENSIONS and not is_what_it_says(file, extension):
                raise ValidationError(ONE_SENTENCE.format(extension))
        return file

    def _update_errors(self, errors):
        """A file that was refused here is not on the model: what Wagtail would say of its empty name is no help."""
        if "file" in self.errors and "file" in getattr(errors, "error_dict", {}):
            del errors.error_dict["file"]
        super()._update_errors(errors)


class CheckedImageField(WagtailImageField):
    """Wagtail's picture field, with a sentence for a file that is torn off in the middle."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except UnidentifiedImageError:
            raise ValidationError("This picture cannot be read: the file is damaged or is no picture.") from None


class CheckedImageForm(BaseImageForm):
    """Wagtail's picture form with the checked field."""

    file = CheckedImageField(label="File")
