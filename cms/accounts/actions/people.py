"""Joining an authority, moving, leaving, holding a role. Each deed stands in the audit log, and ends sessions where rights change.

Whoever acts for themselves keeps the session they do it in: the view puts the new hash into it.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.accounts.actions.letters import link_to, send_letter
from cms.accounts.models import AuditEntry, Card, JoinRequest, Membership, Role, RoleGrant, User
from cms.accounts.permissions import DESK_ROLES, administrators_of_the_network

What = AuditEntry.What


class AlreadyMember(Exception):
    """The person has a current membership; it must end before another begins."""


class NotAMember(Exception):
    """The person has no current membership that could end or move."""


class AccountClosed(Exception):
    """The account is closed: it holds no role."""


class NoFactor(Exception):
    """The person has no second factor that could be taken away."""


class LastAdministrator(Exception):
    """Nobody would be left who looks after the whole network."""


def note(*, what, by, about=None, authority=None, words=""):
    """Add to the audit log. `by` and `about` are people, or None."""
    return AuditEntry.objects.create(
        at=timezone.now(),
        what=what,
        actor=by.subject if by else None,
        about=about.subject if about else None,
        authority=authority,
        words=words[:200],
    )


@transaction.atomic
def join(*, user, authority, hub, job_role, on, by=None):
    """Give the person a membership that starts `on` (a date), and end their sessions. Raises AlreadyMember if one is current."""
    if _locked(user).memberships.current().exists():
        raise AlreadyMember(f"{user} already has a current membership.")
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)
    user.standing = membership
    apply_roles(user=user)
    _end_requests(user)
    note(what=What.JOINED, by=by or user, about=user, authority=authority)
    _end_sessions(user)
    return membership


@transaction.atomic
def move(*, user, authority, hub, job_role, on, by):
    """End the person's membership and begin another, elsewhere or in another hub; their learning record comes along.

    Roles bound to the authority or the hub they leave end; so do their sessions, because what they may see is different. Raises NotAMember.
    """
    before = _locked(user).memberships.current().select_related("authority").first()
    if before is None:
        raise NotAMember(f"{user} has nowhere to move from.")
    _end_membership(before, on=on)
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)
    user.standing = membership
    if before.authority_id != authority.pk:
        _end_grants(RoleGrant.objects.current().filter(user=user, authority=before.authority), on=on, by=by)
        note(what=What.MOVED, by=by, about=user, authority=before.authority, words="To another authority")
    else:
        _end_grants(RoleGrant.objects.current().filter(user=user, hub__isnull=False).exclude(hub=hub), on=on, by=by)
    note(what=What.MOVED, by=by, about=user, authority=authority, words=str(hub or ""))
    _end_sessions(user)
    return membership


@transaction.atomic
def leave(*, user, on, by):
    """End the person's membership and the roles they held in that authority, and take down their card. Their record stays theirs.

    Roles of the whole network stay for their return, and open nothing until then. Raises NotAMember, LastAdministrator.
    """
    if not user.is_superuser:
        _another_administrator_remains(user)
    membership = _locked(user).memberships.current().select_related("authority").first()
    if membership is None:
        raise NotAMember(f"{user} has no current membership.")
    _end_membership(membership, on=on)
    user.standing = None
    Card.objects.filter(user=user).update(up_since=None)
    _end_grants(RoleGrant.objects.current().filter(user=user, authority=membership.authority), on=on, by=by)
    apply_roles(user=user)
    note(what=What.LEFT, by=by, about=user, authority=membership.authority)
    _end_sessions(user)


@transaction.atomic
def close_account(*, user, on, by):
    """Close an account at once: no sign-in, no membership, no role. Nothing is deleted. Raises LastAdministrator."""
    _another_administrator_remains(user)
    if _locked(user).memberships.current().exists():
        leave(user=user, on=on, by=by)
    _end_grants(RoleGrant.objects.current().filter(user=user), on=on, by=by)
    _end_requests(user)
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


def _another_administrator_remains(user):
    """Raise LastAdministrator when the person is one and nobody else could take their place.

    Every administrator's row is held first, in the order of their keys and before the row of anybody else: of two who are sent away at
    once, the second waits and is counted when the first is gone.
    """
    administrators = administrators_of_the_network()
    list(administrators.select_for_update(no_key=True).order_by("pk"))
    if administrators.filter(pk=user.pk).exists() and not administrators.exclude(pk=user.pk).exists():
        raise LastAdministrator("Somebody must look after the whole network: make somebody else administrator first.")


def _end_membership(membership, *, on):
    Membership.objects.filter(pk=membership.pk).update(ended_on=max(on, membership.started_on))


def _end_requests(user):
    """Whoever has joined, or whose account is closed, has no request waiting."""
    JoinRequest.objects.open().filter(user=user).update(ended_at=timezone.now(), outcome=JoinRequest.Outcome.OVERTAKEN)


def _end_grants(grants, *, on, by):
    ended = list(grants.select_related("user", "authority"))
    for grant in ended:
        RoleGrant.objects.filter(pk=grant.pk).update(ended_on=max(on, grant.started_on))
        note(what=What.ROLE_ENDED, by=by, about=grant.user, authority=grant.authority, words=grant.get_role_display())
    for user in {grant.user for grant in ended}:
        apply_roles(user=user)


def _end_sessions(user):
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    UserSession.objects.filter(user=user).delete()
    user.refresh_from_db(fields=["session_round"])
