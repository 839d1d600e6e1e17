"""A lead's people: who is here, who is asked to come, who holds which role. Every view loads through what the lead may see."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cms.accounts import lists, permissions
from cms.accounts.actions import joining
from cms.accounts.actions import people as deeds
from cms.accounts.doors import leads_only
from cms.accounts.forms import HubForm, InvitationForm, ListForm, PlaceForm, RoleForm
from cms.accounts.models import AuditEntry, Authority, Hub, Invitation, InvitationList, Membership, Role, RoleGrant, User
from cms.parts import counted

A_PAGE = 50
A_BATCH = 50
EXAMPLE = "E-mail address,First name,Last name,Hub,Job role\r\nsam.example@council.example,Sam,Example,,Hub worker\r\n"


def _authority(request, slug):
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
def index(request):
    """The authorities whose people one looks after; straight on when it is one."""
    authorities = list(permissions.led_authorities(request.user))
    if len(authorities) == 1:
        return redirect("people:authority", authorities[0].slug)
    return render(
        request, "people/index.html", {"authorities": authorities, "is_administrator": permissions.is_administrator(request.user)}
    )


@require_safe
@leads_only
def authority(request, slug):
    """Everybody in one authority, and the invitations that are open."""
    place, words = _authority(request, slug), request.GET.get("q", "").strip()[:100]
    members = Membership.objects.current().filter(authority=place).select_related("user", "hub", "job_role")
    for word in words.split():
        members = members.filter(Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word))
    page = Paginator(members.order_by("user__last_name", "user__first_name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    held = RoleGrant.objects.current().filter(user__in=[one.user_id for one in page])
    roles: dict[int, list[str]] = {}
    for grant in held:
        roles.setdefault(grant.user_id, []).append(grant.get_role_display())
    now = timezone.now()
    waiting = permissions.invitations_led_by(request.user).open().filter(authority=place).select_related("job_role")[:200]
    context = {
        "authority": place,
        "words": words,
        "page_obj": page,
        "rows": [{"member": one, "roles": ", ".join(roles.get(one.user_id, []))} for one in page],
        "found_words": counted(page.paginator.count, "person", "people"),
        "waiting": [{"invitation": one, "expired": one.has_expired(now)} for one in waiting],
    }
    return render(request, "people/authority.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def invite(request, slug):
    """Invite one person."""
    place = _authority(request, slug)
    form = InvitationForm(request.POST or None, authority=place)
    if request.method == "POST" and form.is_valid():
        again = Invitation.objects.open().filter(email__iexact=form.cleaned_data["email"], authority=place).exists()
        try:
            joining.invite(**form.cleaned_data, authority=place, by=request.user, at=timezone.now())
        except joining.AlreadyHere:
            form.add_error("email", "Somebody with this address is a member here already.")
        else:
            before = " The invitation sent to this address before was taken back: the new one counts, as you filled it in." if again else ""
            messages.success(request, f"The letter is on its way. Its link works once, for 14 days.{before}")
            return redirect("people:authority", place.slug)
    return render(request, "people/invite.html", {"form": form, "authority": place}, status=422 if form.errors else 200)


@require_POST
@leads_only
def send_again(request, pk):
    """Send an open invitation's letter once more, with a new link."""
    invitation = get_object_or_404(permissions.invitations_led_by(request.user).open().select_related("authority"), pk=pk)
    joining.send(invitation=invitation, at=timezone.now())
    messages.success(request, "A new letter is on its way. The link in the older one works no longer.")
    return redirect("people:authority", invitation.authority.slug)


