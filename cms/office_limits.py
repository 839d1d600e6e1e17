"""Limits on what is inside Office files, checked before anything parses them.

A few kilobytes of zip can unpack to millions of elements, and the readers for Word and Excel files spend a tenth of a millisecond and up to
a kilobyte of memory on each. So we count first. Counting costs about a second for the largest file that passes.
"""

import re
import zlib
from dataclasses import dataclass, field
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError

DAMAGED = "This file is damaged and cannot be opened. Save it again in the program it was made with."
MAX_ENTRIES = 5_000
CHUNK = 1024 * 1024
ARCHIVE_ERRORS = (BadZipFile, OSError, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error)


@dataclass(frozen=True)
class OfficeLimits:
    """What a reader of Office files can cope with.

    `tags` counts the characters "<" in all XML parts together, so an upper bound of elements that no spelling of the XML can hide. `parts`
    has lower limits for the parts that cost most, as {pattern of the part's name: tags}. `too_much` tells people what to do.
    """

    bytes: int
    tags: int
    too_much: str
    parts: dict[str, int] = field(default_factory=dict)


WORD = OfficeLimits(
    bytes=20 * CHUNK,
    tags=150_000,
    parts={r"word/(?!document)\w+\.xml": 60_000},
    too_much="There is more in this file than we can read at once. Split it into several files of 20 pages or so.",
)
SPREADSHEET = OfficeLimits(
    bytes=40 * CHUNK,
    tags=900_000,
    parts={r"xl/styles\.xml": 40_000, r"xl/workbook\.xml": 20_000, r".*\.rels": 20_000},
    too_much="There is more in this workbook than a list of people needs. Copy only the cells with the people to a new workbook.",
)


def check_office_archive(file, limits):
    """Raise ValidationError if an Office file (.docx, .xlsx, .pptx) has more in it than `limits` allows. Rewinds the file.

    Counts by streaming through the parts: nothing is parsed or held in memory. XML that declares entities is refused as damaged.
    """
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            _check_parts(archive, limits)
    except ARCHIVE_ERRORS:
        raise ValidationError(DAMAGED) from None
    finally:
        file.seek(0)


def _check_parts(archive, limits):
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ValidationError(limits.too_much)
    bytes_left, tags_left = limits.bytes, limits.tags
    for entry in entries:
        part_limit = next(
            (most for pattern, most in limits.parts.items() if re.fullmatch(pattern, entry.filename, re.IGNORECASE)), tags_left
        )
        tags = 0
        for chunk in _xml_chunks(archive, entry):
            bytes_left -= len(chunk)
            tags += chunk.count(b"<")
            if bytes_left < 0 or tags > min(part_limit, tags_left):
                raise ValidationError(limits.too_much)
        tags_left -= tags


def _xml_chunks(archive, entry):
    """Yield the content of a part if it is XML. Its name does not say so: a relationship may lead to a part of any name."""
    with archive.open(entry) as opened:
        chunk = opened.read(CHUNK)
        if not chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
            return
        while chunk:
            if b"<!DOCTYPE" in chunk.replace(b"\x00", b""):
                raise ValidationError(DAMAGED)
            yield chunk
            chunk = opened.read(CHUNK)
