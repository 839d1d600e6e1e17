"""Template tags for the admin."""

from django import template

from cms.desk.checks import publish_checks as checked

register = template.Library()


@register.inclusion_tag("desk/before_publishing.html")
def before_publishing(page):
    """Show what blocks publishing the page, and suggestions."""
    return checked(page)
