"""What community plugs into the ground's sockets."""

from django.utils import timezone
from wagtail import hooks

from cms.hooks import (
    BEFORE_PUBLISHING,
    DEMO_HISTORY,
    EXPORT_MEMBER,
    FINDABLE,
    FORGET_MEMBER,
    NAVIGATION,
    STARTER_CONTENT,
    TRAINERS_EDIT,
    WHO_SEES,
)
from cms.page_tree.snapshot import current_tree
from community import desk, findable, held
from community.demo import load_history
from community.models import EventIndexPage, EventPage, ReflectionIndexPage, ReflectionPage
from community.starting import kinds


@hooks.register(NAVIGATION)
def events(request):
    index = current_tree().first_live("community.eventindexpage")
    return {"title": "Events", "url": index.url, "order": 20} if index and index.url else None


@hooks.register(STARTER_CONTENT)
def starter_content():
    return kinds()


@hooks.register(TRAINERS_EDIT)
def trainers_edit_events():
    return EventIndexPage.objects.first()


@hooks.register(TRAINERS_EDIT)
def trainers_edit_reflections():
    return ReflectionIndexPage.objects.first()


@hooks.register(BEFORE_PUBLISHING)
def before_publishing(page):
    return desk.worth_a_look(page, timezone.localdate()) if isinstance(page, (EventPage, ReflectionPage)) else None


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return held.chapters(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    held.forget(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return held.sights(person)


@hooks.register(DEMO_HISTORY)
def demo_history(now):
    load_history(now)


@hooks.register(FINDABLE)
def found_in_community():
    return findable.kinds()
