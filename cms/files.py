"""Uploaded documents must be what their name says."""

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm

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


def is_what_it_says(file, extension):
    """Say whether the file's first bytes fit its extension (lower case, no dot). Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if extension in {"mp4", "m4a"}:
        return head[4:8] == b"ftyp"
    if extension in {"txt", "csv"}:
        return b"\x00" not in head
    return head.startswith(BEGINNINGS.get(extension, ()))


class CheckedDocumentForm(BaseDocumentForm):
    """Wagtail's document form, refusing a file that is not what it says."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            extension = file.name.rsplit(".", 1)[-1].lower()
            if not is_what_it_says(file, extension):
                raise ValidationError(f"This file is called .{extension} but its content is something else.")
        return file
