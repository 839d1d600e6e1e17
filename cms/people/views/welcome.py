"""The welcome on a member's first visit."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.people.actions import welcome as actions
from cms.people.decorators import members_only
from cms.people.forms import WelcomeForm


def welcome_context(user):
    """Return the context of the welcome, {form}, or None once the user has hidden it or if nothing about them is missing."""
    if user.welcomed_at or user.membership is None:
        return None
    form = WelcomeForm(user=user)
    return {"form": form} if form.fields else None


@require_POST
@members_only
def welcome(request):
    """Hide the welcome and save what was missing."""
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "people/welcome.html", {"welcome": {"form": form}}, status=422)
    actions.welcome(user=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("/")
