"""The hash of everything a reader sees of a case study: its fields, and the files and figures that it shows by reference.

Ids of blocks are left out, because they change when the same words are saved again. So are shared provocations, themes and links to
other pages: they are the site's own words, looked after elsewhere.
"""

import hashlib
import json

from wagtail.fields import StreamField

from casestudies.gated_fields import OWN_FIELDS, PAGE_FIELDS
from cms.vocabulary.models import Figure

FIGURE_FIELDS = ("pk", "value", "unit", "period", "place", "source", "source_url", "method", "caveat")


def content_hash(page):
    """Return the SHA-256 hash of the page's content in hexadecimal. Queries for the pictures, recordings and figures in it."""
    values = {name: _value(page, name) for name in (*PAGE_FIELDS, *OWN_FIELDS)}
    text = json.dumps([values, list(_shown(page))], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def streams(page):
    """Yield the page's stream values."""
    for name in OWN_FIELDS:
        if isinstance(_field(page, name), StreamField):
            yield getattr(page, name)


def _field(page, name):
    return page._meta.get_field(name.removesuffix("_id"))


def _value(page, name):
    if isinstance(_field(page, name), StreamField):
        stream = getattr(page, name)
        # A stream that was not read yet gives back what was stored, without the keys that a block has got since.
        list(stream)
        return _without_ids(stream.get_prep_value())
    value = getattr(page, name)
    return value.strip() if isinstance(value, str) else value


def _without_ids(value):
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if not (key == "id" and "type" in value)}
    return value


def _shown(page):
    """Yield what is shown by reference, as JSON can hold it, in the order of the page."""
    for stream in streams(page):
        for child in stream:
            if child.block_type == "picture" and child.value["image"]:
                yield ["picture", child.value["image"].pk, _picture(child.value["image"])]
            elif child.block_type in {"video", "audio"} and child.value["recording"]:
                yield ["recording", *_recording(child.value["recording"])]
            elif child.block_type == "figure":
                yield from (["figure", *figure] for figure in Figure.objects.filter(pk__in=_keys(child.value)).values_list(*FIGURE_FIELDS))


def _picture(image):
    return [image.file_hash or image.file.name, image.title, getattr(image, "description", "")]


def _recording(recording):
    captions = ""
    if recording.captions:
        try:
            with recording.captions.open("rb") as file:
                captions = hashlib.sha256(file.read()).hexdigest()
        except OSError:
            captions = recording.captions.name
    poster = _picture(recording.poster) if recording.poster else []
    return [recording.pk, recording.file_hash or recording.file.name, recording.title, captions, recording.transcript, poster]


def _keys(value):
    return [getattr(figure, "pk", figure) for figure in value["figures"] if figure]
