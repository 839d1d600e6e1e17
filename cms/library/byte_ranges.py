"""Responses with part of a file, so that people can skip within a recording and phones can play it (RFC 9110, section 14)."""

import re

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CHUNK_SIZE = 64 * 1024


class FileRange:
    """Iterate over `length` bytes of an open file from `start`, in chunks. The file is closed even if it is never read."""

    def __init__(self, file, start, length):
        self.file, self.start, self.remaining = file, start, length

    def __iter__(self):
        self.file.seek(self.start)
        while self.remaining > 0 and (chunk := self.file.read(min(CHUNK_SIZE, self.remaining))):
            self.remaining -= len(chunk)
            yield chunk

    def close(self):
        self.file.close()


def parse_range(header, size):
    """Return the requested range as (first, last); None for the whole file; False if the file has no such bytes.

    `header` is the Range header and `size` the file's in bytes. Several ranges at once are ignored, as the RFC allows: players do not
    ask for them.
    """
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", (header or "").replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if len(first) > 18 or len(last) > 18:
        return False
    if not first:  # "bytes=-500" asks for the last 500 bytes
        return (max(0, size - int(last)), size - 1) if int(last) and size else False
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last or size), size - 1)) if int(first) < size else False


def file_response(request, field_file, *, content_type, etag, name):
    """Return the response to a GET or HEAD request for a stored file or a range of it.

    `etag` must change with the file's content; `name` is the file name that the browser is told. Raises FileNotFoundError if the file is
    not in storage.
    """
    size, quoted_etag = field_file.storage.size(field_file.name), f'"{etag}"'
    requested = parse_range(request.headers.get("Range"), size)
    if "If-Range" in request.headers and request.headers["If-Range"] != quoted_etag:
        requested = None
    if requested is False:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _with_headers(refused, quoted_etag, content_type, name)
    if request.headers.get("If-None-Match") == quoted_etag:
        return _with_headers(HttpResponse(status=304), quoted_etag, content_type, name)
    first, last = requested or (0, size - 1)
    length = last - first + 1
    response = _empty_response() if request.method == "HEAD" else _streaming_response(field_file, first, length)
    response.status_code = 206 if requested else 200
    if requested:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(length)
    return _with_headers(response, quoted_etag, content_type, name)


def _empty_response() -> HttpResponseBase:
    return HttpResponse()


def _streaming_response(field_file, first, length) -> HttpResponseBase:
    return StreamingHttpResponse(FileRange(field_file.storage.open(field_file.name, "rb"), first, length))


def _with_headers(response, quoted_etag, content_type, name):
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = quoted_etag
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
