"""Joining an authority, moving, leaving, holding a role. Each deed stands in the audit log, and ends sessions where rights change.

Whoever acts for themselves keeps the session they do it in: the view puts the new hash into it.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.accounts.actions.letters import link_to, send_letter
from cms.accounts.models import AuditEntry, Authority, Card, Invitation, JoinRequest, Membership, Role, RoleGrant, User, hash_of_address
from cms.accounts.permissions import DESK_ROLES, administrators_of_the_network

What = AuditEntry.What


class AlreadyMember(Exception):
    """The person has a current membership; it must end before another begins."""


class NotAMember(Exception):
    """The person has no current membership that could end or move."""


class AccountClosed(Exception):
    """The account is closed: it holds no role."""


class MovedMeanwhile(NotAMember):
    """The person belongs elsewhere than where whoever asks for the deed saw them."""


class AuthorityClosed(Exception):
    """The authority has closed its place in the network: nobody joins it, and nobody is invited to it."""


class NoFactor(Exception):
    """The person has no second factor that could be taken away."""


class LastAdministrator(Exception):
    """Nobody would be left who looks after the whole network."""


def note(*, what, by, about=None, authority=None, words=""):
    """Add to the audit log. `by` and `about` are people, or None."""
    found = entry(what=what, by=by, about=about, authority=authority, words=words)
    found.save(force_insert=True)
    return found


def entry(*, what, by, about=None, authority=None, words=""):
    """What `note` adds, not yet added: for deeds about many, which add all of theirs at once."""
    return AuditEntry(
        at=timezone.now(),
        what=what,
        actor=by.subject if by else None,
        about=about.subject if about else None,
        authority=authority,
        words=words[:200],
    )


def hold_open(authority):
    """Hold the authority's row until the transaction ends: who joins, invites or closes it stand in a row. Raises AuthorityClosed.

    Held before any person's row, as closing does, which holds all of its people.
    """
    if Authority.objects.select_for_update(no_key=True).get(pk=authority.pk).closed_on:
        raise AuthorityClosed(f"{authority} is closed here.")


@transaction.atomic
def join(*, user, authority, hub, job_role, on, by=None):
    """Give the person a membership that starts `on` (a date), and end their sessions. Raises AuthorityClosed, AlreadyMember."""
    hold_open(authority)
    if _locked(user).memberships.current().exists():
        raise AlreadyMember(f"{user} already has a current membership.")
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)
    user.standing = membership
    apply_roles(user=user)
    _end_requests(user)
    _withdraw_invitations(user, by=by or user, authority=authority)
    note(what=What.JOINED, by=by or user, about=user, authority=authority)
    _end_sessions(user)
    return membership


@transaction.atomic
def move(*, user, authority, hub, job_role, on, by, expected=None):
    """End the person's membership and begin another, elsewhere or in another hub; their learning record comes along.

    Roles bound to the authority or the hub they leave end; so do their sessions, because what they may see is different. `expected` is
    the key of the membership that whoever asks has seen, if they have seen one. Raises NotAMember, MovedMeanwhile, AuthorityClosed.
    """
    hold_open(authority)
    before = _held_membership(user, expected)
    _end_memberships([before], on=on)
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)
    user.standing = membership
    if before.authority_id != authority.pk:
        _withdraw_invitations(user, by=by, authority=before.authority)
        _withdraw_invitations(user, by=by, authority=authority)
        _end_grants(RoleGrant.objects.current().filter(user=user, authority=before.authority), on=on, by=by)
        note(what=What.MOVED, by=by, about=user, authority=before.authority, words="To another authority")
    else:
        _end_grants(RoleGrant.objects.current().filter(user=user, hub__isnull=False).exclude(hub=hub), on=on, by=by)
    note(what=What.MOVED, by=by, about=user, authority=authority, words=str(hub or ""))
    _end_sessions(user)
    return membership


@transaction.atomic
def leave(*, user, on, by, expected=None):
    """End the person's membership and the roles they held in that authority, and take down their card. Their record stays theirs.

    Roles of the whole network stay for their return, and open nothing until then. `expected` as in `move`. Raises NotAMember,
    MovedMeanwhile, LastAdministrator.
    """
    if not user.is_superuser:
        _another_administrator_remains(user)
    membership = _held_membership(user, expected)
    _withdraw_invitations(user, by=by, authority=membership.authority)
    let_go([membership], authority=membership.authority, on=on, by=by)
    user.standing = None
    user.refresh_from_db(fields=["session_round", "is_staff"])


def let_go(memberships, *, authority, on, by):
    """End memberships in one authority of people whose rows the transaction holds, and with them their roles there, cards and sessions.

    The number of questions grows with the people who hold a role, not with the others.
    """
    people = [one.user_id for one in memberships]
    _end_memberships(memberships, on=on)
    Card.objects.filter(user__in=people).update(up_since=None)
    _end_grants(RoleGrant.objects.current().filter(user__in=people, authority=authority), on=on, by=by)
    for person in User.objects.filter(Q(is_staff=True) | Q(groups__isnull=False), pk__in=people).distinct():
        apply_roles(user=person)
    AuditEntry.objects.bulk_create(entry(what=What.LEFT, by=by, about=one.user, authority=authority) for one in memberships)
    _end_sessions_of(people)


@transaction.atomic
def close_account(*, user, on, by):
    """Close an account at once: no sign-in, no membership, no role. Nothing is deleted. Raises LastAdministrator."""
    _another_administrator_remains(user)
    if _locked(user).memberships.current().exists():
        leave(user=user, on=on, by=by)
    _end_grants(RoleGrant.objects.current().filter(user=user), on=on, by=by)
    _end_requests(user)
    _withdraw_invitations(user, by=by)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    note(what=What.CLOSED, by=by, about=user)
    _end_sessions(user)


@transaction.atomic
def open_again(*, user, by):
    """Let somebody whose account was closed sign in again; membership and roles are given anew."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    note(what=What.OPENED, by=by, about=user)