@require_POST
@leads_only
def withdraw(request, pk):
    """Take an invitation back."""
    invitation = get_object_or_404(permissions.invitations_led_by(request.user).select_related("authority"), pk=pk)
    joining.withdraw(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, "The invitation was taken back. Its link now says so.")
    return redirect("people:authority", invitation.authority.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def invite_list(request, slug):
    """Read a spreadsheet of people and check it line by line; nothing is sent yet."""
    place = _authority(request, slug)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = lists.check(lists.read(file), place)
        except lists.UnreadableList as problem:
            form.add_error("file", str(problem))
        else:
            whole = InvitationList.objects.create(
                authority=place, made_by=request.user, made_at=timezone.now(), filename=file.name[-200:], lines=lines
            )
            return redirect("people:list", whole.pk)
    return render(request, "people/invite_list.html", {"form": form, "authority": place}, status=422 if form.errors else 200)


@require_GET
@leads_only
def list_example(request):
    """A list with one line, to fill in."""
    return HttpResponse(
        EXAMPLE, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="people.csv"'}
    )


def _list(request, pk):
    mine = InvitationList.objects.filter(authority__in=permissions.led_authorities(request.user), made_by=request.user)
    return get_object_or_404(mine.select_related("authority"), pk=pk)


@require_safe
@leads_only
def show_list(request, pk):
    """What would come of a list, line by line; once confirmed, how far its letters are."""
    whole = _list(request, pk)
    if whole.confirmed_at or whole.stopped_at:
        total, left = whole.invitations.count(), whole.invitations.unsent().count()
        sent = whole.invitations.filter(sent_at__isnull=False).count()
        return render(request, "people/list_sending.html", {"whole": whole, "total": total, "left": left, "sent": sent})
    bad = [line for line in whole.lines if line["problem"]]
    good = len(whole.lines) - len(bad)
    page = Paginator(bad + [line for line in whole.lines if not line["problem"]], 200).get_page(request.GET.get("page"))
    context = {"whole": whole, "page_obj": page, "good": good, "bad": len(bad), "good_words": counted(good, "person", "people")}
    return render(request, "people/list_report.html", context)


@require_POST
@leads_only
def confirm_list(request, pk):
    """Invite everybody on the good lines, all at once, and send the first letters."""
    whole = _list(request, pk)
    try:
        joining.confirm(whole=whole, at=timezone.now())
        joining.send_some(whole=whole, most=A_BATCH, at=timezone.now())
    except joining.AlreadyConfirmed:
        messages.warning(request, "This list was confirmed or stopped before. Nothing was done twice.")
    return redirect("people:list", whole.pk)


@require_POST
@leads_only
def send_list(request, pk):
    """Send the next letters of a confirmed list."""
    whole = _list(request, pk)
    joining.send_some(whole=whole, most=A_BATCH, at=timezone.now())
    return redirect("people:list", whole.pk)


@require_POST
@leads_only
def stop_list(request, pk):
    """Send no more letters of a list."""
    whole = _list(request, pk)
    joining.stop(whole=whole, by=request.user, at=timezone.now())
    return redirect("people:list", whole.pk)


@require_safe
@leads_only
def person(request, subject):
    """One person: where they belong, which roles they hold, and what a lead may do."""
    return _show_person(request, _person(request, subject))


def _show_person(request, who, *, place_form=None, role_form=None):
    membership = who.memberships.current().select_related("authority", "hub", "job_role").first()
    grants = [
        {"grant": one, "may_end": permissions.may_give(request.user, one.role, one.authority)}
        for one in RoleGrant.objects.current().filter(user=who).select_related("authority", "hub", "given_by").order_by("role")
    ]
    roles = _roles_to_give(request, membership)
    if membership and place_form is None:
        place_form = PlaceForm(authority=membership.authority, initial={"hub": membership.hub_id, "job_role": membership.job_role_id})
    context = {
        "who": who,
        "membership": membership,
        "grants": grants,
        "place_form": place_form,
        "role_form": role_form or (RoleForm(roles=roles) if roles else None),
        "may_change": permissions.may_change(request.user, who),
        "is_self": who.pk == request.user.pk,
        "is_administrator": permissions.is_administrator(request.user),
        "past": who.memberships.filter(ended_on__isnull=False).select_related("authority").order_by("-started_on")
        if permissions.is_administrator(request.user)
        else [],
    }
    wrong = (place_form and place_form.errors) or (role_form and role_form.errors)
    return render(request, "people/person.html", context, status=422 if wrong else 200)


def _roles_to_give(request, membership):
    place = membership.authority if membership else None
    every = [*permissions.LEADS_GIVE, *permissions.NETWORK_GIVES] if place else permissions.NETWORK_GIVES
    return [role for role in every if permissions.may_give(request.user, role, place)]


def _back_to(who):
    return redirect("people:person", who.subject)


@require_POST
@leads_only
def move(request, subject):
    """Put somebody into another hub or job role of the same authority."""
    who = _person_to_change(request, subject)
    membership = get_object_or_404(who.memberships.current().select_related("authority"))
    form = PlaceForm(request.POST, authority=membership.authority)
    if not form.is_valid():
        return _show_person(request, who, place_form=form)
    deeds.move(user=who, authority=membership.authority, **form.cleaned_data, on=timezone.localdate(), by=request.user)
    messages.success(request, f"{who} is now {_where(form.cleaned_data)}. They will be asked to sign in again.")
    return _back_to(who)


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
        deeds.leave(user=who, on=timezone.localdate(), by=request.user)
    except deeds.NotAMember:
        messages.warning(request, f"{who} is not a member of any authority.")
    else:
        messages.success(request, f"{who} has left and is signed out everywhere. Their learning record is kept for them.")
    return redirect("people:index")


@require_POST
@leads_only
def close(request, subject):
    """Close an account now. Administrators only."""
    who = _person_to_change(request, subject)
    if not permissions.is_administrator(request.user) or who.pk == request.user.pk:
        return redirect("people:index")
    try:
        deeds.close_account(user=who, on=timezone.localdate(), by=request.user)
    except deeds.NotYours as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"The account of {who} is closed. Every session has ended; nothing was deleted.")
    return _back_to(who)


