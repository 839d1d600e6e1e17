"""What community plugs into the ground's sockets."""

from wagtail import hooks

from cms.hooks import EXPORT_MEMBER, FINDABLE, FORGET_MEMBER, NAVIGATION, STARTER_CONTENT, TRAINERS_EDIT, WHO_SEES
from cms.tree import current
from community import findable, held
from community.models import EventIndexPage, ReflectionIndexPage
from community.starting import kinds


@hooks.register(NAVIGATION)
def events(request):
    index = current().first_live("community.eventindexpage")
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


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return held.chapters(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    held.forget(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return held.sights(person)


@hooks.register(FINDABLE)
def found_in_community():
    return findable.kinds()
