"""The welcome on a member's first visit."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.people.actions import welcome as actions
from cms.people.decorators import members_only
from cms.people.forms import WelcomeForm


@require_POST
@members_only
def welcome(request):
    """Hide the welcome and save what was missing."""
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "people/welcome.html", {"welcome": {"form": form}}, status=422)
    actions.welcome(user=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("/")
