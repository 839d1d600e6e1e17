"""Starter content of events and reflections: how a file becomes a page, and back.

The body of an event’s file is its introduction, then fenced blocks; that of a reflection is fenced blocks only.
"""

from datetime import time

from wagtail import blocks

from cms.pages.blocks import NonBlankRichTextBlock
from cms.pages.models import HomePage
from cms.people.models import Authority
from cms.starter_content import files, text
from cms.starter_content.content_types import ROOT, PageType, initial_value, publish
from cms.starter_content.fences import read_body, write_body
from cms.starter_content.files import StarterError
from cms.vocabulary.models import Theme
from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage
from community.starter_formats import EVENT, REFLECTION, STREAMS, authority_slug

STARTER = ROOT / "community" / "starter"


def _stream(model, field):
    return model._meta.get_field(field).stream_block


def _read_choice(document, key, choices):
    """Return the value of `key` in the front matter, "" if it is left out. Raises StarterError for an unknown one."""
    value = document.front.get(key) or ""
    if value and value not in choices:
        raise document.error(key, f"“{value}” in “{key}” is not known. Use one of: {', '.join(filter(None, choices))}.")
    return value


def _read_authority(document, key):
    slug = document.front.get(key)
    authority = Authority.objects.filter(slug=slug).first() if slug else None
    if slug and authority is None:
        raise document.error(key, f"“{slug}” in “{key}” does not exist.")
    return authority


def _read_time(document, key):
    value = document.front.get(key)
    if value in (None, ""):
        return None
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise document.error(key, f"“{key}” must be a time in quotes, such as '09:30'.") from None


class IndexKind(PageType):
    """An index page, which has one file."""

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


class ChildKind(PageType):
    """The pages below an index page, which have one file each."""

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
        themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in themes:
                raise document.error("themes", f"“{slug}” in “themes” does not exist.")
        return [themes[slug] for slug in slugs]


class Events(ChildKind):
    name, model, index, folder = "event", EventPage, EventIndexPage, "events"
    required = ["title", "summary", "starts"]
    optional = ["kind", "ends", "only_month", "from", "to", "mode", "place", "led_by", "programme", "part_of", "themes", "cancelled"]
    optional += ["attendance", "attendance_source", "attendance_url"]

    def bare(self, document):
        starts = files.as_date(document, "starts")
        return {"starts_on": starts, "ends_on": starts}

    def fill(self, document, thing, place):
        front = document.front
        thing.themes.set(self._themes(document))
        intro, streams = self._intro_and_streams(document, place)
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            kind=_read_choice(document, "kind", EventPage.Kind.values),
            starts_on=files.as_date(document, "starts"),
            ends_on=files.as_date(document, "ends"),
            only_month=bool(front.get("only_month")),
            start_time=_read_time(document, "from"),
            end_time=_read_time(document, "to"),
            mode=_read_choice(document, "mode", EventPage.Mode.values),
            place=front.get("place") or "",
            host=_read_authority(document, "led_by"),
            programme=front.get("programme") or "",
            part_of=self._part_of(document),
            cancelled_on=files.as_date(document, "cancelled"),
            attendance=front.get("attendance"),
            attendance_source=front.get("attendance_source") or "",
            attendance_url=front.get("attendance_url") or "",
            intro=intro,
            **streams,
        )

    def _part_of(self, document):
        slug = document.front.get("part_of")
        event = EventPage.objects.filter(slug=slug).first() if slug else None
        if slug and event is None:
            raise document.error("part_of", f"“{slug}” in “part_of” is not an event.")
        return event

    def _intro_and_streams(self, document, place):
        """Return the introduction as rich text, and {field: stream value}. Raises StarterError."""
        for number, line in enumerate(document.body.split("\n"), start=document.body_line):
            if line.startswith("## ") or line.startswith("### "):
                raise StarterError(document.label, number, "an event’s file has no headings: its blocks add them.")
        children = {kind: _stream(EventPage, name).child_blocks[kind] for name, kinds in STREAMS.items() for kind in kinds}
        whole = blocks.StreamBlock([("text", NonBlankRichTextBlock(required=False)), *children.items()], required=False)
        value = read_body(document, whole, EVENT, place)
        intro = "".join(child.value.source for child in value if child.block_type == "text")
        prepared = value.get_prep_value()
        return intro, {
            name: _stream(EventPage, name).to_python([block for block in prepared if block["type"] in kinds])
            for name, kinds in STREAMS.items()
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
            "led_by": authority_slug(thing.host_id),
            "programme": thing.programme,
            "part_of": thing.part_of.slug if thing.part_of and thing.part_of.live else None,
            "themes": [theme.slug for theme in thing.themes.order_by("order", "slug")],
            "cancelled": thing.cancelled_on,
            "attendance": thing.attendance,
            "attendance_source": thing.attendance_source,
            "attendance_url": thing.attendance_url,
            **self.review(thing),
        }
        if thing.only_month and (thing.ends_on.year, thing.ends_on.month) == (thing.starts_on.year, thing.starts_on.month):
            front["ends"] = None
        parts = [text.to_markdown(thing.intro, place.path), *(write_body(getattr(thing, name), EVENT, place) for name in STREAMS)]
        return files.write(front, "\n\n".join(part for part in parts if part))


class Reflections(ChildKind):
    name, model, index, folder, formats = "reflection", ReflectionPage, ReflectionIndexPage, "reflections", REFLECTION
    required = ["title", "summary", "role", "region", "voice", "written"]
    optional = ["attribution", "consent_words", "name", "authority", "hub", "themes", "source_title", "source_url"]

    def bare(self, document):
        return {"role": initial_value(document, "role", 120)}

    def fill(self, document, thing, place):
        front = document.front
        optional_text = {key: front.get(key) or "" for key in ("name", "consent_words", "hub", "source_title", "source_url")}
        thing.themes.set(self._themes(document))
        publish(
            thing,
            title=front["title"],
            summary=front["summary"],
            role=front["role"],
            region=_read_choice(document, "region", ReflectionPage.Region.values),
            voice=_read_choice(document, "voice", ReflectionPage.Voice.values),
            written=str(front["written"]),
            attribution=_read_choice(document, "attribution", ReflectionPage.Attribution.values) or ReflectionPage.Attribution.ANONYMOUS,
            authority=_read_authority(document, "authority"),
            answers=self.body(document, place, "answers"),
            **optional_text,
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
            "authority": authority_slug(thing.authority_id),
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
    """Return the kinds of starter content, in loading order; see STARTER_CONTENT in cms/hooks.py."""
    return [EventIndex(), ReflectionIndex(), Events(), Reflections()]
