"""Template tags that any page may use."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cms.page_tree.snapshot import current_tree
from cms.pages.pictures import QuietPicture

register = template.Library()


@register.simple_tag
@cache  # called dozens of times on every page; depends on static files only, which change with a deploy and so with a new process
def icon(name):
    """Return an icon from the sprite. It is hidden from screen readers, so put a text beside it."""
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', name, static("cms/icons.svg"), name
    )


@register.simple_tag
def quiet_picture(name, is_described=True):
    """Return a picture of QuietPicture, "" without a name. Its colours are those of the page, so it also suits the dark."""
    if name not in QuietPicture.values:
        return ""
    said = format_html('role="img" aria-label="{}"', QuietPicture(name).label) if is_described else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="quiet-picture" viewBox="0 0 240 120" width="240" height="120" {}><use href="{}#picture"></use></svg>',
        said,
        static(f"cms/pictures/{name}.svg"),
    )


@register.simple_tag
def chosen_filters(form):
    """Return the chosen values of a form of filters as people read them, "Risk, Hub worker", or ""."""
    chosen = []
    for field in form:
        if value := field.value():
            labels = {str(key): str(label) for key, label in getattr(field.field, "choices", [])}
            chosen.append(labels.get(str(value), str(value)))
    return ", ".join(chosen)


@register.simple_tag
def start_here_url():
    """Return the URL of “Start here”, or "" if members may not open it."""
    node = current_tree().first_live("pages.startindexpage")
    return node.url if node and current_tree().is_open(node.id) else ""
