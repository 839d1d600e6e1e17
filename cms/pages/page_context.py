"""Template context of pages: a registry for the apps, and breadcrumbs.

A model never imports its own presentation. Its app registers the context function in wagtail_hooks.py instead:

    register_page_context(EventPage, event_context)
"""

from collections.abc import Callable

from wagtail import hooks

from cms.page_tree.snapshot import current_tree

_context_functions: dict[type, Callable[..., dict]] = {}


def register_page_context(model, function):
    """Add what `function(page, request)` returns, a dict, to the template context of every page of this model."""
    _context_functions[model] = function


def page_context(page, request):
    """Return the registered context of the page, {} if its model has none."""
    hooks.search_for_hooks()  # the registrations are in the wagtail_hooks modules, which Wagtail imports late
    function = _context_functions.get(type(page))
    return function(page, request) if function else {}


def breadcrumbs(page, title=""):
    """Return [{"title", "url"}] from below the home page down to the page itself, which has no URL.

    `title` replaces the title of the page itself.
    """
    tree = current_tree()
    node = tree.nodes.get(page.pk)
    ancestors = tree.ancestors(node) if node else []
    return [
        *({"title": ancestor.title, "url": ancestor.url} for ancestor in ancestors if ancestor.url not in (None, "/")),
        {"title": title or page.title, "url": ""},
    ]
