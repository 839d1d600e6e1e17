"""Files made anew without what they say of themselves: documents without their properties, recordings without place, names and camera.

Each gives a file of its own on the disk, never in memory. What cannot be made anew is refused with a sentence; nothing is half done.
"""

import zlib
from shutil import copyfileobj
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

import av
import pikepdf
from av.stream import Disposition
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from cms.library.captions import in_words
from cms.library.file_types import BROKEN, PARTS

BARE_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What stands in place of the parts in which Office and OpenDocument keep who wrote a file, where and when.
PROPERTIES = {
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

CANNOT_BE_READ = "This recording cannot be read. Export it again from the program it was made with, and choose that one."
TORN = "This recording ends at {}, but says that it lasts {}: the file was torn off. Export or copy it again, and choose that one."
NO_PICTURE = "There is no moving picture in this file. Add it as something to listen to, as MP3 or M4A."
NO_SOUND = "There is nothing to hear in this file."
# By extension: how the file is read, and how it is written. Named, so that no file can ask to be read as something else.
CONTAINERS = {"mp4": ("mov", "mp4"), "m4a": ("mov", "ipod"), "webm": ("matroska", "webm"), "mp3": ("mp3", "mp3")}
SECONDS_AMISS = 2


def bare_document(file, extension):
    """The document again, without its properties. Text and CSV have none and come back as they are. Raises ValidationError."""
    if extension == "pdf":
        return _bare_pdf(file)
    return _bare_archive(file) if extension in PARTS else file


class Remade(TemporaryUploadedFile):
    """Django's own for large uploads: a file on the disk that is gone when nobody needs it. Its close() forgives one that was kept."""

    file: BinaryIO

    def __init__(self, file):
        super().__init__(file.name, getattr(file, "content_type", None), 0, None)

    def __del__(self):
        self.close()


def _done(out):
    out.file.seek(0, 2)
    out.size = out.file.tell()
    out.file.seek(0)
    return out


def _bare_pdf(file):
    """Only what the pages need is written again: earlier wording that was saved over goes too."""
    out = Remade(file)
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            del pdf.docinfo
            for one in pdf.objects:
                if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
                    for name in ("/Metadata", "/PieceInfo"):
                        if name in one:
                            del one[name]
            pdf.save(out.file)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        raise ValidationError(BROKEN) from None
    finally:
        file.seek(0)
    return _done(out)


def _bare_archive(file):
    out = Remade(file)
    try:
        with ZipFile(file) as archive, ZipFile(out.file, "w") as written:
            for part in archive.infolist():
                again = ZipInfo(part.filename)  # with no day, no remark and no name of the system it was packed on
                again.compress_type, again.external_attr = part.compress_type, part.external_attr
                if part.filename in PROPERTIES:
                    written.writestr(again, BARE_XML + PROPERTIES[part.filename], ZIP_DEFLATED)
                else:
                    with archive.open(part) as source, written.open(again, "w") as target:
                        copyfileobj(source, target)
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        raise ValidationError(BROKEN) from None
    finally:
        file.seek(0)
    return _done(out)


def bare_recording(file, extension, sort):
    """(the recording again, its length in seconds). `sort` is "video" or "audio". Raises ValidationError.

    Pictures and sound are copied as they are, never encoded anew. All else goes: names, place, covers, subtitles, what a camera measured.
    """
    out = Remade(file)
    file.seek(0)
    reads, writes = CONTAINERS[extension]
    options = {"fflags": "+bitexact", **({"movflags": "+faststart"} if reads == "mov" else {})}
    try:
        with av.open(file, "r", format=reads, metadata_errors="ignore") as source:
            streams = _streams(source, sort)
            says = _says(source, streams, extension)
            with av.open(out.temporary_file_path(), "w", format=writes, options=options) as written:
                length = _copy(source, streams, written)
    except (av.FFmpegError, OSError, ValueError, OverflowError):
        raise ValidationError(CANNOT_BE_READ) from None
    finally:
        file.seek(0)
    if not length:
        raise ValidationError(CANNOT_BE_READ)
    if says - length > max(SECONDS_AMISS, says / 50):
        raise ValidationError(TORN.format(in_words(length), in_words(says)))
    return _done(out), length


def _streams(source, sort):
    """What of a file is kept: the first moving picture of a video, and all that is heard. Raises ValidationError."""
    heard = [one for one in source.streams.audio if one.codec_context]
    seen = [one for one in source.streams.video if one.codec_context and not one.disposition & Disposition.attached_pic]
    if sort == "video" and not seen:
        raise ValidationError(NO_PICTURE)
    if sort == "audio" and not heard:
        raise ValidationError(NO_SOUND)
    return [*(seen[:1] if sort == "video" else []), *heard]


def _says(source, streams, extension):
    """How long the file says it is, in seconds; 0 when it says nothing. What an MP3 says is often a guess, so it is not asked."""
    if extension == "mp3":
        return 0
    each = [float(one.duration * one.time_base) for one in streams if one.duration and one.time_base]
    return max(each, default=(source.duration or 0) / av.time_base)


def _copy(source, streams, written):
    """Copy the packets of some streams; returns how long they last, in seconds."""
    copies, first, last = {}, None, 0.0
    for one in streams:
        copy = copies[one.index] = written.add_stream_from_template(one, opaque=True)
        copy.metadata.clear()
        copy.codec_context.codec_tag = one.codec_context.codec_tag  # by which some players know what they can play
    for packet in source.demux(streams):
        if packet.dts is None:  # the empty packet at the end of each
            continue
        begins = packet.pts if packet.pts is not None else packet.dts
        first = min(begins * packet.time_base, begins * packet.time_base if first is None else first)
        last = max(last, float((begins + (packet.duration or 0)) * packet.time_base))
        packet.stream = copies[packet.stream.index]
        written.mux(packet)
    return last - float(first or 0)
