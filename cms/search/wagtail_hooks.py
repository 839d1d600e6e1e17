"""The kinds of content that Find covers."""

from wagtail import hooks

from cms.hooks import FINDABLE, SEARCH_SOURCE
from cms.search import sources
from cms.search.people import people_found
from cms.search.registry import Source


@hooks.register(FINDABLE)
def found_on_the_ground():
    return sources.kinds()


@hooks.register(SEARCH_SOURCE)
def people_can_be_found():
    return Source("person", "Person", "People to ask", people_found)
