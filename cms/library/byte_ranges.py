"""Sending a file in parts, so that one can skip in a recording and phones play it (RFC 9110, section 14)."""

import re

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

PIECE = 64 * 1024


class Stretch:
    """Some bytes of an open file, a piece at a time; closes the file even when nobody came to read."""

    def __init__(self, file, start, length):
        self.file, self.start, self.left = file, start, length

    def __iter__(self):
        self.file.seek(self.start)
        while self.left > 0 and (piece := self.file.read(min(PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self):
        self.file.close()


def asked_range(header, size):
    """The bytes a Range header asks for as (first, last); None for the whole file; False when there are no such bytes.

    Several ranges at once are lawful to ignore, and no player asks for them.
    """
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", (header or "").replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if len(first) > 18 or len(last) > 18:
        return False
    if not first:  # the last so many bytes
        return (max(0, size - int(last)), size - 1) if int(last) and size else False
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last or size), size - 1)) if int(first) < size else False


def send(request, field_file, *, content_type, etag, name):
    """Answer a GET or HEAD with a stored file, whole or in part. `etag` changes whenever its bytes do.

    Raises FileNotFoundError when the file is not on the disk.
    """
    size, tag = field_file.storage.size(field_file.name), f'"{etag}"'
    asked = asked_range(request.headers.get("Range"), size)
    if "If-Range" in request.headers and request.headers["If-Range"] != tag:
        asked = None
    if asked is False:
        none = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _dressed(none, tag, content_type, name)
    if request.headers.get("If-None-Match") == tag:
        return _dressed(HttpResponse(status=304), tag, content_type, name)
    first, last = asked or (0, size - 1)
    length = last - first + 1
    response = _empty() if request.method == "HEAD" else _streamed(field_file, first, length)
    response.status_code = 206 if asked else 200
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(length)
    return _dressed(response, tag, content_type, name)


def _empty() -> HttpResponseBase:
    return HttpResponse()


def _streamed(field_file, first, length) -> HttpResponseBase:
    return StreamingHttpResponse(Stretch(field_file.storage.open(field_file.name, "rb"), first, length))


def _dressed(response, tag, content_type, name):
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
