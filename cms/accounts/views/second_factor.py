"""Setting up a second factor, and taking one away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cms.accounts.actions import second_factor as actions
from cms.accounts.forms import RemoveSecondFactorForm
from cms.people import permissions
from cms.people.decorators import administrators_only
from cms.people.permissions import needs_second_factor
from cms.people.shortcuts import get_changeable_person


@require_GET
def second_factor(request):
    """Why a code from one's phone is needed, and the way to set it up; once that is done, on to where it leads."""
    if not needs_second_factor(request.user):
        return redirect("account")
    return render(request, "cms/second_factor.html")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def take_factors(request, subject):
    """What it means to take somebody's second factor away, for whoever has lost it; by POST, with the reason, do it."""
    who = get_changeable_person(request, subject)
    if not permissions.may_remove_second_factor(request.user, who):
        raise Http404
    form = RemoveSecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_second_factors(user=who, by=request.user, reason=form.cleaned_data["reason"])
        except actions.NoSecondFactor:
            messages.warning(request, f"{who} has no second factor. Nothing was taken away.")
        else:
            messages.success(request, f"The second factor of {who} is taken away, and they are signed out everywhere. A letter tells them.")
        return redirect("people:person", who.subject)
    context = {"who": who, "form": form, "has_factor": who.authenticator_set.exists()}
    return render(request, "people/take_factors.html", context, status=422 if form.errors else 200)
