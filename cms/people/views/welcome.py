"""The welcome on a member's first visit."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.people.actions import welcome as actions
from cms.people.decorators import members_only
from cms.people.forms import WelcomeForm
from cms.people.welcome import hub_manager_names


@require_POST
@members_only
def welcome(request):
    """Hide the welcome and save what was missing."""
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        context = {"welcome": {"form": form, **hub_manager_names(request.user)}}
        return render(request, "people/welcome.html", context, status=422)
    actions.welcome(user=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("/")
