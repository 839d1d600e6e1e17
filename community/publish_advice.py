"""Advice to editors before they publish an event or a reflection. None of it blocks publishing."""

from community.models import ReflectionPage


def publish_advice(page, on):
    """Yield sentences about what is missing from the page; see BEFORE_PUBLISHING in cms/hooks.py.

    `on` is today's date: an event to come is an invitation, a past one needs a write-up.
    """
    if not page.summary:
        yield "There is no summary. People use it to decide what to read."
    if isinstance(page, ReflectionPage):
        yield from _reflection_advice(page)
    elif page.is_upcoming(on):
        yield from _invitation_advice(page)
    else:
        yield from _write_up_advice(page)


def _reflection_advice(page):
    if not page.answers:
        yield "There are no questions and answers yet."
    if not page.source_title and not page.source_url:
        yield "No source is given. If it was published, say where. If they told you, the editors are responsible for it."


def _invitation_advice(page):
    if not page.intro:
        yield "It does not say why to come."
    if not page.mode and not page.place:
        yield "It does not say where it is, or that it is online."
    if not page.host_id:
        yield "It does not say who leads it."


def _write_up_advice(page):
    if not page.points:
        yield "The event is over, and nothing says what people took away."
    if page.attendance is None:
        yield "It does not say how many people were there. Leave this empty if no one counted."
    if not page.resources:
        yield "There are no resources: slides, a handout, or a link to a write-up elsewhere."
