"""Registers what Find covers in cms: pages and vocabulary."""

from wagtail import hooks

from cms.hooks import SEARCHABLE_MODELS
from cms.search import searchable


@hooks.register(SEARCHABLE_MODELS)
def register_searchable_models():
    return searchable.searchable_models()
