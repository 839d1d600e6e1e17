"""Builders for events and reflections with realistic values, published as a trainer would."""

from datetime import date, timedelta

from django.utils import timezone

from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage
from tests.builders import publish


def make_index(home, title="Events", slug="events"):
    """Publish a list of events."""
    return home.add_child(instance=EventIndexPage(title=title, slug=slug, summary="What happened when people met."))


def make_reflection_index(home):
    """Publish a list of reflections."""
    return home.add_child(instance=ReflectionIndexPage(title="Reflections", slug="reflections"))


def make_event(index, title="A day on risk", starts_on=date(2021, 9, 15), **fields):
    """Publish an event, a day long unless `ends_on` says otherwise. Streams are given as raw lists."""
    for name in ("sessions", "points", "contributions", "quotes", "resources", "since"):
        if name in fields:
            fields[name] = EventPage._meta.get_field(name).stream_block.to_python(fields[name])
    themes = fields.pop("themes", [])
    fields = {"ends_on": starts_on, "kind": EventPage.Kind.WORKSHOP, **fields}
    event = index.add_child(instance=EventPage(title=title, starts_on=starts_on, live=False, **{"summary": "What came of it.", **fields}))
    event.themes.set(themes)
    event.full_clean()
    publish(event)
    return EventPage.objects.get(pk=event.pk)


def make_upcoming(index, title="A visit to Mill Lane", days=12, **fields):
    """Publish an event this many days from today."""
    return make_event(index, title, starts_on=timezone.localdate() + timedelta(days=days), **fields)


def make_reflection(index, title="The first visits", **fields):
    """Publish a reflection by an unnamed person."""
    given = {"role": "Portfolio lead", "region": "east", "written": "2021", "summary": "Doubts at the start.", **fields}
    answers = given.pop(
        "answers", [{"type": "answer", "value": {"prompt": "What did you think at first?", "text": "<p>That I was lost.</p>"}}]
    )
    given["answers"] = ReflectionPage._meta.get_field("answers").stream_block.to_python(answers)
    reflection = index.add_child(instance=ReflectionPage(title=title, live=False, **given))
    reflection.full_clean()
    publish(reflection)
    return ReflectionPage.objects.get(pk=reflection.pk)
