"""What is worth a look before an event or a reflection is published; none of it keeps it from being published."""

from community.models import ReflectionPage


def publish_advice(page, on):
    """Sentences for the editor. `on` is today: an invitation lacks other things than a write-up."""
    if not page.summary:
        yield "It has no summary. That is the sentence by which people choose."
    if isinstance(page, ReflectionPage):
        yield from _of_a_reflection(page)
    elif page.is_upcoming(on):
        yield from _of_an_invitation(page)
    else:
        yield from _of_a_write_up(page)


def _of_a_reflection(page):
    if not page.answers:
        yield "There is no question with its answer yet."
    if not page.source_title and not page.source_url:
        yield "No source is given. If it was published, say where; if they told you, the editors answer for it."


def _of_an_invitation(page):
    if not page.intro:
        yield "It does not say why to come."
    if not page.mode and not page.place:
        yield "It says neither where it is nor that it is online."
    if not page.host_id:
        yield "It does not say who leads it."


def _of_a_write_up(page):
    if not page.points:
        yield "It is over, and nothing says what people took away."
    if page.attendance is None:
        yield "It does not say how many were there. Leave it so if nobody counted."
    if not page.resources:
        yield "There is no source and nothing to go on with: slides, a handout, where it was written up."
