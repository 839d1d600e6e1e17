"""Recordings in content files: a fenced block that names files next to it, and the Recording they are stored as."""

import hashlib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File

from cms.library.captions import check_captions
from cms.library.models import Recording
from cms.starter_content.fields import Field, plain
from cms.starter_content.text import InvalidValue

RECORDING_TYPES = {"video", "audio"}


def adjacent_file():
    """Return a Field for a file next to the content file, read as its path."""

    def read(value, context):
        path = context.folder / str(value)
        if not path.is_file():
            raise InvalidValue(f"there is no file “{value}” next to this one")
        return path

    def write(value, context):
        name = Path(value.name).name
        context.folder.mkdir(parents=True, exist_ok=True)
        with value.open("rb") as handle:
            (context.folder / name).write_bytes(handle.read())
        return name

    return Field(read, write)


RECORDING_FIELDS = {
    "file": adjacent_file(),
    "title": plain(),
    "captions": adjacent_file(),
    "transcript": plain(),
    "minutes": plain(required=False, kind=int),
    "seconds": plain(required=False, kind=int),
}


def store_recording(kind, value):
    """Return the id of a Recording with exactly these files and values, creating it if there is none.

    Existing recordings are never changed. Raises InvalidValue if the captions are not valid.
    """
    duration = (value["minutes"] or 0) * 60 + (value["seconds"] or 0)
    fields = {"title": value["title"], "transcript": value["transcript"].strip(), "duration": duration, "poster_id": value.get("poster")}
    with value["file"].open("rb") as file, value["captions"].open("rb") as captions:
        try:
            check_captions(captions, duration)
        except ValidationError as problem:
            raise InvalidValue(" ".join(problem.messages).rstrip(".")) from None
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        caption_bytes = captions.read()
        for recording in Recording.objects.filter(type=kind, file_hash=digest, **fields):
            if recording.captions and recording.captions.open("rb").read() == caption_bytes:
                return recording.pk
        file.seek(0), captions.seek(0)
        recording = Recording(type=kind, **fields)
        recording.file = File(file, name=value["file"].name)
        recording.captions = _stored_captions(value["captions"].name, caption_bytes) or File(captions, name=value["captions"].name)
        recording.save()
    return recording.pk


def _stored_captions(name, content):
    """Return the stored name of a captions file with this name and content, or None. A video and its audio version may share captions."""
    candidates = Recording.objects.filter(captions__endswith=f"/{name}")
    return next((recording.captions.name for recording in candidates if recording.captions.open("rb").read() == content), None)


def recording_values(value):
    """Return the recording of a block value as the values of its fenced block."""
    recording = value["recording"]
    if recording is None:
        return {}
    minutes, seconds = divmod(round(recording.duration), 60)
    return {
        "file": recording.file,
        "title": value.title,
        "captions": recording.captions,
        "transcript": recording.transcript.replace("\r\n", "\n"),
        "minutes": minutes,
        "seconds": seconds,
        "poster": recording.poster_id,
    }
