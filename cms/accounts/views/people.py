"""A lead's people: who is here, and who holds which role. Every view loads through what the lead may see."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts import permissions
from cms.accounts.actions import people as deeds
from cms.accounts.doors import administrators_only, leads_only
from cms.accounts.forms import FactorForm, PlaceForm, RoleForm, typed
from cms.accounts.models import Membership, Role, RoleGrant, User
from cms.components import plural

A_PAGE = 50


def led_authority(request, slug):
    """The authority of an address, if the person who asks looks after its people; otherwise it is not there."""
    return get_object_or_404(permissions.led_authorities(request.user), slug=slug)


def _person(request, subject):
    return get_object_or_404(permissions.people_led_by(request.user), subject=subject)


def _person_to_change(request, subject):
    who = _person(request, subject)
    if not permissions.may_change(request.user, who):
        raise Http404
    return who


@require_safe
@leads_only
def authority(request, slug):
    """Everybody in one authority, and the invitations that are open."""
    place, words = led_authority(request, slug), typed(request.GET, "q")
    members = Membership.objects.current().with_first_day().filter(authority=place).select_related("user", "hub", "job_role")
    if words:
        members = members.filter(user__in=User.objects.called(words))
    page = Paginator(members.order_by("user__last_name", "user__first_name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    held = RoleGrant.objects.current().filter(user__in=[one.user_id for one in page])
    roles: dict[int, list[str]] = {}
    for grant in held:
        roles.setdefault(grant.user_id, []).append(grant.get_role_display())
    now = timezone.now()
    invited = Paginator(place.invitations.open().called(words).select_related("job_role"), A_PAGE).get_page(request.GET.get("invited"))
    context = {
        "authority": place,
        "words": words,
        "page_obj": page,
        "rows": [{"member": one, "roles": ", ".join(roles.get(one.user_id, []))} for one in page],
        "found_words": plural(page.paginator.count, "person", "people"),
        "asking": place.join_requests.open().count(),
        "waiting": [{"invitation": one, "expired": one.has_expired(now)} for one in invited],
        "invited": invited,
    }
    return render(request, "people/authority.html", context)


@require_safe
@leads_only
def person(request, subject):
    """One person: where they belong, which roles they hold, and what a lead may do."""
    return _show_person(request, _person(request, subject))


def _show_person(request, who, *, place_form=None, role_form=None):
    membership = who.memberships.current().with_first_day().select_related("authority", "hub", "job_role").first()
    grants = [
        {"grant": one, "may_end": permissions.may_give(request.user, one.role, one.authority)}
        for one in RoleGrant.objects.current().filter(user=who).select_related("authority", "hub", "given_by").order_by("role")
    ]
    roles = permissions.roles_to_give(request.user, membership)
    if membership and place_form is None:
        place_form = PlaceForm(authority=membership.authority, initial={"hub": membership.hub_id, "job_role": membership.job_role_id})
    context = {
        "who": who,
        "membership": membership,
        "grants": grants,
        "place_form": place_form,
        "role_form": role_form or (RoleForm(roles=roles) if roles else None),
        "may_change": permissions.may_change(request.user, who),
        "may_take_factors": permissions.may_take_factors(request.user, who) and who.authenticator_set.exists(),
        "is_self": who.pk == request.user.pk,
        "forgotten": who.is_forgotten,
        "is_administrator": permissions.is_administrator(request.user),
        "past": who.memberships.filter(ended_on__isnull=False).select_related("authority").order_by("-started_on")
        if permissions.is_administrator(request.user)
        else [],
    }
    wrong = (place_form and place_form.errors) or (role_form and role_form.errors)
    return render(request, "people/person.html", context, status=422 if wrong else 200)


def _back_to(who):
    return redirect("people:person", who.subject)


@require_POST
@leads_only
def move(request, subject):
    """Put somebody into another hub or job role of the same authority."""
    who = _person_to_change(request, subject)
    membership = get_object_or_404(who.memberships.current().select_related("authority"))
    if membership.pk != (expected := _expected(request)):
        return _moved_meanwhile(request, who)
    form = PlaceForm(request.POST, authority=membership.authority)
    if not form.is_valid():
        return _show_person(request, who, place_form=form)
    place = {"authority": membership.authority, **form.cleaned_data}
    try:
        deeds.move(user=who, **place, on=timezone.localdate(), by=request.user, expected=expected)
    except deeds.NotAMember:
        return _moved_meanwhile(request, who)
    messages.success(request, f"{who} is now {_where(form.cleaned_data)}. They will be asked to sign in again.")
    return _back_to(who)


def _expected(request):
    """The key of the membership that the page showed, as its form sends it; 0 is nobody's."""
    sent = request.POST.get("membership", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 19 else 0


def _moved_meanwhile(request, who):
    """What was asked for was meant for where the person belonged when the page was shown; somebody was quicker."""
    messages.warning(request, f"Where {who} belongs has changed since you opened that page. Nothing was done: look again.")
    return redirect("people:index")


def _where(chosen):
    """A place in words: "in Mill Lane hub, as hub worker"."""
    job = f"as {str(chosen['job_role']).lower()}"
    return f"in {chosen['hub']}, {job}" if chosen["hub"] else job


@require_POST
@leads_only
def leave(request, subject):
    """End somebody's membership: they have left this authority."""
    who = _person_to_change(request, subject)
    try:
        deeds.leave(user=who, on=timezone.localdate(), by=request.user, expected=_expected(request))
    except deeds.MovedMeanwhile:
        return _moved_meanwhile(request, who)
    except deeds.NotAMember:
        messages.warning(request, f"{who} is not a member of any authority.")
    except deeds.LastAdministrator as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{who} has left and is signed out everywhere. Their learning record is kept for them.")
    return redirect("people:index")


@require_POST
@administrators_only
def close(request, subject):
    """Close an account now."""
    who = _person_to_change(request, subject)
    if who.pk == request.user.pk:
        return redirect("people:index")
    try:
        deeds.close_account(user=who, on=timezone.localdate(), by=request.user)
    except deeds.LastAdministrator as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"The account of {who} is closed. Every session has ended; nothing was deleted.")
    return _back_to(who)


