"""Pages of this app that site search covers."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.people.models import Authority
from cms.search.registry import SearchableModel
from community.models import EventPage, ReflectionPage


def searchable_pages():
    """Return one SearchableModel for each kind of page; see SEARCHABLE_MODELS in cms/hooks.py."""
    return [
        SearchableModel("event", "Event", "Events", EventPage, EventPage.objects.visible_to, order=40, by_authority=_events_by_authority),
        SearchableModel(
            "reflection",
            "Reflection",
            "Reflections",
            ReflectionPage,
            ReflectionPage.objects.visible_to,
            order=50,
            by_authority=_reflections_by_authority,
        ),
    ]


def _events_by_authority(events, slug):
    """Return the events that the authority leads or contributed to. Wagtail's reference index has the authorities named in blocks."""
    authority = Authority.objects.filter(slug=slug).annotate(key=Cast("pk", CharField()))
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Authority),
        to_object_id__in=authority.values("key"),
    ).annotate(page=Cast("object_id", BigIntegerField()))
    return events.filter(Q(host__slug=slug) | Q(pk__in=references.values("page")))


def _reflections_by_authority(reflections, slug):
    """Return the authority's reflections whose authors agreed to show it. Where the others work must not be findable."""
    shows_authority = [ReflectionPage.Attribution.NAMED, ReflectionPage.Attribution.ROLE]
    return reflections.filter(attribution__in=shows_authority, authority__slug=slug)
