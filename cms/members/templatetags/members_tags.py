"""Template tags for what members can do with a page, and for where things are used."""

from django import template

from cms.members.page_footer import page_footer, used_in

register = template.Library()


@register.inclusion_tag("components/around.html", takes_context=True)
def around_page(context, page, prints=True):
    """Show the page's footer: see cms/members/page_footer.py. `prints` is false if the page itself explains how to print it."""
    request = context.get("request")
    return {"around": page_footer(page, request) if request else None, "prints": prints, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/uses.html")
def uses_of(instance):
    """List the pages that show a provocation or a figure."""
    return {"uses": used_in(instance)}
