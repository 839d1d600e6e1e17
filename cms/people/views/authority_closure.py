"""Closing and reopening an authority, for administrators."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.components import plural
from cms.people.actions import AuthorityClosed, LastAdministrator, authorities
from cms.people.decorators import administrators_only
from cms.people.forms import CloseForm, ReopenForm
from cms.people.led_objects import get_led_authority
from cms.people.models import Membership


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def close_authority(request, slug):
    """Explain closing an authority and how many people it affects. POST, with a confirmation, closes it."""
    authority = get_led_authority(request, slug)
    if authority.closed_on:
        return redirect("people:open_authority", authority.slug)
    form = CloseForm(request.POST or None)
    is_own = request.user.membership is not None and request.user.membership.authority_id == authority.pk
    if request.method == "POST" and form.is_valid() and not is_own:
        try:
            left = authorities.close_authority(
                authority=authority, on=timezone.localdate(), by=request.user, reason=form.cleaned_data["reason"]
            )
        except AuthorityClosed:
            messages.warning(request, f"{authority} has already been closed.")
            return redirect("people:index")
        except LastAdministrator as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{authority} is closed. {plural(left, 'person has', 'people have')} left it. Their learning records are kept."
            )
            return redirect("people:index")
    context = {"authority": authority, "form": form, "is_own": is_own, **_affected(authority)}
    return render(
        request, "people/close_authority.html", context, status=422 if form.errors or (is_own and request.method == "POST") else 200
    )


def _affected(authority):
    """Return what closing the authority affects, as text."""
    return {
        "people": plural(Membership.objects.current().filter(authority=authority).count(), "person", "people"),
        "invitations": plural(authority.invitations.open().count(), "open invitation"),
        "asking": plural(authority.join_requests.open().count(), "request to join", "requests to join"),
        "domains": plural(authority.domains.count(), "approved domain"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def open_authority(request, slug):
    """Reopen a closed authority."""
    authority = get_led_authority(request, slug)
    if not authority.closed_on:
        return redirect("people:authority", authority.slug)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        authorities.open_authority(authority=authority, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{authority} is open again. It has no members yet: invite its people again.")
        return redirect("people:authority", authority.slug)
    return render(request, "people/open_authority.html", {"authority": authority, "form": form}, status=422 if form.errors else 200)
