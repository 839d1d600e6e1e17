"""The welcome on a member's first visit."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.people.actions import welcome as actions
from cms.people.decorators import members_only
from cms.people.forms import WelcomeForm
from cms.people.models import Role, RoleGrant


def welcome_context(user):
    """Return the context of the welcome, {form, manager, hub}, or None once the user has hidden it."""
    membership = user.membership
    if user.welcomed_at or membership is None:
        return None
    return {"form": WelcomeForm(user=user), **_hub_manager(membership)}


def _hub_manager(membership):
    """Return the names of the hub and one of its managers, {manager, hub}."""
    if not membership.hub_id:
        return {"manager": "", "hub": ""}
    grants = (
        RoleGrant.objects.current()
        .filter(role=Role.HUB_MANAGER, hub=membership.hub_id, user__is_active=True)
        .exclude(user=membership.user_id)
    )
    grant = grants.select_related("user", "hub").order_by("pk").first()
    return {"manager": str(grant.user), "hub": str(grant.hub)} if grant else {"manager": "", "hub": ""}


@require_POST
@members_only
def welcome(request):
    """Hide the welcome and save what was missing."""
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        membership = request.user.membership
        return render(
            request, "people/welcome.html", {"welcome": {"form": form, **(_hub_manager(membership) if membership else {})}}, status=422
        )
    actions.welcome(user=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("/")
