"""Helpers for the tests of blocks: the real blocks of a lesson, their errors, their HTML, and files of the right type."""

from io import BytesIO

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.library.models import Recording
from learning.models import LessonPage

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror='alert(2)'>"


def block_of(kind):
    """Return the block as used in a lesson."""
    return LessonPage._meta.get_field("body").stream_block.child_blocks[kind]


def refused(kind, raw, draft=False):
    """Return the block's errors for a value as {field: message}; empty if the value is valid."""
    block = block_of(kind)
    try:
        (block.clean_deferred if draft else block.clean)(block.to_python(raw))
    except ValidationError as problem:
        return _sentences(problem)
    return {}


def _sentences(problem, name=""):
    inner = getattr(problem, "block_errors", None)
    if inner:
        pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
        return {key: words for part, one in pairs if one for key, words in _sentences(one, part if isinstance(part, str) else name).items()}
    return {name: " ".join(problem.messages)}


def shown(kind, raw, **context):
    """Return the block's HTML as soup, rendered by the block itself."""
    block = block_of(kind)
    return BeautifulSoup(str(block.render(block.to_python(raw), context=context)), "html.parser")


def is_harmless(soup):
    """Return whether no part of a hostile value became a tag. The site's own scripts come from files."""
    return not soup.select_one("script:not([src^='/static/'])") and not soup.find("img", onerror=True)


def text_of(soup):
    """Return its text with single spaces."""
    return " ".join(soup.get_text(" ").split())


def a_document(name, content=b"some bytes"):
    """Store a document with this file name."""
    document = get_document_model()(title=name, file=ContentFile(content, name=name))
    document._set_document_file_metadata()
    document.save()
    return document


VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nThe kettle goes on.\n"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"


def a_recording(name="talk.mp4", **fields):
    """Return a complete recording in the library: captions, transcript and length, unless `fields` say otherwise."""
    said = {"title": "A hub in the morning", "transcript": "The kettle goes on.", "duration": 150, **fields}
    recording = Recording(type="audio" if name.endswith(("mp3", "m4a")) else "video", **said)
    recording.file = ContentFile(MP4, name=name)
    if "captions" not in fields:
        recording.captions = ContentFile(VTT, name="talk.vtt")
    recording.save()
    return recording


def png(width=40, height=30):
    """Return the bytes of a small picture."""
    out = BytesIO()
    Drawing.new("RGB", (width, height), "purple").save(out, "PNG")
    return out.getvalue()


def an_image(title="A door", name="door.png"):
    """Store a picture."""
    return get_image_model().objects.create(title=title, file=ContentFile(png(), name=name), width=40, height=30)
