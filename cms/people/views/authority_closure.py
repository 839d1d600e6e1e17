"""Closing and reopening an authority, for administrators."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.components import plural
from cms.people.actions import AuthorityClosed, LastAdministrator, authorities
from cms.people.decorators import administrators_only
from cms.people.forms import CloseForm, ReopenForm
from cms.people.models import Membership
from cms.people.shortcuts import get_led_authority


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def close_place(request, slug):
    """Explain closing an authority and how many people it affects. POST, with a confirmation, closes it."""
    place = get_led_authority(request, slug)
    if place.closed_on:
        return redirect("people:open_place", place.slug)
    form = CloseForm(request.POST or None)
    is_own = request.user.membership is not None and request.user.membership.authority_id == place.pk
    if request.method == "POST" and form.is_valid() and not is_own:
        try:
            left = authorities.close_authority(
                authority=place, on=timezone.localdate(), by=request.user, reason=form.cleaned_data["reason"]
            )
        except AuthorityClosed:
            messages.warning(request, f"{place} has already been closed.")
            return redirect("people:index")
        except LastAdministrator as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{place} is closed. {plural(left, 'person has', 'people have')} left it. Their learning records are kept."
            )
            return redirect("people:index")
    context = {"authority": place, "form": form, "is_own": is_own, **_affected(place)}
    return render(request, "people/close_place.html", context, status=422 if form.errors or (is_own and request.method == "POST") else 200)


def _affected(place):
    """Return what closing the authority affects, as text."""
    return {
        "people": plural(Membership.objects.current().filter(authority=place).count(), "person", "people"),
        "invitations": plural(place.invitations.open().count(), "open invitation"),
        "asking": plural(place.join_requests.open().count(), "request to join", "requests to join"),
        "domains": plural(place.domains.count(), "approved domain"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def open_place(request, slug):
    """Reopen a closed authority."""
    place = get_led_authority(request, slug)
    if not place.closed_on:
        return redirect("people:authority", place.slug)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        authorities.open_authority(authority=place, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{place} is open again. It has no members yet: invite its people again.")
        return redirect("people:authority", place.slug)
    return render(request, "people/open_place.html", {"authority": place, "form": form}, status=422 if form.errors else 200)
