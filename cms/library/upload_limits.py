"""How large a file may be. The proxy has a limit of its own, which must not be smaller; see docs/running.md."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024


def megabytes(size):
    """A size in bytes in words: “12.5 MB”, and “0.1 MB” for all that is smaller."""
    return f"{max(0.1, size / MEGABYTE):.1f} MB".replace(".0 MB", " MB")


def check_size(file, sort):
    """Refuse a file larger than its sort may be ("document", "video", "audio", "captions"), before anything of it is read."""
    most = settings.MAX_UPLOAD_MEGABYTES[sort]
    if file.size > most * MEGABYTE:
        raise ValidationError(f"This file has {megabytes(file.size)}, and {most} MB is the most. {SMALLER.get(sort, '')}".strip())


SMALLER = {
    "video": "Export it again with fewer lines (720p reads well on a phone), or make two recordings of it.",
    "audio": "Export it again as MP3 with 96 kbit/s, or make two recordings of it.",
    "document": "Leave out what nobody needs, or make its pictures smaller.",
}


class NothingEndless(FileUploadHandler):
    """Refuses a request by what it says of its own length, before any of it is stored."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > (max(settings.MAX_UPLOAD_MEGABYTES.values()) + 20) * MEGABYTE:
            raise RequestDataTooBig("More was sent than any file here may be.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
