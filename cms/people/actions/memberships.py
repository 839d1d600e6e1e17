"""Joining an authority, moving, leaving, and closing an account."""

from django.db import transaction
from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.audit.actions import add_entry, build_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_open_authority, lock_user
from cms.people.actions.roles import NotAMember, another_administrator_remains, apply_roles, end_grants
from cms.people.actions.sessions import end_sessions, end_sessions_of
from cms.people.models import Invitation, JoinRequest, Membership, RoleGrant, User, hash_address
from cms.people.signals import people_left

What = AuditEntry.What


class AlreadyMember(Exception):
    """The person has a current membership; it must end before another begins."""


class MovedMeanwhile(NotAMember):
    """The person belongs elsewhere than where whoever asks for the deed saw them."""


@transaction.atomic
def join(*, user, authority, hub, job_role, on, by=None):
    """Give the person a membership that starts `on` (a date), and end their sessions. Raises AuthorityClosed, AlreadyMember."""
    lock_open_authority(authority)
    if lock_user(user).memberships.current().exists():
        raise AlreadyMember(f"{user} already has a current membership.")
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)
    user.standing = membership
    apply_roles(user=user)
    _end_requests(user)
    _withdraw_invitations(user, by=by or user, authority=authority)
    add_entry(what=What.JOINED, by=by or user, about=user, authority=authority)
    end_sessions(user)
    return membership


@transaction.atomic
def move(*, user, authority, hub, job_role, on, by, expected=None):
    """End the person's membership and begin another, elsewhere or in another hub; their learning record comes along.

    Roles bound to the authority or the hub they leave end; so do their sessions, because what they may see is different. `expected` is
    the key of the membership that whoever asks has seen, if they have seen one. Raises NotAMember, MovedMeanwhile, AuthorityClosed.
    """
    lock_open_authority(authority)
    before = _held_membership(user, expected)
    _end_memberships([before], on=on)
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on)
    user.standing = membership
    if before.authority_id != authority.pk:
        _withdraw_invitations(user, by=by, authority=before.authority)
        _withdraw_invitations(user, by=by, authority=authority)
        end_grants(RoleGrant.objects.current().filter(user=user, authority=before.authority), on=on, by=by)
        add_entry(what=What.MOVED, by=by, about=user, authority=before.authority, words="To another authority")
    else:
        end_grants(RoleGrant.objects.current().filter(user=user, hub__isnull=False).exclude(hub=hub), on=on, by=by)
    add_entry(what=What.MOVED, by=by, about=user, authority=authority, words=str(hub or ""))
    end_sessions(user)
    return membership


@transaction.atomic
def leave(*, user, on, by, expected=None):
    """End the person's membership and the roles they held in that authority, and take down their card. Their record stays theirs.

    Roles of the whole network stay for their return, and open nothing until then. `expected` as in `move`. Raises NotAMember,
    MovedMeanwhile, LastAdministrator.
    """
    if not user.is_superuser:
        another_administrator_remains(user)
    membership = _held_membership(user, expected)
    _withdraw_invitations(user, by=by, authority=membership.authority)
    release_members([membership], authority=membership.authority, on=on, by=by)
    user.standing = None
    user.refresh_from_db(fields=["session_round", "is_staff"])


def release_members(memberships, *, authority, on, by):
    """End memberships in one authority of people whose rows the transaction holds, and with them their roles there, cards and sessions.

    The number of questions grows with the people who hold a role, not with the others.
    """
    people = [one.user_id for one in memberships]
    _end_memberships(memberships, on=on)
    people_left.send(Membership, user_ids=people)
    end_grants(RoleGrant.objects.current().filter(user__in=people, authority=authority), on=on, by=by)
    for person in User.objects.filter(Q(is_staff=True) | Q(groups__isnull=False), pk__in=people).distinct():
        apply_roles(user=person)
    AuditEntry.objects.bulk_create(build_entry(what=What.LEFT, by=by, about=one.user, authority=authority) for one in memberships)
    end_sessions_of(people)


@transaction.atomic
def close_account(*, user, on, by):
    """Close an account at once: no sign-in, no membership, no role. Nothing is deleted. Raises LastAdministrator."""
    another_administrator_remains(user)
    if lock_user(user).memberships.current().exists():
        leave(user=user, on=on, by=by)
    end_grants(RoleGrant.objects.current().filter(user=user), on=on, by=by)
    _end_requests(user)
    _withdraw_invitations(user, by=by)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    add_entry(what=What.CLOSED, by=by, about=user)
    end_sessions(user)


@transaction.atomic
def reopen_account(*, user, by):
    """Let somebody whose account was closed sign in again; membership and roles are given anew."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    add_entry(what=What.OPENED, by=by, about=user)


def _held_membership(user, expected):
    """The person's current membership, held with their row. Raises NotAMember, and MovedMeanwhile when another one is expected."""
    membership = lock_user(user).memberships.current().select_related("authority").first()
    if membership is None:
        raise NotAMember(f"{user} has no current membership.")
    if expected is not None and membership.pk != expected:
        raise MovedMeanwhile(f"{user} belongs elsewhere now.")
    return membership


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
            add_entry(what=What.WITHDRAWN, by=by, about=user, authority=one.authority)


def _letters_to(user, invitations):
    """Those of the invitations that go to the person, at their address or at one they had before."""
    yield from invitations.filter(email__iexact=user.email)
    former = set(user.former_addresses.values_list("address_hash", flat=True))
    if former:
        yield from (one for one in invitations.exclude(email__iexact=user.email) if hash_address(one.email) in former)
