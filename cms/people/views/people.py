"""The people a lead manages, and their roles. Every view loads only what the user manages."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.components import plural
from cms.people import actions, permissions
from cms.people.decorators import administrators_only, authority_leads_only
from cms.people.forms import LedMembershipForm, RoleForm, search_text
from cms.people.led_objects import get_changeable_person, get_led_authority, get_person
from cms.people.models import Membership, Role, RoleGrant, User
from cms.people.name_search import BY_NAME

PAGE_SIZE = 50


@require_safe
@authority_leads_only
def authority(request, slug):
    """List the members of an authority, and count its open invitations."""
    authority, query = get_led_authority(request, slug), search_text(request.GET, "q")
    members = Membership.objects.current().with_first_day().filter(authority=authority).select_related("user", "hub", "job_role")
    if query:
        members = members.filter(user__in=User.objects.matching_name(query))
    page = Paginator(members.order_by(*(f"user__{field}" for field in BY_NAME)), PAGE_SIZE).get_page(request.GET.get("page"))
    grants = RoleGrant.objects.current().filter(user__in=[member.user_id for member in page])
    roles: dict[int, list[str]] = {}
    for grant in grants:
        roles.setdefault(grant.user_id, []).append(grant.get_role_display())
    context = {
        "authority": authority,
        "words": query,
        "page_obj": page,
        "rows": [{"member": member, "roles": ", ".join(roles.get(member.user_id, []))} for member in page],
        "found_words": plural(page.paginator.count, "person", "people"),
        "asking": authority.join_requests.open().count(),
        "invited": authority.invitations.open().count(),
        "refused": authority.invitations.refused().count(),
    }
    return render(request, "people/authority.html", context)


@require_safe
@authority_leads_only
def person(request, subject):
    """Show a person: their membership, their roles, and what the user may change."""
    return _person_page(request, get_person(request, subject))


def _person_page(request, person, *, membership_form=None, role_form=None):
    membership = person.memberships.current().with_first_day().select_related("authority", "hub", "job_role").first()
    grants = [
        {"grant": grant, "may_end": permissions.may_give(request.user, grant.role, grant.authority)}
        for grant in RoleGrant.objects.current().filter(user=person).select_related("authority", "hub", "given_by").order_by("role")
    ]
    roles = permissions.roles_to_give(request.user, membership)
    if membership and membership_form is None:
        membership_form = LedMembershipForm(
            authority=membership.authority,
            initial={name: getattr(membership, name) for name in ("hub", "job_role", "employed_since", "in_care_role_since")},
        )
    context = {
        "who": person,
        "membership": membership,
        "grants": grants,
        "membership_form": membership_form,
        "role_form": role_form or (RoleForm(roles=roles) if roles else None),
        "may_change": permissions.may_change(request.user, person),
        "may_remove_second_factor": permissions.may_remove_second_factor(request.user, person) and person.authenticator_set.exists(),
        "is_self": person.pk == request.user.pk,
        "forgotten": person.is_forgotten,
        "is_administrator": permissions.is_administrator(request.user),
        "past": person.memberships.filter(ended_on__isnull=False).select_related("authority").order_by("-started_on")
        if permissions.is_administrator(request.user)
        else [],
    }
    has_errors = (membership_form and membership_form.errors) or (role_form and role_form.errors)
    return render(request, "people/person.html", context, status=422 if has_errors else 200)


def _redirect_to(person):
    return redirect("people:person", person.subject)


@require_POST
@authority_leads_only
def move(request, subject):
    """Move someone to another hub or job role in the same authority."""
    person = get_changeable_person(request, subject)
    membership = get_object_or_404(person.memberships.current().select_related("authority"))
    if membership.pk != (expected := _expected_membership(request)):
        return _moved_meanwhile(request, person)
    form = LedMembershipForm(request.POST, authority=membership.authority)
    if not form.is_valid():
        return _person_page(request, person, membership_form=form)
    where = {"authority": membership.authority, **form.cleaned_data}
    try:
        actions.move(user=person, **where, on=timezone.localdate(), by=request.user, expected=expected)
    except actions.NotAMember:
        return _moved_meanwhile(request, person)
    messages.success(request, f"{person} is now {_membership_text(form.cleaned_data)}. They will be asked to sign in again.")
    return _redirect_to(person)


def _expected_membership(request):
    """Return the primary key of the membership that the page showed, as its form sends it, or 0."""
    sent = request.POST.get("membership", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 19 else 0


def _moved_meanwhile(request, person):
    """Warn that the person has moved since the page was loaded, so that nothing was changed."""
    messages.warning(request, f"{person} has moved since you opened that page, so nothing was changed. Check and try again.")
    return redirect("people:index")


def _membership_text(cleaned_data):
    """Return the chosen hub and job role as text, such as "in Mill Lane hub, as hub worker"."""
    job = f"as {str(cleaned_data['job_role']).lower()}"
    return f"in {cleaned_data['hub']}, {job}" if cleaned_data["hub"] else job


@require_POST
@authority_leads_only
def leave(request, subject):
    """End someone's membership."""
    person = get_changeable_person(request, subject)
    try:
        actions.leave(user=person, on=timezone.localdate(), by=request.user, expected=_expected_membership(request))
    except actions.MovedMeanwhile:
        return _moved_meanwhile(request, person)
    except actions.NotAMember:
        messages.warning(request, f"{person} is not a member of an authority.")
    except actions.LastAdministrator as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{person} has left and is signed out everywhere. We keep their learning record for them.")
    return redirect("people:index")


