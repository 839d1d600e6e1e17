"""Pages and posts of this app that site search covers."""

from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.page_tree.snapshot import current_tree
from cms.people.models import Authority
from cms.search.registry import SearchableModel, SearchHit, SearchSource
from community.models import EventPage, ReflectionPage
from community.post_search import PostSearch, find_posts, found_line, found_text

MAX_POSTS = 5


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


def board_posts():
    """Return the SearchSource of posts: the newest few, with a link to the search in boards. See SEARCH_SOURCE in cms/hooks.py."""
    return SearchSource("post", "Post", "On the boards", _posts, order=90, all_url=_all_url)


def _posts(user, query):
    """Return the newest posts with the words. Find's filters by job and authority are about pages, so with them no posts are shown."""
    if query.role or query.authority:
        return []
    theme = _theme(query)
    if query.theme and not theme:
        return []
    found = find_posts(user, PostSearch(query.words, theme=theme), limit=MAX_POSTS)
    return [
        SearchHit("post", post.topic.title, post.get_absolute_url(), found_text(post, query.words), found_line(post))
        for post in found.posts
    ]


def _theme(query):
    return next((theme.pk for theme in current_tree().themes if theme.slug == query.theme), None) if query.theme else None


def _all_url(query):
    filters = {"q": " ".join(query.words), "theme": _theme(query)}
    return f"{reverse('boards:search')}?{urlencode({name: value for name, value in filters.items() if value})}"
