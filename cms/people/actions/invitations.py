"""Inviting people one at a time or from a list, emailing them, and accepting."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import AuthorityClosed, lock_open_authority
from cms.people.actions.memberships import join, move
from cms.people.identity import clean_address
from cms.people.mailer import absolute_url, send_email
from cms.people.models import UNCONFIRMED_LIST_RETENTION, Hub, Invitation, InvitationList, JobRole, User

What = AuditEntry.What


class NoSuchInvitation(Exception):
    """No invitation has this link, or a newer email has replaced it."""


class InvitationEnded(Exception):
    """The link has ended. `why` is "used", "authority_closed", "withdrawn" or "expired"."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


class AlreadyHere(Exception):
    """The person is already a member of this authority."""


class NotForYou(Exception):
    """The invitation is for another address than the one the user signs in with."""


class AlreadyConfirmed(Exception):
    """The list has already been confirmed or stopped."""


@transaction.atomic
def invite(*, email, authority, hub, job_role, by, at, **person):
    """Invite one person and email them. Withdraws their open invitation to the same authority first.

    `person` has what else is known: first_name, last_name, employed_since and in_care_role_since (dates). Raises AlreadyHere,
    AuthorityClosed.
    """
    lock_open_authority(authority)
    email = clean_address(email)
    if User.objects.filter(email=email, memberships__authority=authority, memberships__ended_on__isnull=True).exists():
        raise AlreadyHere
    for older in Invitation.objects.open().filter(email=email, authority=authority):
        withdraw(invitation=older, by=by, at=at)
    invitation = Invitation.objects.create(
        email=email, authority=authority, hub=hub, job_role=job_role, invited_by=by, made_at=at, **person
    )
    add_entry(what=What.INVITED, by=by, authority=authority)
    send(invitation=invitation, at=at)
    return invitation


def send(*, invitation, at):
    """Email the invitation with a new link that lasts two weeks. The previous link stops working.

    Raises InvitationEnded if it has been accepted or withdrawn.
    """
    if not _send(invitation, Invitation.objects.open(), at):
        invitation.refresh_from_db()
        raise InvitationEnded("used" if invitation.accepted_at else "withdrawn")


@transaction.atomic
def _send(invitation, sendable, at):
    """Queue the email of the invitation if it is still in the queryset `sendable`, and return whether it was."""
    key = secrets.token_urlsafe(32)
    if not sendable.filter(pk=invitation.pk).update(key_hash=_hash(key), sent_at=at, refused_at=None):
        return False
    invitation.key_hash, invitation.sent_at, invitation.refused_at = _hash(key), at, None
    send_email(
        to=invitation.email,
        template="people/emails/invitation.txt",
        invitation=invitation,
        inviter=invitation.invited_by if invitation.invited_by and invitation.invited_by.is_active else None,
        link=absolute_url("join", key),
    )
    return True


