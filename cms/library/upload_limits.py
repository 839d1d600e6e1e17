"""Limits on the size of uploads. The proxy's own limit must not be lower: see docs/running.md."""

import time

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
MAX_UPLOADS_PER_HOUR = {"photo": 20, "picture": 200, "word-file": 30, "spreadsheet": 60}
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


def count_upload(user, category):
    """Count an upload that takes the server long to read. Raises ValidationError after MAX_UPLOADS_PER_HOUR of the person's.

    `category` is "photo", "picture", "word-file" or "spreadsheet".
    """
    key = f"uploads:{category}:{user.pk}:{int(time.time() // 3600)}"
    cache.add(key, 0, 3600)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache has dropped it in between
        count = 1
    if count > MAX_UPLOADS_PER_HOUR[category]:
        raise ValidationError(f"You have uploaded {MAX_UPLOADS_PER_HOUR[category]} files in this hour. Please wait until the next one.")


class MaxRequestSizeUploadHandler(FileUploadHandler):
    """Reject a request by its Content-Length, before any of it is stored."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > (max(settings.MAX_UPLOAD_MEGABYTES.values()) + 20) * MEGABYTE:
            raise RequestDataTooBig("The request is larger than any file that we accept.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
