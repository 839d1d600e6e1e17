"""Register the export, visibility and erasure of personal data about memberships, roles, invitations and requests to join."""

from wagtail import hooks

from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, WHO_SEES
from cms.people import personal_data


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.visibility(person)
