"""The welcome that a member sees on their first visit."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.people.actions import welcome as actions
from cms.people.decorators import members_only
from cms.people.forms import WelcomeForm
from cms.people.models import Role, RoleGrant


def welcome_context(user):
    """What to say on somebody's first visit, {form, manager, hub}, or None once they have put it away."""
    here = user.membership
    if user.welcomed_at or here is None:
        return None
    return {"form": WelcomeForm(user=user), **_around(here)}


def _around(here):
    if not here.hub_id:
        return {"manager": "", "hub": ""}
    held = RoleGrant.objects.current().filter(role=Role.HUB_MANAGER, hub=here.hub_id, user__is_active=True).exclude(user=here.user_id)
    found = held.select_related("user", "hub").order_by("pk").first()
    return {"manager": str(found.user), "hub": str(found.hub)} if found else {"manager": "", "hub": ""}


@require_POST
@members_only
def welcome(request):
    """Put the welcome away, with what was still missing."""
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        here = request.user.membership
        return render(request, "cms/welcome.html", {"welcome": {"form": form, **(_around(here) if here else {})}}, status=422)
    actions.welcome(user=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("/")
