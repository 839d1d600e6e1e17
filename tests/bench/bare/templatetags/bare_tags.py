"""Menu and breadcrumbs as in Wagtail's tutorial and demo."""

from django import template
from wagtail.models import Page, Site

register = template.Library()


@register.simple_tag(takes_context=True)
def get_site_root(context):
    return Site.find_for_request(context["request"]).root_page


@register.inclusion_tag("bare/breadcrumbs.html", takes_context=True)
def breadcrumbs(context):
    page = context["page"]
    return {"ancestors": Page.objects.ancestor_of(page, inclusive=True).filter(depth__gt=1), "request": context["request"]}
