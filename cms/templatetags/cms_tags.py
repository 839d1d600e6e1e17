"""Template tags of the ground."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html

from cms.members.page_footer import page_footer, used_in
from cms.page_tree.snapshot import current_tree

register = template.Library()


@register.simple_tag
@cache
def icon(name):
    """A picture from the sprite, hidden from screen readers: the words beside it carry the meaning.

    Asked for many times on every page, and the same as long as the process lives.
    """
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', name, static("cms/icons.svg"), name
    )


@register.simple_tag
@cache
def fixed(template):
    """What is the same on every page as long as the process lives: addresses of style sheets, the box to find with. No context."""
    return render_to_string(template)


@register.inclusion_tag("components/around.html", takes_context=True)
def around_page(context, page, prints=True):
    """What stands at the end of a page: see cms/around.py. `prints` is false where the page says elsewhere how it is printed."""
    request = context.get("request")
    return {"around": page_footer(page, request) if request else None, "prints": prints, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/uses.html")
def uses_of(thing):
    """The pages that show a provocation or a figure."""
    return {"uses": used_in(thing)}


@register.simple_tag
def start_here_url():
    """The address of “Start here”, or nothing while there is none."""
    node = current_tree().first_live("pages.startindexpage")
    return node.url if node and current_tree().is_open(node.id) else ""
