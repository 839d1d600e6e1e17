"""A lead answers requests to join."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.people import permissions
from cms.people.actions import join_requests
from cms.people.actions.locks import AuthorityClosed
from cms.people.actions.memberships import AlreadyMember
from cms.people.decorators import leads_only
from cms.people.forms import DeclineForm, PlaceForm
from cms.people.shortcuts import get_led_authority

A_PAGE = 50


ANSWERED = "Somebody answered this request before you, or it was taken back. Nothing was done twice."


def _status(*forms):
    return 422 if any(form.errors for form in forms) else 200


@require_safe
@leads_only
def requests(request, slug):
    """Who asks to join, the longest wait first."""
    place = get_led_authority(request, slug)
    waiting = place.join_requests.open().select_related("user", "hub", "job_role")
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/requests.html", {"authority": place, "page_obj": page})


def _request(request, pk):
    return get_object_or_404(permissions.requests_led_by(request.user).select_related("user", "authority", "hub", "job_role"), pk=pk)


@require_safe
@leads_only
def show_request(request, pk):
    """One request, and the two answers to it."""
    one = _request(request, pk)
    if one.ended_at:
        messages.warning(request, ANSWERED)
        return redirect("people:requests", one.authority.slug)
    return _show_request(request, one)


def _show_request(request, one, *, place_form=None, decline_form=None):
    place_form = place_form or PlaceForm(authority=one.authority, initial={"hub": one.hub_id, "job_role": one.job_role_id})
    context = {
        "one": one,
        "place_form": place_form,
        "decline_form": decline_form or DeclineForm(),
        "was_here": one.user.memberships.filter(authority=one.authority).order_by("-ended_on").first(),
        "still_approved": join_requests.authority_of(one.user.email) == one.authority,
    }
    return render(request, "people/request.html", context, status=_status(place_form, context["decline_form"]))


@require_POST
@leads_only
def accept_request(request, pk):
    """Let somebody in, into the hub and job role the lead chose."""
    one = _request(request, pk)
    form = PlaceForm(request.POST, authority=one.authority)
    if not form.is_valid():
        return _show_request(request, one, place_form=form)
    try:
        join_requests.accept(request=one, **form.cleaned_data, by=request.user, at=timezone.now())
    except (join_requests.AlreadyAnswered, AlreadyMember, AuthorityClosed):
        messages.warning(request, ANSWERED)
    else:
        messages.success(request, f"{one.user} is in. A letter tells them so.")
    return redirect("people:requests", one.authority.slug)


@require_POST
@leads_only
def decline_request(request, pk):
    """Do not let somebody in, and say why."""
    one = _request(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show_request(request, one, decline_form=form)
    try:
        join_requests.decline(request=one, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except join_requests.AlreadyAnswered:
        messages.warning(request, ANSWERED)
    else:
        messages.success(request, f"The request of {one.user} is declined. A letter tells them why.")
    return redirect("people:requests", one.authority.slug)