@require_POST
@administrators_only
def close(request, subject):
    """Close an account."""
    person = get_changeable_person(request, subject)
    if person.pk == request.user.pk:
        return redirect("people:index")
    try:
        actions.close_account(user=person, on=timezone.localdate(), by=request.user)
    except actions.LastAdministrator as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"We have closed the account of {person} and signed them out everywhere. Nothing was deleted.")
    return _redirect_to(person)


@require_POST
@administrators_only
def open_again(request, subject):
    """Reopen a closed account. Accounts of people who were forgotten cannot be reopened."""
    person = get_changeable_person(request, subject)
    if person.is_forgotten:
        raise Http404
    actions.reopen_account(user=person, by=request.user)
    messages.success(request, f"{person} can sign in again. Invite them to the authority they work for now.")
    return _redirect_to(person)


@require_POST
@authority_leads_only
def sign_out(request, subject):
    """End all sessions of a person, for example after a lost phone."""
    person = get_changeable_person(request, subject)
    actions.sign_out_everywhere(user=person, by=request.user)
    messages.success(request, f"{person} is signed out on every device.")
    return _redirect_to(person) if person.pk != request.user.pk else redirect("/")


@require_POST
@authority_leads_only
def give_role(request, subject):
    """Give someone a role, with a reason."""
    person = get_changeable_person(request, subject)
    membership = person.memberships.current().select_related("authority", "hub").first()
    if membership is None:
        messages.warning(request, f"{person} is not a member of an authority, so cannot have a role. Invite them first.")
        return _redirect_to(person)
    if membership.pk != _expected_membership(request):
        return _moved_meanwhile(request, person)
    form = RoleForm(request.POST, roles=permissions.roles_to_give(request.user, membership))
    if form.is_valid() and form.cleaned_data["role"] == Role.HUB_MANAGER and not membership.hub:
        form.add_error("role", "Set their hub first: a hub manager manages one hub.")
    if not form.is_valid():
        return _person_page(request, person, role_form=form)
    role, scope = Role(form.cleaned_data["role"]), {}
    if role in permissions.ROLES_LEADS_GIVE:
        scope = {"authority": membership.authority, "hub": membership.hub if role == Role.HUB_MANAGER else None}
    try:
        actions.grant_role(user=person, role=role, **scope, on=timezone.localdate(), by=request.user, reason=form.cleaned_data["reason"])
    except (actions.AccountClosed, actions.NotAMember):
        messages.warning(
            request, f"{person} has left, or their account was closed, since you opened this page, so they were not given the role."
        )
    else:
        messages.success(request, f"{person} now has the role {role.label.lower()}. They will be asked to sign in again.")
        if person.pk == request.user.pk:
            update_session_auth_hash(request, person)  # keep this session; all others end
    return _redirect_to(person)


@require_POST
@authority_leads_only
def end_role(request, pk):
    """End someone's role."""
    grant = get_object_or_404(RoleGrant.objects.current().select_related("user", "authority"), pk=pk)
    person = get_changeable_person(request, grant.user.subject)
    if not permissions.may_give(request.user, grant.role, grant.authority):
        raise Http404
    try:
        actions.end_role(grant=grant, on=timezone.localdate(), by=request.user)
    except actions.LastAdministrator as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{person} no longer has the role {grant.get_role_display().lower()}.")
    return _redirect_to(person)


@require_safe
@authority_leads_only
def roles(request, slug):
    """List the roles in an authority, since when and why, for the yearly review."""
    authority = get_led_authority(request, slug)
    grants = (
        RoleGrant.objects.current()
        .filter(
            Q(authority=authority) | Q(user__memberships__authority=authority, user__memberships__ended_on__isnull=True, authority=None)
        )
        .select_related("user", "hub", "given_by")
        .order_by("role", *(f"user__{field}" for field in BY_NAME))
        .distinct()
    )
    on, page = timezone.localdate(), Paginator(grants, 200).get_page(request.GET.get("page"))
    waits = permissions.roles_to_review(request.user, on).exists()
    rows = [
        {
            "grant": grant,
            "to_review": grant.is_to_review(on),
            "where": grant.hub or (grant.authority_id and "The authority") or "The whole network",
        }
        for grant in page
    ]
    return render(request, "people/roles.html", {"authority": authority, "page_obj": page, "rows": rows, "waits": waits})
