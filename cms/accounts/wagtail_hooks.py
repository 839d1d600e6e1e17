"""What the rooms of people plug into the ground's sockets."""

from wagtail import hooks

from cms.accounts import held
from cms.accounts.actions.forgetting import forget_own_rows
from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, WHO_SEES


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return held.chapters(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    forget_own_rows(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return held.sights(person)
