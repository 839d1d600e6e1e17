"""Why a second factor is needed, and removing a lost one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cms.accounts.actions import second_factor as actions
from cms.accounts.forms import RemoveSecondFactorForm
from cms.people import permissions
from cms.people.decorators import administrators_only
from cms.people.led_objects import get_changeable_person
from cms.people.permissions import needs_second_factor


@require_GET
def second_factor(request):
    """Explain why a second factor is needed and link to setting one up."""
    if not needs_second_factor(request.user):
        return redirect("account")
    return render(request, "accounts/second_factor.html")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def remove_second_factor(request, subject):
    """Explain removing the second factor of someone who has lost it. POST, with a reason, removes it."""
    user = get_changeable_person(request, subject)
    if not permissions.may_remove_second_factor(request.user, user):
        raise Http404
    form = RemoveSecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_second_factors(user=user, by=request.user, reason=form.cleaned_data["reason"])
        except actions.NoSecondFactor:
            messages.warning(request, f"{user} has no second factor to remove.")
        else:
            messages.success(request, f"We have removed the second factor of {user}, signed them out everywhere and emailed them.")
        return redirect("people:person", user.subject)
    context = {"who": user, "form": form, "has_factor": user.authenticator_set.exists()}
    return render(request, "accounts/remove_second_factor.html", context, status=422 if form.errors else 200)
