"""The authority's own numbers in a page that is otherwise the same for everyone."""

from django import template

from cms.directory.tonight import box_for, form_url

register = template.Library()


@register.inclusion_tag("directory/tonight_box.html", takes_context=True)
def tonight_numbers(context, box):
    """Show the numbers of the reader's own authority for one box, or what to do without them."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is not None and not hasattr(request, "tonight_form_url"):
        request.tonight_form_url = form_url(user) if getattr(user, "membership", None) else ""
    return {**box_for(user, box), "form_url": getattr(request, "tonight_form_url", "")}
