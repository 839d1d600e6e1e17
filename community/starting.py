"""Events and reflections as starter content: how their files become pages, and back.

The body of such a file holds fences only, after an event's introduction; each fence goes to the field of its kind.
"""

from datetime import date, time

from wagtail import blocks
from wagtail.documents import get_document_model

from cms.accounts.demo import INVENTED
from cms.accounts.models import Authority
from cms.pages.blocks import NonBlankRichTextBlock
from cms.pages.models import HomePage
from cms.starter_content import files, text
from cms.starter_content.content_types import ROOT, PageKind, bare_words, publish
from cms.starter_content.fences import SHARED, read_body, write_body
from cms.starter_content.fields import Field, OneOf, many, md, page_of_this_site, plain, stored_file
from cms.starter_content.files import StarterError
from cms.starter_content.text import LinkProblem
from cms.vocabulary.models import Theme
from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage

STARTER = ROOT / "community" / "starter"


def _optional(field, empty=None):
    """The same field, which may be left out."""
    return Field(
        lambda value, place: empty if value in (None, "") else field.read(value, place),
        lambda value, place: field.write(value, place) or None,
        required=False,
    )


def _read_authority(value, place):
    found = Authority.objects.filter(slug=value).values_list("pk", flat=True).first()
    if found is None:
        raise LinkProblem(f"there is no authority “{value}”")
    return str(found)


def _read_day(value, place):
    if type(value) is not date:
        raise LinkProblem(f"“{value}” is no date such as 2021-06-01")
    return value


def _written_authority(value, place=None):
    """The slug of an authority, or None for one of the demo's, which no file holds."""
    return Authority.objects.filter(pk=value).exclude(slug__in=INVENTED).values_list("slug", flat=True).first()


_page = page_of_this_site()
_authority = Field(_read_authority, _written_authority)
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
# The field each kind of fence goes to, in the order they are written.
STREAMS = {
    "sessions": ["session"],
    "points": ["points"],
    "contributions": ["contribution"],
    "quotes": ["quote"],
    "resources": ["link", "video", "audio"],
    "since": ["since"],
}
REFLECTION = {"answer": {"prompt": plain(), "text": md()}, "quote": SHARED["quote"]}


def _stream(model, field):
    return model._meta.get_field(field).stream_block


def _one_of(document, key, choices):
    """A front-matter value that must be one of the choices, or nothing."""
    value = document.front.get(key) or ""
    if value and value not in choices:
        raise document.error(key, f"“{value}” in “{key}” is not known; known are {', '.join(one for one in choices if one)}.")
    return value


def _authority_of(document, key):
    slug = document.front.get(key)
    found = Authority.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise document.error(key, f"“{slug}” in “{key}” does not exist.")
    return found


def _time(document, key):
    value = document.front.get(key)
    if value in (None, ""):
        return None
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise document.error(key, f"“{key}” must be a time in quotes, such as '09:30'.") from None


class IndexKind(PageKind):
    """One of the two lists themselves."""

    required, optional = ["title"], ["summary"]
    file = ""

    def documents(self):
        yield self.checked(files.read(STARTER / self.file, ROOT))

    def parent(self, document):
        return HomePage.objects.get()

    def fill(self, document, thing, place):
        publish(thing, title=document.front["title"], summary=document.front.get("summary") or "")

    def things(self):
        return self.model.objects.live()

    def filename(self, thing):
        return f"community/starter/{self.file}"

    def dump(self, thing, place):
        return files.write({"title": thing.title, "summary": thing.summary, **self.review(thing)})


class EventIndex(IndexKind):
    name, model, file = "list of events", EventIndexPage, "events.md"


class ReflectionIndex(IndexKind):
    name, model, file = "list of reflections", ReflectionIndexPage, "reflections.md"


class BelowIndex(PageKind):
    """Pages below one of the lists, a file each."""

    index: type

    def documents(self):
        for path in sorted((STARTER / self.folder).glob("*.md")):
            yield self.checked(files.read(path, ROOT))

    def parent(self, document):
        return self.index.objects.get()

    def things(self):
        return self.model.objects.live().order_by("slug")

    def filename(self, thing):
        return f"community/starter/{self.folder}/{thing.slug}.md"

    def _themes(self, document):
        slugs = files.as_list(document, "themes")
        found = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in found:
                raise document.error("themes", f"“{slug}” in “themes” does not exist.")
        return [found[slug] for slug in slugs]


