"""What our templates at the desk say."""

from django import template

from cms.desk.checks import publish_checks as checked

register = template.Library()


@register.inclusion_tag("cms/desk/before_publishing.html")
def before_publishing(page):
    """What keeps the page from being published, and what is worth a look."""
    return checked(page)
