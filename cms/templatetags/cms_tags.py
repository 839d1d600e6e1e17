"""Template tags of the ground."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@cache
def _sprite():
    """The sprite's address: asked for many times on every page, and the same as long as the process lives."""
    return static("cms/icons.svg")


@register.simple_tag
def icon(name):
    """A picture from the sprite, hidden from screen readers: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', name, _sprite(), name
    )
