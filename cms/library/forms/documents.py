"""Wagtail's form for documents: they must be what their name says, and lose their properties on the way in."""

from django.conf import settings
from wagtail.documents.forms import BaseDocumentForm

from cms.library.file_types import check, extension_of, safe_name
from cms.library.strip_metadata import bare_document
from cms.library.upload_limits import check_size

KEPT = (
    "What the file says of itself (author, program, dates) is taken out. Comments and tracked changes, and the names beside them, stay: "
    "look before you upload it. Recordings go under Recordings."
)


class CheckedDocumentForm(BaseDocumentForm):
    """Wagtail's document form, refusing a file that is not what it says, and keeping the rest without its properties."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = KEPT

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            extension = extension_of(file.name)
            check_size(file, "document")
            name = safe_name(file.name)
            if extension in settings.WAGTAILDOCS_EXTENSIONS:
                check(file, extension)
                file = bare_document(file, extension)
            file.name = name
        return file

    def _update_errors(self, errors):
        """A file that was refused here is not on the model: what Wagtail would say of its empty name is no help."""
        if "file" in self.errors and "file" in getattr(errors, "error_dict", {}):
            del errors.error_dict["file"]
        super()._update_errors(errors)
