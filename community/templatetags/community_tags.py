"""Template tags for pages of the site on which boards appear."""

from django import template

from cms.people.permissions import is_member
from community.page_discussion import discussion_of, page_about

register = template.Library()


@register.inclusion_tag("community/discussion.html", takes_context=True)
def discussion(context, page):
    """Show what people say on boards about the page; nothing in a preview. Takes one query and must not be cached."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if not page.pk or user is None or not is_member(user) or getattr(request, "is_preview", False):
        return {}
    node = page_about(page.pk)
    return {"discussion": discussion_of(page.pk, node.kind, user), "page": page} if node else {}