@transaction.atomic
def sign_out_everywhere(*, user, by):
    """End every session of the person, on every device, at its next request."""
    note(what=What.SIGNED_OUT, by=by, about=user)
    _end_sessions(user)


@transaction.atomic
def add_factor(*, user, words):
    """Write down that the person has added a second factor, and end their sessions: none goes on that came in without it."""
    note(what=What.FACTOR_ADDED, by=user, about=user, words=words)
    _end_sessions(user)


@transaction.atomic
def take_factors(*, user, by, reason):
    """Take away every passkey, code and recovery code of somebody who has lost them, end their sessions, and tell them. Raises NoFactor.

    What their roles open stays closed until they have set up another.
    """
    _locked(user)
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise NoFactor(f"{user} has no second factor.")
    note(what=What.FACTOR_TAKEN, by=by, about=user, words=reason)
    link = link_to("second_factor")
    send_letter(to=user.email, subject="Your passkeys and codes at Drumbeat", template="factors_taken", person=user, link=link)
    _end_sessions(user)


@transaction.atomic
def grant_role(*, user, role, on, authority=None, hub=None, by=None, reason=""):
    """Give a member a role from `on` (a date), and end their sessions; given twice it stays one. Their rights at the desk follow.

    Raises AccountClosed, NotAMember.
    """
    held = _locked(user)
    if not held.is_active:
        raise AccountClosed(f"The account of {user} is closed.")
    if not held.memberships.current().exists():
        raise NotAMember(f"{user} has no current membership, and a role is for members.")
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        authority=authority,
        hub=hub,
        ended_on=None,
        defaults={"started_on": on, "given_by": by, "reason": reason},
    )
    if is_new:
        note(what=What.ROLE_GIVEN, by=by, about=user, authority=authority, words=_with_reason(grant))
        _end_sessions(user)
    apply_roles(user=user)
    return grant


@transaction.atomic
def keep_role(*, grant, on, by):
    """Write down that a role is still needed, on the date `on`; it is looked at again in a year. One that has ended stays as it is."""
    if RoleGrant.objects.current().filter(pk=grant.pk).update(reviewed_on=on):
        note(what=What.ROLE_KEPT, by=by, about=grant.user, authority=grant.authority, words=grant.get_role_display())


