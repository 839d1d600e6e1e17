"""How the blocks of events and reflections are written in starter files."""

from datetime import date

from wagtail.documents import get_document_model

from cms.people.models import Authority
from cms.starter_content.demo_people import DEMO_AUTHORITY_SLUGS
from cms.starter_content.fences import SHARED
from cms.starter_content.fields import Field, OneOf, many, md, page_path, plain, stored_file
from cms.starter_content.text import InvalidValue


def authority_slug(pk):
    """Return the slug of an authority, None for one of the demo’s, which are not exported."""
    return Authority.objects.filter(pk=pk).exclude(slug__in=DEMO_AUTHORITY_SLUGS).values_list("slug", flat=True).first()


def _optional(field, empty=None):
    """Return the same field, except that it may be left out: it is then `empty`."""
    return Field(
        lambda value, place: empty if value in (None, "") else field.read(value, place),
        lambda value, place: field.write(value, place) or None,
        required=False,
    )


def _read_authority(value, place):
    pk = Authority.objects.filter(slug=value).values_list("pk", flat=True).first()
    if pk is None:
        raise InvalidValue(f"there is no authority “{value}”")
    return str(pk)


def _read_day(value, place):
    if type(value) is not date:
        raise InvalidValue(f"“{value}” is not a date such as 2021-06-01")
    return value


_page = page_path()
_authority = Field(_read_authority, lambda value, place: authority_slug(value))
_day = Field(_read_day, lambda value, place: date.fromisoformat(str(value)))
LINK = OneOf(
    ends=("page", "url", "file"),
    fields={
        "title": plain(False),
        "page": _optional(_page),
        "url": plain(False),
        "file": stored_file(get_document_model, required=False),
        "note": plain(False),
    },
)
_links = _optional(many(LINK), [])
_point = {"text": plain(), "page": _optional(_page), "url": plain(False), "link_title": plain(False)}
EVENT = {
    "session": {"title": plain(), "led_by": plain(False), "role": plain(False), "text": md(False), "links": _links},
    "points": {"theme": plain(), "points": many(_point)},
    "contribution": {"authority": _authority, "title": plain(False), "text": md(False), "links": _links},
    "quote": SHARED["quote"],
    "link": LINK,
    "video": SHARED["video"],
    "audio": SHARED["audio"],
    "since": {"day": _day, "text": md(), "links": _links},
}
# {field of the page: kinds of block it takes}, in the order they are exported.
STREAMS = {
    "sessions": ["session"],
    "points": ["points"],
    "contributions": ["contribution"],
    "quotes": ["quote"],
    "resources": ["link", "video", "audio"],
    "since": ["since"],
}
REFLECTION = {"answer": {"prompt": plain(), "text": md()}, "quote": SHARED["quote"]}