class Events(BelowIndex):
    name, model, index, folder = "event", EventPage, EventIndexPage, "events"
    required = ["title", "summary", "starts"]
    optional = ["kind", "ends", "only_month", "from", "to", "mode", "place", "led_by", "programme", "part_of", "themes"]
    optional += ["attendance", "attendance_source", "attendance_url"]

    def bare(self, document):
        starts = files.as_date(document, "starts")
        return {"starts_on": starts, "ends_on": starts}

    def fill(self, document, thing, place):
        front = document.front
        thing.themes.set(self._themes(document))
        intro, streams = self._read(document, place)
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            kind=_one_of(document, "kind", EventPage.Kind.values),
            starts_on=files.as_date(document, "starts"),
            ends_on=files.as_date(document, "ends"),
            only_month=bool(front.get("only_month")),
            start_time=_time(document, "from"),
            end_time=_time(document, "to"),
            mode=_one_of(document, "mode", EventPage.Mode.values),
            place=front.get("place") or "",
            host=_authority_of(document, "led_by"),
            programme=front.get("programme") or "",
            part_of=self._part_of(document),
            attendance=front.get("attendance"),
            attendance_source=front.get("attendance_source") or "",
            attendance_url=front.get("attendance_url") or "",
            intro=intro,
            **streams,
        )

    def _part_of(self, document):
        slug = document.front.get("part_of")
        found = EventPage.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise document.error("part_of", f"“{slug}” in “part_of” is no event.")
        return found

    def _read(self, document, place):
        """The introduction as rich text, and each stream field's value."""
        for number, line in enumerate(document.body.split("\n"), start=document.body_line):
            if line.startswith("## ") or line.startswith("### "):
                raise StarterError(document.shown, number, "an event has no headings of its own: its parts bring theirs.")
        children = {kind: _stream(EventPage, name).child_blocks[kind] for name, kinds in STREAMS.items() for kind in kinds}
        whole = blocks.StreamBlock([("text", NonBlankRichTextBlock(required=False)), *children.items()], required=False)
        value = read_body(document, whole, EVENT, place)
        intro = "".join(child.value.source for child in value if child.block_type == "text")
        prepared = value.get_prep_value()
        return intro, {
            name: _stream(EventPage, name).to_python([one for one in prepared if one["type"] in kinds]) for name, kinds in STREAMS.items()
        }

    def dump(self, thing, place):
        front = {
            "title": thing.title,
            "summary": thing.summary,
            "kind": thing.kind,
            "starts": thing.starts_on,
            "ends": thing.ends_on if thing.ends_on != thing.starts_on else None,
            "only_month": thing.only_month,
            "from": f"{thing.start_time:%H:%M}" if thing.start_time else None,
            "to": f"{thing.end_time:%H:%M}" if thing.end_time else None,
            "mode": thing.mode,
            "place": thing.place,
            "led_by": _written_authority(thing.host_id),
            "programme": thing.programme,
            "part_of": thing.part_of.slug if thing.part_of and thing.part_of.live else None,
            "themes": [theme.slug for theme in thing.themes.order_by("order", "slug")],
            "attendance": thing.attendance,
            "attendance_source": thing.attendance_source,
            "attendance_url": thing.attendance_url,
            **self.review(thing),
        }
        if thing.only_month and (thing.ends_on.year, thing.ends_on.month) == (thing.starts_on.year, thing.starts_on.month):
            front["ends"] = None
        parts = [text.to_markdown(thing.intro, place.path), *(write_body(getattr(thing, name), EVENT, place) for name in STREAMS)]
        return files.write(front, "\n\n".join(part for part in parts if part))


class Reflections(BelowIndex):
    name, model, index, folder, formats = "reflection", ReflectionPage, ReflectionIndexPage, "reflections", REFLECTION
    required = ["title", "summary", "role", "region", "voice", "written"]
    optional = ["attribution", "consent_words", "name", "authority", "hub", "themes", "source_title", "source_url"]

    def bare(self, document):
        return {"role": bare_words(document, "role", 120)}

    def fill(self, document, thing, place):
        front = document.front
        words = {key: front.get(key) or "" for key in ("name", "consent_words", "hub", "source_title", "source_url")}
        thing.themes.set(self._themes(document))
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            role=front["role"],
            region=_one_of(document, "region", ReflectionPage.Region.values),
            voice=_one_of(document, "voice", ReflectionPage.Voice.values),
            written=str(front["written"]),
            attribution=_one_of(document, "attribution", ReflectionPage.Attribution.values) or ReflectionPage.Attribution.ANONYMOUS,
            authority=_authority_of(document, "authority"),
            answers=self.body(document, place, "answers"),
            **words,
        )

    def dump(self, thing, place):
        front = {
            "title": thing.title,
            "summary": thing.summary,
            "role": thing.role,
            "region": thing.region,
            "attribution": thing.attribution,
            "consent_words": thing.consent_words,
            "name": thing.name,
            "authority": _written_authority(thing.authority_id),
            "hub": thing.hub,
            "voice": thing.voice,
            "written": thing.written,
            "themes": [theme.slug for theme in thing.themes.order_by("order", "slug")],
            "source_title": thing.source_title,
            "source_url": thing.source_url,
            **self.review(thing),
        }
        return files.write(front, write_body(thing.answers, self.formats, place))


def kinds():
    """Community's kinds, in the order they are loaded."""
    return [EventIndex(), ReflectionIndex(), Events(), Reflections()]
