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
from cms.people.decorators import authority_leads_only
from cms.people.forms import DeclineForm, LedMembershipForm
from cms.people.led_objects import get_led_authority

PAGE_SIZE = 50


ANSWERED = "This request has already been answered or cancelled."


def _status(*forms):
    return 422 if any(form.errors for form in forms) else 200


@require_safe
@authority_leads_only
def requests(request, slug):
    """List open requests, oldest first."""
    authority = get_led_authority(request, slug)
    waiting = authority.join_requests.open().select_related("user", "hub", "job_role")
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/requests.html", {"authority": authority, "page_obj": page})


def _get_request(request, pk):
    return get_object_or_404(permissions.requests_led_by(request.user).select_related("user", "authority", "hub", "job_role"), pk=pk)


@require_safe
@authority_leads_only
def show_request(request, pk):
    """Show a request, with forms to accept or decline it."""
    join_request = _get_request(request, pk)
    if join_request.ended_at:
        messages.warning(request, ANSWERED)
        return redirect("people:requests", join_request.authority.slug)
    return _request_page(request, join_request)


def _request_page(request, join_request, *, membership_form=None, decline_form=None):
    membership_form = membership_form or LedMembershipForm(
        authority=join_request.authority, initial={"hub": join_request.hub_id, "job_role": join_request.job_role_id}
    )
    context = {
        "one": join_request,
        "membership_form": membership_form,
        "decline_form": decline_form or DeclineForm(),
        "was_here": join_request.user.memberships.filter(authority=join_request.authority).order_by("-ended_on").first(),
        "still_approved": join_requests.authority_of_address(join_request.user.email) == join_request.authority,
    }
    return render(request, "people/request.html", context, status=_status(membership_form, context["decline_form"]))


@require_POST
@authority_leads_only
def accept_request(request, pk):
    """Accept a request, with the hub and job role that the lead chose."""
    join_request = _get_request(request, pk)
    form = LedMembershipForm(request.POST, authority=join_request.authority)
    if not form.is_valid():
        return _request_page(request, join_request, membership_form=form)
    try:
        join_requests.accept(request=join_request, **form.cleaned_data, by=request.user, at=timezone.now())
    except (join_requests.AlreadyAnswered, AlreadyMember, AuthorityClosed):
        messages.warning(request, ANSWERED)
    else:
        messages.success(request, f"{join_request.user} has joined. We have emailed them.")
    return redirect("people:requests", join_request.authority.slug)


@require_POST
@authority_leads_only
def decline_request(request, pk):
    """Decline a request, with a reason."""
    join_request = _get_request(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _request_page(request, join_request, decline_form=form)
    try:
        join_requests.decline(request=join_request, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except join_requests.AlreadyAnswered:
        messages.warning(request, ANSWERED)
    else:
        messages.success(request, f"You have declined the request of {join_request.user}. We have emailed them your reason.")
    return redirect("people:requests", join_request.authority.slug)