@transaction.atomic
def withdraw(*, invitation, by, at):
    """Withdraw an open invitation. Accepted and withdrawn invitations are left alone."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=at):
        add_entry(what=What.WITHDRAWN, by=by, authority=invitation.authority)


def find_invitation(*, key, at):
    """Return the open invitation with the key. Raises NoSuchInvitation, InvitationEnded."""
    invitation = Invitation.objects.select_related("authority", "hub", "job_role").filter(key_hash=_hash(key)).first()
    if invitation is None:
        raise NoSuchInvitation
    if invitation.accepted_at:
        raise InvitationEnded("used")
    if invitation.authority.closed_on:
        raise InvitationEnded("authority_closed")
    if invitation.withdrawn_at:
        raise InvitationEnded("withdrawn")
    if invitation.has_expired(at):
        raise InvitationEnded("expired")
    return invitation


@transaction.atomic
def accept_as_new(*, key, first_name, last_name, password, at):
    """Create an account for the invited address and let it join. Returns the user.

    Raises NoSuchInvitation, InvitationEnded, NotForYou if the address already has an account.
    """
    _lock_authority(key, at)
    invitation = _locked(key, at)
    if User.objects.filter(email=invitation.email).exists():
        raise NotForYou
    user = User.objects.create_user(invitation.email, password, first_name=first_name, last_name=last_name)
    # The link was sent to this address, so the address is theirs.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _join(invitation, user, at)
    return user


@transaction.atomic
def accept(*, key, user, at):
    """Let someone who has an account join, come back or move here. Raises NoSuchInvitation, InvitationEnded, NotForYou."""
    _lock_authority(key, at)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # then the user, as in leave(); the invitation last
    invitation = _locked(key, at)
    if user.email != clean_address(invitation.email):
        raise NotForYou
    _join(invitation, user, at)


def _lock_authority(key, at):
    """Lock the authority of the invitation. Raises what find_invitation() raises."""
    try:
        lock_open_authority(find_invitation(key=key, at=at).authority)
    except AuthorityClosed:
        raise InvitationEnded("authority_closed") from None


def _locked(key, at):
    invitation = find_invitation(key=key, at=at)
    Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    return find_invitation(key=key, at=at)


def _join(invitation, user, at):
    where = {
        "authority": invitation.authority,
        "hub": invitation.hub,
        "job_role": invitation.job_role,
        "employed_since": invitation.employed_since,
        "in_care_role_since": invitation.in_care_role_since,
    }
    # Accept first, because joining withdraws the invitations that are still open.
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at, accepted_by=user)
    join_or_move = move if user.memberships.current().exists() else join
    join_or_move(user=user, **where, on=timezone.localdate(at), by=user)


def add_list(*, authority, filename, lines, by, at):
    """Save a checked list of people until it is confirmed. Returns the InvitationList."""
    return InvitationList.objects.create(authority=authority, made_by=by, made_at=at, filename=filename[-200:], lines=lines)


@transaction.atomic
def correct_list(*, upload, lines):
    """Replace the lines of a list that is not confirmed yet. Raises AlreadyConfirmed."""
    waiting = InvitationList.objects.filter(pk=upload.pk, confirmed_at__isnull=True, stopped_at__isnull=True)
    if not waiting.update(lines=lines):
        raise AlreadyConfirmed
    upload.lines = lines


@transaction.atomic
def confirm_list(*, upload, at):
    """Create all invitations of an uploaded list and return how many. send_batch() emails them.

    Raises AlreadyConfirmed, AuthorityClosed.
    """
    lock_open_authority(upload.authority)
    locked = InvitationList.objects.select_for_update().get(pk=upload.pk)
    if locked.confirmed_at or locked.stopped_at:
        raise AlreadyConfirmed
    member_emails = set(
        User.objects.filter(memberships__authority=locked.authority, memberships__ended_on__isnull=True).values_list("email", flat=True)
    )
    # Some may have joined since the list was checked.
    lines = [line for line in locked.lines if not line["problem"] and line["email"] not in member_emails]
    emails = [line["email"] for line in lines]
    for older in Invitation.objects.open().filter(email__in=emails, authority=locked.authority).select_related("authority"):
        withdraw(invitation=older, by=locked.made_by, at=at)
    hubs, roles = Hub.objects.in_bulk(), JobRole.objects.in_bulk()
    Invitation.objects.bulk_create(
        Invitation(
            email=line["email"],
            first_name=line["first_name"],
            last_name=line["last_name"],
            employed_since=parse_date(line.get("employed_since", "")),
            in_care_role_since=parse_date(line.get("in_care_role_since", "")),
            authority=locked.authority,
            hub=hubs.get(line["hub_id"]),
            job_role=roles[line["job_role_id"]],
            invited_by=locked.made_by,
            from_list=locked,
            made_at=at,
        )
        for line in lines
    )
    add_entry(what=What.INVITED, by=locked.made_by, authority=locked.authority, words=f"A list of {len(lines)}")
    InvitationList.objects.filter(pk=locked.pk).update(confirmed_at=at, lines=[])
    return len(lines)


def send_batch(*, upload, size, at):
    """Queue the emails of up to `size` invitations of a confirmed list. Skips those that another request has queued or stopped.

    An address that the mail server refuses is marked when its email is sent: Invitation.objects.refused() returns it.
    """
    for invitation in upload.invitations.unsent().select_related("authority", "invited_by")[:size]:
        _send(invitation, Invitation.objects.unsent(), at)


@transaction.atomic
def stop_list(*, upload, by, at):
    """Withdraw the invitations of a list that have not been emailed yet."""
    InvitationList.objects.filter(pk=upload.pk, stopped_at__isnull=True).update(stopped_at=at, lines=[])
    if withdrawn := upload.invitations.unsent().update(withdrawn_at=at):
        add_entry(what=What.WITHDRAWN, by=by, authority=upload.authority, words=f"A list of {withdrawn}")


def clear_unconfirmed_lists(*, at):
    """Stop and empty lists that no one confirmed for a day. Returns how many there were."""
    waiting = InvitationList.objects.filter(
        confirmed_at__isnull=True, stopped_at__isnull=True, made_at__lte=at - UNCONFIRMED_LIST_RETENTION
    )
    return waiting.update(stopped_at=at, lines=[])


def _hash(key):
    return hashlib.sha256(key.encode()).hexdigest()
