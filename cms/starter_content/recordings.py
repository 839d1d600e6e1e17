"""Recordings in starter files: a fence with files beside it, and the library's recording it stands for."""

import hashlib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File

from cms.library.captions import check_captions
from cms.library.models import Recording
from cms.starter_content.fields import Field, plain
from cms.starter_content.text import LinkProblem

KINDS = {"video", "audio"}


def beside():
    """A file beside the text, read as its path; written out again beside the exported text."""

    def read(value, place):
        path = place.folder / str(value)
        if not path.is_file():
            raise LinkProblem(f"there is no file “{value}” beside this one")
        return path

    def write(value, place):
        name = Path(value.name).name
        place.folder.mkdir(parents=True, exist_ok=True)
        with value.open("rb") as handle:
            (place.folder / name).write_bytes(handle.read())
        return name

    return Field(read, write)


RECORDED = {
    "file": beside(),
    "title": plain(),
    "captions": beside(),
    "transcript": plain(),
    "minutes": plain(required=False, kind=int),
    "seconds": plain(required=False, kind=int),
}


def keep(kind, value):
    """The id of the library's recording that says exactly this: one that is there, or a new one. What was edited is left alone.

    Raises LinkProblem when its captions cannot be read.
    """
    duration = (value["minutes"] or 0) * 60 + (value["seconds"] or 0)
    said = {"title": value["title"], "transcript": value["transcript"].strip(), "duration": duration, "poster_id": value.get("poster")}
    with value["file"].open("rb") as file, value["captions"].open("rb") as captions:
        try:
            check_captions(captions, duration)
        except ValidationError as problem:
            raise LinkProblem(" ".join(problem.messages).rstrip(".")) from None
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        words = captions.read()
        for same in Recording.objects.filter(type=kind, file_hash=digest, **said):
            if same.captions and same.captions.open("rb").read() == words:
                return same.pk
        file.seek(0), captions.seek(0)
        recording = Recording(type=kind, **said)
        recording.file = File(file, name=value["file"].name)
        recording.captions = _stored(value["captions"].name, words) or File(captions, name=value["captions"].name)
        recording.save()
    return recording.pk


def _stored(name, words):
    """Where captions of this name and these very words are stored already, or None: a video and what one hears of it may share them."""
    alike = Recording.objects.filter(captions__endswith=f"/{name}")
    return next((one.captions.name for one in alike if one.captions.open("rb").read() == words), None)


def written(value):
    """A block's recording as the values of its fence."""
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