@transaction.atomic
def end_role(*, grant, on, by):
    """End a role, and the person's sessions with it. Ended twice it stays as it ended first. Raises LastAdministrator."""
    if grant.role == Role.ADMINISTRATOR and not grant.user.is_superuser:
        _another_administrator_remains(grant.user)
    _locked(grant.user)
    _end_grants(RoleGrant.objects.current().filter(pk=grant.pk), on=on, by=by)
    _end_sessions(grant.user)


@transaction.atomic
def apply_roles(*, user):
    """Make the person's Wagtail groups and `is_staff` follow from the roles they hold; nobody edits groups by hand.

    Only while they belong somewhere: whoever has left may hold roles still, and the desk is closed to them.
    """
    here = user.memberships.current().exists()
    held = set(RoleGrant.objects.current().filter(user=user).values_list("role", flat=True)) if here else set()
    names = [name for role, name in DESK_ROLES.items() if role in held]
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
    user.is_staff = bool(names) or user.is_superuser
    user.save(update_fields=["is_staff"])


def _with_reason(grant):
    return f"{grant.get_role_display()}: {grant.reason}" if grant.reason else grant.get_role_display()


def _locked(user):
    """The person's row, held until the transaction ends, so that two deeds about one person stand in a row."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _held_membership(user, expected):
    """The person's current membership, held with their row. Raises NotAMember, and MovedMeanwhile when another one is expected."""
    membership = _locked(user).memberships.current().select_related("authority").first()
    if membership is None:
        raise NotAMember(f"{user} has no current membership.")
    if expected is not None and membership.pk != expected:
        raise MovedMeanwhile(f"{user} belongs elsewhere now.")
    return membership


def _another_administrator_remains(user):
    """Raise LastAdministrator when the person is one and nobody else could take their place.

    Every administrator's row is held first, in the order of their keys and before the row of anybody else: of two who are sent away at
    once, the second waits and is counted when the first is gone.
    """
    administrators = administrators_of_the_network()
    list(administrators.select_for_update(no_key=True).order_by("pk"))
    if administrators.filter(pk=user.pk).exists() and not administrators.exclude(pk=user.pk).exists():
        raise LastAdministrator("Somebody must look after the whole network: make somebody else administrator first.")


def _end_memberships(memberships, *, on):
    ending = Greatest("started_on", Value(on, output_field=DateField()))
    Membership.objects.filter(pk__in=[one.pk for one in memberships]).update(ended_on=ending)


def _end_requests(user):
    """Whoever has joined, or whose account is closed, has no request waiting."""
    JoinRequest.objects.open().filter(user=user).update(ended_at=timezone.now(), outcome=JoinRequest.Outcome.OVERTAKEN)


def _withdraw_invitations(user, *, by, **where):
    """An older letter is no way back for somebody who has come or gone. `where` is the authority; for a closed account any."""
    for one in _letters_to(user, Invitation.objects.open().filter(**where).select_related("authority")):
        if Invitation.objects.open().filter(pk=one.pk).update(withdrawn_at=timezone.now()):
            note(what=What.WITHDRAWN, by=by, about=user, authority=one.authority)


def _letters_to(user, invitations):
    """Those of the invitations that go to the person, at their address or at one they had before."""
    yield from invitations.filter(email__iexact=user.email)
    former = set(user.former_addresses.values_list("address_hash", flat=True))
    if former:
        yield from (one for one in invitations.exclude(email__iexact=user.email) if hash_of_address(one.email) in former)


def _end_grants(grants, *, on, by):
    ended = list(grants.select_related("user", "authority"))
    for grant in ended:
        RoleGrant.objects.filter(pk=grant.pk).update(ended_on=max(on, grant.started_on))
        note(what=What.ROLE_ENDED, by=by, about=grant.user, authority=grant.authority, words=grant.get_role_display())
    for user in {grant.user for grant in ended}:
        apply_roles(user=user)


def _end_sessions(user):
    _end_sessions_of([user.pk])
    user.refresh_from_db(fields=["session_round"])


def _end_sessions_of(people):
    User.objects.filter(pk__in=people).update(session_round=F("session_round") + 1)
    UserSession.objects.filter(user__in=people).delete()
