"""Register the export, visibility and erasure of personal data about the directory."""

from wagtail import hooks

from cms.directory import personal_data
from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, WHO_SEES


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.visibility(person)
