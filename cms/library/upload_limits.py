"""Limits on the size of uploads. The proxy's own limit must not be lower: see docs/running.md."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
HOW_TO_REDUCE = {
    "video": "Export it again at a lower resolution (720p is clear enough on a phone), or split it into two recordings.",
    "audio": "Export it again as MP3 at 96 kbit/s, or split it into two recordings.",
    "document": "Leave out what people do not need, or make its pictures smaller.",
}


def megabytes(size):
    """Return a size in bytes as text: “12.5 MB”, and “0.1 MB” for anything smaller than that."""
    return f"{max(0.1, size / MEGABYTE):.1f} MB".replace(".0 MB", " MB")


def check_size(file, category):
    """Raise ValidationError if the file is too large, without reading it. `category` is "document", "video", "audio" or "captions"."""
    limit = settings.MAX_UPLOAD_MEGABYTES[category]
    if file.size > limit * MEGABYTE:
        raise ValidationError(f"This file is {megabytes(file.size)}. The limit is {limit} MB. {HOW_TO_REDUCE.get(category, '')}".strip())


class MaxRequestSizeUploadHandler(FileUploadHandler):
    """Reject a request by its Content-Length, before any of it is stored."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > (max(settings.MAX_UPLOAD_MEGABYTES.values()) + 20) * MEGABYTE:
            raise RequestDataTooBig("The request is larger than any file that we accept.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
