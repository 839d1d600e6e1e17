"""Rewrite uploads without their metadata: documents without properties; recordings without place, names and camera.

Each function writes a new file on disk rather than in memory, and raises ValidationError if the upload cannot be rewritten completely.
"""

import codecs
import zlib
from shutil import copyfileobj
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

import av
import pikepdf
from av.stream import Disposition
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from cms.library.captions import clock_time
from cms.library.file_types import DAMAGED, REQUIRED_ENTRIES, UTF16_MARKS

XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Empty replacements for the entries in which Office and OpenDocument files name their author, program and dates.
EMPTY_PROPERTIES = {
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"/>'
    ),
    "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">'
        "<office:meta/></office:document-meta>"
    ),
}

PDF_HAS_PROGRAM = (
    "This PDF contains a script, a program or another file, so it could do more than show its pages. Print it to PDF, which keeps only the "
    "pages, and choose that file."
)
ACTIVE_ACTIONS = (pikepdf.Name.JavaScript, pikepdf.Name.Launch, pikepdf.Name.ImportData, pikepdf.Name.SubmitForm)
MAX_PDF_DEPTH = 40

CANNOT_BE_READ = "This recording cannot be read. Export it again in the program it was made with, and choose the new file."
INCOMPLETE = "This recording stops at {} but should last {}: the file is incomplete. Export or copy it again, and choose the new file."
NO_VIDEO = "There is no video in this file. Add it as audio instead, as MP3 or M4A."
NO_SOUND = "There is no sound in this file."
# (input format, output format) by extension. The input format is given so that a file cannot pass itself off as another one.
FORMATS = {"mp4": ("mov", "mp4"), "m4a": ("mov", "ipod"), "webm": ("matroska", "webm"), "mp3": ("mp3", "mp3")}
MIN_MISSING_SECONDS = 2


class RewrittenFile(TemporaryUploadedFile):
    """A temporary file that is deleted when nothing refers to it any more, unless it has been moved into storage."""

    file: BinaryIO

    def __init__(self, original):
        super().__init__(original.name, getattr(original, "content_type", None), 0, None)

    def __del__(self):
        self.close()

    def finish(self):
        """Set the size, rewind and return the file."""
        self.file.seek(0, 2)
        self.size = self.file.tell()
        self.file.seek(0)
        return self


def strip_document(file, extension):
    """Return the document without its properties. Text and CSV files have none; those in UTF-16 are returned as UTF-8.

    Raises ValidationError if the document is damaged.
    """
    if extension == "pdf":
        return _strip_pdf(file)
    return _strip_archive(file) if extension in REQUIRED_ENTRIES else _as_utf8(file)


def _as_utf8(file):
    """Return a text file as UTF-8 if it is in UTF-16, which Excel and Notepad write and not every program reads."""
    file.seek(0)
    if file.read(2) not in UTF16_MARKS:
        file.seek(0)
        return file
    file.seek(0)
    rewritten = RewrittenFile(file)
    try:
        rewritten.file.write(codecs.BOM_UTF8 + file.read().decode("utf-16").encode())
    except UnicodeDecodeError:
        raise ValidationError(DAMAGED) from None
    finally:
        file.seek(0)
    return rewritten.finish()


def _strip_pdf(file):
    """Return the PDF with only what its pages need, which also drops earlier versions of its text."""
    rewritten = RewrittenFile(file)
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            del pdf.docinfo
            for item in pdf.objects:
                if _has_program(item):
                    raise ValidationError(PDF_HAS_PROGRAM)
                if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                    for key in ("/Metadata", "/PieceInfo"):
                        if key in item:
                            del item[key]
            pdf.save(rewritten.file)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        raise ValidationError(DAMAGED) from None
    finally:
        file.seek(0)
    return rewritten.finish()


