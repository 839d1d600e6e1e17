"""Registers people in Find, the numbers for tonight in the page tree, and the export, visibility and erasure of directory cards."""

from wagtail import hooks

from cms.directory import personal_data
from cms.directory.search_source import search_people
from cms.directory.tonight import IN_TREE_NAME, read_details
from cms.hooks import EXPORT_MEMBER, FORGET_MEMBER, IN_TREE, SEARCH_SOURCE, WHO_SEES
from cms.search.registry import SearchSource


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.visibility(person)


@hooks.register(SEARCH_SOURCE)
def register_people_search():
    return SearchSource("person", "Person", "People to ask", search_people)


@hooks.register(IN_TREE)
def tonight_in_page_tree():
    return IN_TREE_NAME, read_details()
