"""What Find looks through here: events and practitioners' reflections."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.people.models import Authority
from cms.search.kinds import Findable
from community.models import EventPage, ReflectionPage


def _led_or_shaped_by(pages, slug):
    """Events the authority led, and those to which it brought something: Wagtail's reference index knows who is named in the blocks."""
    authority = Authority.objects.filter(slug=slug).annotate(key=Cast("pk", CharField()))
    named = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Authority),
        to_object_id__in=authority.values("key"),
    ).annotate(page=Cast("object_id", BigIntegerField()))
    return pages.filter(Q(host__slug=slug) | Q(pk__in=named.values("page")))


def _of_those_placed(pages, slug):
    """Reflections of people who agreed that their authority is said; where the others work is nobody's to find."""
    said = [ReflectionPage.Attribution.NAMED, ReflectionPage.Attribution.ROLE]
    return pages.filter(attribution__in=said, authority__slug=slug)


def kinds():
    """Community's kinds."""
    return [
        Findable("event", "Event", "Events", EventPage, EventPage.objects.visible_to, order=40, by_authority=_led_or_shaped_by),
        Findable(
            "reflection",
            "Reflection",
            "Reflections",
            ReflectionPage,
            ReflectionPage.objects.visible_to,
            order=50,
            by_authority=_of_those_placed,
        ),
    ]
