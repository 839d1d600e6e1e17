"""Wagtail's document form, which checks uploads and strips their properties."""

from django.conf import settings
from wagtail.documents.forms import BaseDocumentForm

from cms.library.file_types import TAGS_HELP, check_document, extension_of, random_name
from cms.library.strip_metadata import strip_document
from cms.library.upload_limits import check_size

FILE_HELP = (
    "We remove the file’s properties (author, program, dates). Comments and tracked changes stay, with the names beside them: check the "
    "file before you upload it. Recordings go under Recordings."
)


class CheckedDocumentForm(BaseDocumentForm):
    """Wagtail's document form. It rejects files that are not what their name says and strips the properties of others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = FILE_HELP
        if "tags" in self.fields:
            self.fields["tags"].help_text = TAGS_HELP

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            extension = extension_of(file.name)
            check_size(file, "document")
            name = random_name(file.name)
            if extension in settings.WAGTAILDOCS_EXTENSIONS:
                check_document(file, extension)
                file = strip_document(file, extension)
            file.name = name
        return file

    def _update_errors(self, errors):
        """Drop the model's error about an empty file name if this form has already rejected the file."""
        if "file" in self.errors and "file" in getattr(errors, "error_dict", {}):
            del errors.error_dict["file"]
        super()._update_errors(errors)