@require_POST
@leads_only
def open_again(request, subject):
    """Open a closed account again. Administrators only."""
    who = _person_to_change(request, subject)
    if permissions.is_administrator(request.user):
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


@require_POST
@leads_only
def give_role(request, subject):
    """Give somebody a role, with the reason."""
    who = _person_to_change(request, subject)
    membership = who.memberships.current().select_related("authority", "hub").first()
    form = RoleForm(request.POST, roles=_roles_to_give(request, membership))
    if form.is_valid() and form.cleaned_data["role"] == Role.HUB_MANAGER and not membership.hub:
        form.add_error("role", "Say first which hub they belong to: a hub manager looks after one hub.")
    if not form.is_valid():
        return _show_person(request, who, role_form=form)
    role, where = Role(form.cleaned_data["role"]), {}
    if role in permissions.LEADS_GIVE:
        where = {"authority": membership.authority, "hub": membership.hub if role == Role.HUB_MANAGER else None}
    deeds.grant_role(user=who, role=role, **where, on=timezone.localdate(), by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, f"{who} is now: {role.label.lower()}.")
    return _back_to(who)


@require_POST
@leads_only
def end_role(request, pk):
    """End a role somebody holds."""
    grant = get_object_or_404(RoleGrant.objects.current().select_related("user", "authority"), pk=pk)
    who = _person_to_change(request, grant.user.subject)
    if not permissions.may_give(request.user, grant.role, grant.authority):
        return redirect("people:person", who.subject)
    try:
        deeds.end_role(grant=grant, on=timezone.localdate(), by=request.user)
    except deeds.NotYours as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{who} is no longer: {grant.get_role_display().lower()}.")
    return _back_to(who)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def hubs(request, slug):
    """The hubs and teams of an authority, and one more."""
    place = _authority(request, slug)
    form = HubForm(request.POST or None, instance=Hub(authority=place))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{form.instance} is there. You can invite people to it.")
        return redirect("people:hubs", place.slug)
    here = place.hubs.annotate(people=Count("memberships", filter=Q(memberships__ended_on__isnull=True)))
    return render(request, "people/hubs.html", {"form": form, "authority": place, "hubs": here}, status=422 if form.errors else 200)


@require_safe
@leads_only
def roles(request, slug):
    """Who holds which role in an authority, since when, and why: to look through each year."""
    place = _authority(request, slug)
    grants = (
        RoleGrant.objects.current()
        .filter(Q(authority=place) | Q(user__memberships__authority=place, user__memberships__ended_on__isnull=True, authority=None))
        .select_related("user", "hub", "given_by")
        .order_by("role", "user__last_name", "pk")
        .distinct()
    )
    return render(request, "people/roles.html", {"authority": place, "page_obj": Paginator(grants, 200).get_page(request.GET.get("page"))})


@require_safe
@leads_only
def audit(request):
    """The audit log, newest first. Administrators only."""
    if not permissions.is_administrator(request.user):
        return redirect("people:index")
    chosen = {"what": request.GET.get("what", ""), "authority": request.GET.get("authority", "")}
    entries = AuditEntry.objects.select_related("authority")
    if chosen["what"] in AuditEntry.What.values:
        entries = entries.filter(what=chosen["what"])
    if chosen["authority"]:
        entries = entries.filter(authority__slug=chosen["authority"])
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    keys = {key for entry in page for key in (entry.actor, entry.about) if key}
    names: dict = {one.subject: str(one) for one in User.objects.filter(subject__in=keys)}
    rows = [{"entry": one, "actor": names.get(one.actor, ""), "about": names.get(one.about, "")} for one in page]
    context = {"rows": rows, "page_obj": page, "chosen": chosen, "kinds": AuditEntry.What.choices, "authorities": Authority.objects.all()}
    return render(request, "people/audit.html", context)
