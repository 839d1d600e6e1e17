"""Template tags for what members can do with a page, and for where things are used."""

from django import template

from cms.members.models import ProvocationAnswer
from cms.members.page_footer import page_footer, used_in
from cms.people.permissions import is_member

register = template.Library()


@register.inclusion_tag("components/around.html", takes_context=True)
def around_page(context, page, is_brief=False):
    """Show the page's footer: see cms/members/page_footer.py. `is_brief` folds the lists of related pages."""
    request = context.get("request")
    return {"around": page_footer(page, request) if request else None, "is_brief": is_brief, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("members/private_answer.html", takes_context=True)
def private_answer(context, provocation):
    """Show the member's private answer to a provocation, with the form to write or change it; nothing in a preview."""
    user = context.get("user")
    if user is None or not is_member(user) or not provocation.pk:
        return {}
    answer = ProvocationAnswer.objects.of(user).filter(provocation=provocation).first()
    return {"provocation": provocation, "answer": answer, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/uses.html")
def uses_of(instance):
    """List the pages that show a provocation or a figure."""
    return {"uses": used_in(instance)}
