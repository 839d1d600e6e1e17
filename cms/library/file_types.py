"""The sorts of file the site takes, how each begins, and names fit for an address."""

import re
import zlib
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.text import slugify

VIDEO_KINDS = {"mp4": "video/mp4", "webm": "video/webm"}
AUDIO_KINDS = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
RECORDING_KINDS = {**VIDEO_KINDS, **AUDIO_KINDS}

# How the first bytes of each kind of file begin; Office files and OpenDocument are zip archives.
ZIP = (b"PK\x03\x04",)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also what Office wraps a file in that has a password
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
MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MANIFEST, MOST_MANIFEST = "META-INF/manifest.xml", 4 * 1024 * 1024  # OpenDocument's list of its parts, and of how they are locked

SOMETHING_ELSE = "This file is called .{} but its content is something else."
PROTECTED = "This file is protected with a password, so nobody could open it here. Take the password off and choose it again."
BOMB = "This file unpacks to far more than a document holds, so it is not taken."
MACROS = "There are macros in this file. Save it again without macros, and choose that one."
BROKEN = "This file is damaged and cannot be opened. Save it again from the program it was made with."


def extension_of(name):
    """The end of a file's name in small letters, without the dot; "" when there is none."""
    return PurePath(name).suffix[1:].lower()


def safe_name(name):
    """A file name reduced to plain words: “Dana’s CV (final).DOCX” becomes “danas-cv-final.docx”."""
    extension = extension_of(name)
    stem = slugify(PurePath(name).stem)[:60].strip("-_") or "file"
    return f"{stem}.{extension}" if extension else stem


def is_what_it_says(file, extension):
    """Say whether the file's first bytes fit its extension (lower case, no dot). Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if extension in {"mp4", "m4a"}:
        return head[4:8] == b"ftyp" and head[8:12] != b"qt  "
    if extension in {"txt", "csv"}:
        return b"\x00" not in head
    if extension == "vtt":
        return re.match(rb"(\xef\xbb\xbf)?WEBVTT([ \t\r\n]|$)", head) is not None
    if extension == "webm":
        return head.startswith(BEGINNINGS["webm"]) and b"webm" in head
    begins = head.startswith(BEGINNINGS.get(extension, ()))
    return begins and (extension not in PARTS or _has_its_part(file, extension))


def _has_its_part(file, extension):
    try:
        with ZipFile(file) as archive:
            return PARTS[extension] in archive.namelist()
    except (BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)


def check(file, extension):
    """Look into a document. Raises ValidationError with one sentence; leaves the file at its beginning."""
    file.seek(0)
    if extension in PARTS and file.read(4) == OLD_OFFICE:
        raise ValidationError(PROTECTED + f" If it has none, it is an older kind of file: save it as .{extension}.")
    if extension == "odt" and _is_protected_odt(file):
        raise ValidationError(PROTECTED)
    if not is_what_it_says(file, extension):
        raise ValidationError(SOMETHING_ELSE.format(extension))
    if extension == "pdf" and _is_protected_pdf(file):
        raise ValidationError(PROTECTED)
    if extension in PARTS:
        _check_archive(file)


def _is_protected_pdf(file):
    """Say whether the PDF names how it is encrypted: always in plain bytes, in its trailer."""
    before, found = b"", False
    while not found and (piece := file.read(1024 * 1024)):
        found = re.search(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R)", before + piece) is not None
        before = piece[-64:]
    file.seek(0)
    return found


def _is_protected_odt(file):
    """Say whether an OpenDocument file names how a part of it is encrypted. Its zip is an ordinary one, with nothing marked."""
    try:
        with ZipFile(file) as archive, archive.open(MANIFEST) as manifest:
            return re.search(rb"<(?:\w+:)?encryption-data\b", manifest.read(MOST_MANIFEST)) is not None
    except (BadZipFile, OSError, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        return False
    finally:
        file.seek(0)


def _check_archive(file):
    """Refuse a zip that is a bomb, is locked or holds macros. Only its list is read, nothing is unpacked."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError):
        raise ValidationError(BROKEN) from None
    finally:
        file.seek(0)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(BOMB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise ValidationError(PROTECTED)
    if any(_is_macro(part) for part in parts):
        raise ValidationError(MACROS)


def _is_macro(part):
    """Office keeps macros in one part; OpenDocument in two folders of their own."""
    name = part.filename.lower()
    return name.endswith("vbaproject.bin") or (name.startswith(("basic/", "scripts/")) and not part.is_dir())
