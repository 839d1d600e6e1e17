"""Registers what Find covers in cms: pages, vocabulary and people."""

from wagtail import hooks

from cms.hooks import SEARCH_SOURCE, SEARCHABLE_MODELS
from cms.search import searchable
from cms.search.people import search_people
from cms.search.registry import SearchSource


@hooks.register(SEARCHABLE_MODELS)
def register_searchable_models():
    return searchable.searchable_models()


@hooks.register(SEARCH_SOURCE)
def register_people_search():
    return SearchSource("person", "Person", "People to ask", search_people)