def _has_program(item, depth=0):
    """Return whether a PDF object runs a script, starts a program or contains another file, itself or in the objects written inside it."""
    if isinstance(item, pikepdf.Array):
        return depth < MAX_PDF_DEPTH and any(_has_program(child, depth + 1) for child in item if not _is_elsewhere(child))
    if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    if item.get("/S") in ACTIVE_ACTIONS or any(key in item for key in ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA")):
        return True
    values = [item.get(key) for key in list(item.keys())]
    return depth < MAX_PDF_DEPTH and any(_has_program(child, depth + 1) for child in values if not _is_elsewhere(child))


def _is_elsewhere(child):
    """Return whether a value is a reference to an object that `pdf.objects` lists anyway, or is no PDF object."""
    return not isinstance(child, pikepdf.Object) or child.is_indirect


def _strip_archive(file):
    rewritten = RewrittenFile(file)
    try:
        with ZipFile(file) as archive, ZipFile(rewritten.file, "w") as target_archive:
            for entry in archive.infolist():
                new_entry = ZipInfo(entry.filename)  # a new one has no date, no comment and no operating system
                new_entry.compress_type, new_entry.external_attr = entry.compress_type, entry.external_attr
                if entry.filename in EMPTY_PROPERTIES:
                    target_archive.writestr(new_entry, XML_DECLARATION + EMPTY_PROPERTIES[entry.filename], ZIP_DEFLATED)
                else:
                    with archive.open(entry) as source, target_archive.open(new_entry, "w") as target:
                        copyfileobj(source, target)
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        raise ValidationError(DAMAGED) from None
    finally:
        file.seek(0)
    return rewritten.finish()


def strip_recording(file, extension, media_type):
    """Return (the recording without its metadata, its duration in seconds). `media_type` is "video" or "audio".

    Video and sound are copied without re-encoding. Everything else is dropped: names, place, covers, subtitles and camera data. Raises
    ValidationError if the recording cannot be read, is incomplete, or has no video or no sound.
    """
    rewritten = RewrittenFile(file)
    file.seek(0)
    input_format, output_format = FORMATS[extension]
    options = {"fflags": "+bitexact", **({"movflags": "+faststart"} if input_format == "mov" else {})}
    try:
        with av.open(file, "r", format=input_format, metadata_errors="ignore") as source:
            streams = _streams_to_copy(source, media_type)
            stated_duration = _stated_duration(source, streams, extension)
            with av.open(rewritten.temporary_file_path(), "w", format=output_format, options=options) as target:
                duration = _copy_streams(source, streams, target)
    except (av.FFmpegError, OSError, ValueError, OverflowError):
        raise ValidationError(CANNOT_BE_READ) from None
    finally:
        file.seek(0)
    if not duration:
        raise ValidationError(CANNOT_BE_READ)
    if stated_duration - duration > max(MIN_MISSING_SECONDS, stated_duration / 50):
        raise ValidationError(INCOMPLETE.format(clock_time(duration), clock_time(stated_duration)))
    return rewritten.finish(), duration


def _streams_to_copy(source, media_type):
    """Return all audio streams, after the first video stream if it is a video. Raises ValidationError if there is none."""
    audio = [stream for stream in source.streams.audio if stream.codec_context]
    video = [stream for stream in source.streams.video if stream.codec_context and not stream.disposition & Disposition.attached_pic]
    if media_type == "video" and not video:
        raise ValidationError(NO_VIDEO)
    if media_type == "audio" and not audio:
        raise ValidationError(NO_SOUND)
    return [*(video[:1] if media_type == "video" else []), *audio]


def _stated_duration(source, streams, extension):
    """Return the duration in seconds that the file states, or 0 if it states none. What an MP3 states is often a guess, so is ignored."""
    if extension == "mp3":
        return 0
    durations = [float(stream.duration * stream.time_base) for stream in streams if stream.duration and stream.time_base]
    return max(durations, default=(source.duration or 0) / av.time_base)


def _copy_streams(source, streams, target):
    """Copy the packets of the streams and return their duration in seconds."""
    copies, first, last = {}, None, 0.0
    for stream in streams:
        copy = copies[stream.index] = target.add_stream_from_template(stream, opaque=True)
        copy.metadata.clear()
        copy.codec_context.codec_tag = stream.codec_context.codec_tag  # some players decide by the tag what they can play
    for packet in source.demux(streams):
        if packet.dts is None:  # PyAV ends each stream with an empty packet
            continue
        start = packet.pts if packet.pts is not None else packet.dts
        first = min(start * packet.time_base, start * packet.time_base if first is None else first)
        last = max(last, float((start + (packet.duration or 0)) * packet.time_base))
        packet.stream = copies[packet.stream.index]
        target.mux(packet)
    return last - float(first or 0)
