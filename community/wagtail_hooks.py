"""Hooks of cms, and the template context of our pages."""

from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.signals import page_published

from cms.hooks import (
    BEFORE_PUBLISHING,
    DEMO_HISTORY,
    EXPORT_MEMBER,
    FORGET_MEMBER,
    MEMBER_PANEL,
    NAVIGATION,
    SEARCH_SOURCE,
    SEARCHABLE_MODELS,
    STARTER_CONTENT,
    TRAINERS_EDIT,
    WHO_SEES,
)
from cms.notices.sources import register_followed, register_notice_source
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import register_page_context
from community import notice_sources, personal_data
from community.actions import tell_cancelled
from community.board_demo import load_board_history
from community.board_panels import new_topics_panel
from community.board_starter import Boards
from community.demo import load_history
from community.index_pages import event_index_context, reflection_index_context
from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage
from community.page_context import event_context, reflection_context
from community.publish_advice import publish_advice
from community.search_sources import board_posts, searchable_pages
from community.starter_content import kinds

register_page_context(EventIndexPage, event_index_context)
register_page_context(EventPage, event_context)
register_page_context(ReflectionIndexPage, reflection_index_context)
register_page_context(ReflectionPage, reflection_context)
for source in notice_sources.SOURCES:
    register_notice_source(source)
register_followed(notice_sources.followed)


def event_published(sender, instance, **kwargs):
    tell_cancelled(event=instance, at=timezone.now())


page_published.connect(event_published, sender=EventPage, dispatch_uid="community_event_published")


@hooks.register(NAVIGATION)
def navigation(request):
    index = current_tree().first_live("community.eventindexpage")
    return {"title": "Events", "url": index.url, "order": 20} if index and index.url else None


@hooks.register(NAVIGATION)
def boards_navigation(request):
    return {"title": "Boards", "url": reverse("boards:index"), "order": 25}


@hooks.register(MEMBER_PANEL)
def new_on_boards(request):
    return new_topics_panel(request)


@hooks.register(STARTER_CONTENT)
def starter_content():
    return kinds()


@hooks.register(STARTER_CONTENT)
def starter_boards():
    return [Boards()]


@hooks.register(TRAINERS_EDIT)
def trainers_edit_events():
    return EventIndexPage.objects.first()


@hooks.register(TRAINERS_EDIT)
def trainers_edit_reflections():
    return ReflectionIndexPage.objects.first()


@hooks.register(BEFORE_PUBLISHING)
def before_publishing(page):
    return publish_advice(page, timezone.localdate()) if isinstance(page, (EventPage, ReflectionPage)) else None


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.visibility(person)


@hooks.register(DEMO_HISTORY)
def demo_history(now):
    load_history(now)
    load_board_history(now)


@hooks.register(SEARCHABLE_MODELS)
def findable():
    return searchable_pages()


@hooks.register(SEARCH_SOURCE)
def find_posts():
    return board_posts()
