"""The file types that the site accepts, checks that a file is what its name says, and file names for URLs."""

import re
import secrets
import zlib
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError

from cms.office_limits import DAMAGED, MAX_ENTRIES

VIDEO_MIME_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
AUDIO_MIME_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
RECORDING_MIME_TYPES = {**VIDEO_MIME_TYPES, **AUDIO_MIME_TYPES}

# The first bytes of each type of file. Office and OpenDocument files are zip archives.
ZIP_SIGNATURES = (b"PK\x03\x04",)
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"  # old Office files, and the wrapper that Office puts around a file with a password
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "docx": ZIP_SIGNATURES,
    "xlsx": ZIP_SIGNATURES,
    "pptx": ZIP_SIGNATURES,
    "odt": ZIP_SIGNATURES,
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "webm": (b"\x1a\x45\xdf\xa3",),
}
# The entry that every zip archive of this type has.
REQUIRED_ENTRIES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "odt": "content.xml"}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAX_UNPACKED_SIZE = 200 * 1024 * 1024
ODT_MANIFEST = "META-INF/manifest.xml"  # lists the entries of an OpenDocument file and how they are encrypted
MAX_MANIFEST_SIZE = 4 * 1024 * 1024

TAGS_HELP = "Words that help other trainers find it, with commas between them. Members do not see them."
CONTENT_MISMATCH = "This file’s name ends in .{}, but it is a different type of file."
ENCRYPTED = "This file is protected with a password, so people could not open it here. Remove the password and choose it again."
TOO_LARGE_UNPACKED = "This file unpacks to far more than a document should, so we cannot accept it."
HAS_MACROS = "There are macros or controls in this file. Save a copy without them and choose that one."


def extension_of(name):
    """Return the file name's extension in lower case, without the dot; "" if it has none."""
    return PurePath(name).suffix[1:].lower()


def random_name(name):
    """Return a file name that says nothing but the extension. An upload's own name may name a child, and would become part of a URL."""
    extension = extension_of(name)
    stem = secrets.token_hex(8)
    return f"{stem}.{extension}" if extension else stem


def matches_extension(file, extension):
    """Return whether the file's content is of the type of its extension (lower case, no dot). Rewinds the file."""
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if extension in {"mp4", "m4a"}:
        return head[4:8] == b"ftyp" and head[8:12] != b"qt  "
    if extension in {"txt", "csv"}:
        return b"\x00" not in head or head.startswith(UTF16_MARKS)
    if extension == "vtt":
        return re.match(rb"(\xef\xbb\xbf)?WEBVTT([ \t\r\n]|$)", head) is not None
    if extension == "webm":
        return head.startswith(SIGNATURES["webm"]) and b"webm" in head
    has_signature = head.startswith(SIGNATURES.get(extension, ()))
    return has_signature and (extension not in REQUIRED_ENTRIES or _has_required_entry(file, extension))


def _has_required_entry(file, extension):
    try:
        with ZipFile(file) as archive:
            return REQUIRED_ENTRIES[extension] in archive.namelist()
    except (BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)


def check_document(file, extension):
    """Check the content of an uploaded document. Rewinds the file.

    Raises ValidationError if it is of another type, damaged, protected with a password, a zip bomb or has macros.
    """
    file.seek(0)
    if extension in REQUIRED_ENTRIES and file.read(4) == OLE_SIGNATURE:
        raise ValidationError(ENCRYPTED + f" If it has no password, it is in an older format: save it as .{extension}.")
    if extension == "odt" and _is_protected_odt(file):
        raise ValidationError(ENCRYPTED)
    if extension in REQUIRED_ENTRIES and _is_damaged_archive(file):
        raise ValidationError(DAMAGED)
    if not matches_extension(file, extension):
        raise ValidationError(CONTENT_MISMATCH.format(extension))
    if extension == "pdf" and _is_protected_pdf(file):
        raise ValidationError(ENCRYPTED)
    if extension in REQUIRED_ENTRIES:
        _check_archive(file)


def _is_damaged_archive(file):
    """Return whether the file begins as a zip archive but cannot be read as one."""
    file.seek(0)
    is_zip = file.read(4) in ZIP_SIGNATURES
    try:
        with ZipFile(file):
            return False
    except (BadZipFile, OSError, ValueError):
        return is_zip
    finally:
        file.seek(0)


def _is_protected_pdf(file):
    """Return whether the PDF is encrypted. Its trailer says so, and the trailer itself is never encrypted."""
    tail, is_encrypted = b"", False
    while not is_encrypted and (chunk := file.read(1024 * 1024)):
        is_encrypted = re.search(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R)", tail + chunk) is not None
        tail = chunk[-64:]
    file.seek(0)
    return is_encrypted


def _is_protected_odt(file):
    """Return whether an entry of the OpenDocument file is encrypted. Only the manifest says so, the zip archive is an ordinary one."""
    try:
        with ZipFile(file) as archive, archive.open(ODT_MANIFEST) as manifest:
            return re.search(rb"<(?:\w+:)?encryption-data\b", manifest.read(MAX_MANIFEST_SIZE)) is not None
    except (BadZipFile, OSError, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        return False
    finally:
        file.seek(0)


def _check_archive(file):
    """Raise ValidationError if the archive is a zip bomb, is encrypted or has macros. Reads its directory and unpacks nothing."""
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
    except (BadZipFile, OSError, ValueError):
        raise ValidationError(DAMAGED) from None
    finally:
        file.seek(0)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_SIZE:
        raise ValidationError(TOO_LARGE_UNPACKED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ValidationError(ENCRYPTED)
    if any(_is_macro(entry) for entry in entries):
        raise ValidationError(HAS_MACROS)


def _is_macro(entry):
    """Return whether the entry is a program: macros, controls or an embedded file with macros. OpenDocument has two folders for them."""
    name = entry.filename.lower()
    if name.endswith(("vbaproject.bin", ".docm", ".xlsm", ".pptm")) or "/activex/" in name or "/macrosheets/" in name:
        return True
    return name.startswith(("basic/", "scripts/")) and not entry.is_dir()
