"""Joining an authority, moving, leaving, and closing an account."""

from django.db import transaction
from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.audit.actions import add_entry, build_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_open_authority, lock_user
from cms.people.actions.roles import NotAMember, apply_roles, check_administrator_remains, end_grants
from cms.people.actions.sessions import end_sessions, end_sessions_of
from cms.people.models import Invitation, JoinRequest, Membership, RoleGrant, User, hash_address
from cms.people.signals import memberships_changed, people_left

What = AuditEntry.What


class AlreadyMember(Exception):
    """The person already has a current membership."""


class MovedMeanwhile(NotAMember):
    """The person has moved since the page was loaded."""


@transaction.atomic
def join(*, user, authority, hub, job_role, on, by=None, employed_since=None, in_care_role_since=None):
    """Start a membership on `on` (a date) and end the user's sessions. Raises AuthorityClosed, AlreadyMember.

    `employed_since` and `in_care_role_since` are dates if they are known.
    """
    lock_open_authority(authority)
    if lock_user(user).memberships.current().exists():
        raise AlreadyMember(f"{user} already has a current membership.")
    membership = Membership.objects.create(
        user=user,
        authority=authority,
        hub=hub,
        job_role=job_role,
        started_on=on,
        employed_since=employed_since,
        in_care_role_since=in_care_role_since,
    )
    user.standing = membership
    apply_roles(user=user)
    _end_requests(user)
    _withdraw_invitations(user, by=by or user, authority=authority)
    add_entry(what=What.JOINED, by=by or user, about=user, authority=authority)
    memberships_changed.send(Membership, user_ids=[user.pk])
    end_sessions(user)
    return membership


@transaction.atomic
def move(*, user, authority, hub, job_role, on, by, expected=None, **since):
    """End the user's membership and start another, in this or another authority. Their learning record moves with them.

    Ends roles in the authority or hub they leave, and their sessions, because their permissions change. `expected` is the primary key of
    the membership shown to the person who asks, if any. `since` may have employed_since and in_care_role_since (dates); what it leaves out
    is carried over, except employed_since to another authority. Raises NotAMember, MovedMeanwhile, AuthorityClosed.
    """
    lock_open_authority(authority)
    before = _locked_membership(user, expected)
    _end_memberships([before], on=on)
    since = {name: day for name, day in since.items() if day is not None}
    if before.authority_id == authority.pk:
        since.setdefault("employed_since", before.employed_since)
    since.setdefault("in_care_role_since", before.in_care_role_since)
    membership = Membership.objects.create(user=user, authority=authority, hub=hub, job_role=job_role, started_on=on, **since)
    user.standing = membership
    if before.authority_id != authority.pk:
        _withdraw_invitations(user, by=by, authority=before.authority)
        _withdraw_invitations(user, by=by, authority=authority)
        end_grants(RoleGrant.objects.current().filter(user=user, authority=before.authority), on=on, by=by)
        add_entry(what=What.MOVED, by=by, about=user, authority=before.authority, words="To another authority")
    else:
        end_grants(RoleGrant.objects.current().filter(user=user, hub__isnull=False).exclude(hub=hub), on=on, by=by)
    add_entry(what=What.MOVED, by=by, about=user, authority=authority, words=str(hub or ""))
    memberships_changed.send(Membership, user_ids=[user.pk])
    end_sessions(user)
    return membership


@transaction.atomic
def leave(*, user, on, by, expected=None):
    """End the user's membership and their roles in that authority. Their learning record is kept.

    Network roles are kept for their return but have no effect until then. `expected` as in move(). Raises NotAMember, MovedMeanwhile,
    LastAdministrator.
    """
    if not user.is_superuser:
        check_administrator_remains(user)
    membership = _locked_membership(user, expected)
    _withdraw_invitations(user, by=by, authority=membership.authority)
    release_members([membership], authority=membership.authority, on=on, by=by)
    user.standing = None
    user.refresh_from_db(fields=["session_round", "is_staff"])


def release_members(memberships, *, authority, on, by):
    """End memberships in one authority, with the members' roles there and their sessions. Their user rows must be locked.

    The number of queries grows with the people who have roles, not with all members.
    """
    user_ids = [membership.user_id for membership in memberships]
    _end_memberships(memberships, on=on)
    people_left.send(Membership, user_ids=user_ids)
    memberships_changed.send(Membership, user_ids=user_ids)
    end_grants(RoleGrant.objects.current().filter(user__in=user_ids, authority=authority), on=on, by=by)
    for user in User.objects.filter(Q(is_staff=True) | Q(groups__isnull=False), pk__in=user_ids).distinct():
        apply_roles(user=user)
    AuditEntry.objects.bulk_create(
        build_entry(what=What.LEFT, by=by, about=membership.user, authority=authority) for membership in memberships
    )
    end_sessions_of(user_ids)


@transaction.atomic
def close_account(*, user, on, by):
    """Close an account: no sign-in, membership or role. Nothing is deleted. Raises LastAdministrator."""
    check_administrator_remains(user)
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
    """Let someone whose account was closed sign in again, without membership or roles."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    add_entry(what=What.OPENED, by=by, about=user)


def _locked_membership(user, expected):
    """Lock the user and return their current membership. Raises NotAMember, and MovedMeanwhile if another one is expected."""
    membership = lock_user(user).memberships.current().select_related("authority").first()
    if membership is None:
        raise NotAMember(f"{user} has no current membership.")
    if expected is not None and membership.pk != expected:
        raise MovedMeanwhile(f"{user} has moved.")
    return membership


def _end_memberships(memberships, *, on):
    ending = Greatest("started_on", Value(on, output_field=DateField()))
    Membership.objects.filter(pk__in=[membership.pk for membership in memberships]).update(ended_on=ending)


def _end_requests(user):
    """End open requests of someone who has joined or whose account is closed."""
    JoinRequest.objects.open().filter(user=user).update(ended_at=timezone.now(), outcome=JoinRequest.Outcome.OVERTAKEN)


def _withdraw_invitations(user, *, by, **where):
    """Withdraw open invitations to the user, so that an old email cannot let them back in. `where` limits them to an authority."""
    for invitation in _invitations_to(user, Invitation.objects.open().filter(**where).select_related("authority")):
        if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
            add_entry(what=What.WITHDRAWN, by=by, about=user, authority=invitation.authority)


def _invitations_to(user, invitations):
    """Yield the invitations sent to the user's address or to an address they had before."""
    yield from invitations.filter(email__iexact=user.email)
    former = set(user.former_addresses.values_list("address_hash", flat=True))
    if former:
        yield from (invitation for invitation in invitations.exclude(email__iexact=user.email) if hash_address(invitation.email) in former)
