"""An authority closes its place in the network, or has it back. Administrators only."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.accounts.actions import AuthorityClosed, LastAdministrator, places
from cms.accounts.doors import administrators_only
from cms.accounts.forms import CloseForm, OpenAgainForm
from cms.accounts.models import Membership
from cms.accounts.views.people import led_authority
from cms.components import plural


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def close_place(request, slug):
    """What closing an authority does, and to how many people; by POST, and said twice, close it."""
    place = led_authority(request, slug)
    if place.closed_on:
        return redirect("people:open_place", place.slug)
    form = CloseForm(request.POST or None)
    is_own = request.user.membership is not None and request.user.membership.authority_id == place.pk
    if request.method == "POST" and form.is_valid() and not is_own:
        try:
            left = places.close_authority(authority=place, on=timezone.localdate(), by=request.user, reason=form.cleaned_data["reason"])
        except AuthorityClosed:
            messages.warning(request, f"{place} was closed a moment before. Nothing was done twice.")
            return redirect("people:index")
        except LastAdministrator as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{place} is closed. {plural(left, 'person has', 'people have')} left it; their records are kept.")
            return redirect("people:index")
    context = {"authority": place, "form": form, "is_own": is_own, **_touched(place)}
    return render(request, "people/close_place.html", context, status=422 if form.errors or (is_own and request.method == "POST") else 200)


def _touched(place):
    """What closing the authority would touch, in words."""
    return {
        "people": plural(Membership.objects.current().filter(authority=place).count(), "person", "people"),
        "invitations": plural(place.invitations.open().count(), "open invitation"),
        "asking": plural(place.join_requests.open().count(), "request to join", "requests to join"),
        "domains": plural(place.domains.count(), "approved domain"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def open_place(request, slug):
    """Give a closed authority its place back."""
    place = led_authority(request, slug)
    if not place.closed_on:
        return redirect("people:authority", place.slug)
    form = OpenAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        places.open_authority(authority=place, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{place} has its place back. Nobody is in it yet: invite its people anew.")
        return redirect("people:authority", place.slug)
    return render(request, "people/open_place.html", {"authority": place, "form": form}, status=422 if form.errors else 200)
