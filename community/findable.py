"""What Find looks through here: events and practitioners' reflections."""

from cms.search.kinds import Findable
from community.models import EventPage, ReflectionPage


def _led_by(pages, slug):
    return pages.filter(host__slug=slug)


def _of_those_named(pages, slug):
    """Reflections of people who agreed to be named; where the others work is nobody's to find."""
    return pages.filter(consent=True, authority__slug=slug)


def kinds():
    """Community's kinds."""
    return [
        Findable("event", "Event", "Events", EventPage, EventPage.objects.visible_to, order=40, by_authority=_led_by),
        Findable(
            "reflection",
            "Reflection",
            "Reflections",
            ReflectionPage,
            ReflectionPage.objects.visible_to,
            order=50,
            by_authority=_of_those_named,
        ),
    ]