@require_POST
@administrators_only
def open_again(request, subject):
    """Open a closed account again; of somebody who was forgotten there is nothing to open."""
    who = _person_to_change(request, subject)
    if who.is_forgotten:
        raise Http404
    deeds.open_again(user=who, by=request.user)
    messages.success(request, f"{who} can sign in again. Invite them to where they belong now.")
    return _back_to(who)


@require_POST
@leads_only
def sign_out(request, subject):
    """End every session of a person, for a lost phone or laptop."""
    who = _person_to_change(request, subject)
    deeds.sign_out_everywhere(user=who, by=request.user)
    messages.success(request, f"{who} is signed out on every device.")
    return _back_to(who) if who.pk != request.user.pk else redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def take_factors(request, subject):
    """What it means to take somebody's second factor away, for whoever has lost it; by POST, with the reason, do it."""
    who = _person_to_change(request, subject)
    if not permissions.may_take_factors(request.user, who):
        raise Http404
    form = FactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.take_factors(user=who, by=request.user, reason=form.cleaned_data["reason"])
        except deeds.NoFactor:
            messages.warning(request, f"{who} has no second factor. Nothing was taken away.")
        else:
            messages.success(request, f"The second factor of {who} is taken away, and they are signed out everywhere. A letter tells them.")
        return _back_to(who)
    context = {"who": who, "form": form, "has_factor": who.authenticator_set.exists()}
    return render(request, "people/take_factors.html", context, status=422 if form.errors else 200)


@require_POST
@leads_only
def give_role(request, subject):
    """Give somebody a role, with the reason."""
    who = _person_to_change(request, subject)
    membership = who.memberships.current().select_related("authority", "hub").first()
    if membership is None:
        messages.warning(request, f"{who} belongs to no authority now, so no role was given. Invite them first.")
        return _back_to(who)
    if membership.pk != _expected(request):
        return _moved_meanwhile(request, who)
    form = RoleForm(request.POST, roles=permissions.roles_to_give(request.user, membership))
    if form.is_valid() and form.cleaned_data["role"] == Role.HUB_MANAGER and not membership.hub:
        form.add_error("role", "Say first which hub they belong to: a hub manager looks after one hub.")
    if not form.is_valid():
        return _show_person(request, who, role_form=form)
    role, where = Role(form.cleaned_data["role"]), {}
    if role in permissions.LEADS_GIVE:
        where = {"authority": membership.authority, "hub": membership.hub if role == Role.HUB_MANAGER else None}
    try:
        deeds.grant_role(user=who, role=role, **where, on=timezone.localdate(), by=request.user, reason=form.cleaned_data["reason"])
    except (deeds.AccountClosed, deeds.NotAMember):
        messages.warning(request, f"{who} has left or is closed since you opened this page, so no role was given.")
    else:
        messages.success(request, f"{who} is now: {role.label.lower()}. On their devices they will be asked to sign in again.")
        if who.pk == request.user.pk:
            update_session_auth_hash(request, who)  # this session goes on, the others end
    return _back_to(who)


@require_POST
@leads_only
def end_role(request, pk):
    """End a role somebody holds."""
    grant = get_object_or_404(RoleGrant.objects.current().select_related("user", "authority"), pk=pk)
    who = _person_to_change(request, grant.user.subject)
    if not permissions.may_give(request.user, grant.role, grant.authority):
        raise Http404
    try:
        deeds.end_role(grant=grant, on=timezone.localdate(), by=request.user)
    except deeds.LastAdministrator as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{who} is no longer: {grant.get_role_display().lower()}.")
    return _back_to(who)


@require_safe
@leads_only
def roles(request, slug):
    """Who holds which role in an authority, since when, and why: to look through each year."""
    place = led_authority(request, slug)
    grants = (
        RoleGrant.objects.current()
        .filter(Q(authority=place) | Q(user__memberships__authority=place, user__memberships__ended_on__isnull=True, authority=None))
        .select_related("user", "hub", "given_by")
        .order_by("role", "user__last_name", "pk")
        .distinct()
    )
    on, page = timezone.localdate(), Paginator(grants, 200).get_page(request.GET.get("page"))
    mine = set(permissions.roles_to_review(request.user, on).values_list("pk", flat=True))
    rows = [{"grant": one, "to_review": one.is_to_review(on), "may_keep": one.pk in mine} for one in page]
    return render(request, "people/roles.html", {"authority": place, "page_obj": page, "rows": rows, "waits": bool(mine)})
