"""Invitations: one by one or from a list, the letter, and what comes of its link."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import AuthorityClosed, lock_open_authority
from cms.people.actions.memberships import join, move
from cms.people.emails import absolute_url, deliver
from cms.people.models import INVITATION_LIFETIME, UNCONFIRMED_LIST_RETENTION, Hub, Invitation, InvitationList, JobRole, User

What = AuditEntry.What


class NoSuchInvitation(Exception):
    """Nobody was ever given this link, or a newer letter has taken its place."""


class InvitationEnded(Exception):
    """The link was real and works no longer. `why` is "used", "place_closed", "withdrawn" or "expired"."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


class AlreadyHere(Exception):
    """The person is a member of this authority today."""


class NotForYou(Exception):
    """The invitation is to another address than that of the person who is signed in."""


class AlreadyConfirmed(Exception):
    """The list was confirmed or stopped before."""


@transaction.atomic
def invite(*, email, authority, hub, job_role, by, at, first_name="", last_name=""):
    """Invite one person and send the letter. An open invitation to the same place is withdrawn first: the newest counts.

    Raises AlreadyHere, AuthorityClosed.
    """
    lock_open_authority(authority)
    if User.objects.filter(email__iexact=email, memberships__authority=authority, memberships__ended_on__isnull=True).exists():
        raise AlreadyHere
    for older in Invitation.objects.open().filter(email__iexact=email, authority=authority):
        withdraw(invitation=older, by=by, at=at)
    invitation = Invitation.objects.create(
        email=email.lower(),
        first_name=first_name,
        last_name=last_name,
        authority=authority,
        hub=hub,
        job_role=job_role,
        invited_by=by,
        made_at=at,
    )
    add_entry(what=What.INVITED, by=by, authority=authority)
    send(invitation=invitation, at=at)
    return invitation


def send(*, invitation, at):
    """Send the letter, with a new link that works for a fortnight; an older link to the same invitation works no longer.

    Raises InvitationEnded when it was accepted or taken back meanwhile.
    """
    if not _send(invitation, Invitation.objects.open(), at):
        invitation.refresh_from_db()
        raise InvitationEnded("used" if invitation.accepted_at else "withdrawn")


@transaction.atomic
def _send(invitation, still, at):
    """Send the letter if the row is `still` among these when it is written. Returns whether it was: no letter goes to one that is not."""
    key = secrets.token_urlsafe(32)
    if not still.filter(pk=invitation.pk).update(key_hash=_hash(key), sent_at=at):
        return False
    invitation.key_hash, invitation.sent_at = _hash(key), at
    context = {
        "invitation": invitation,
        "link": absolute_url("join", key),
        "until": date_format(timezone.localtime(at + INVITATION_LIFETIME), "j F Y"),
    }
    body = render_to_string("accounts/letters/invitation.txt", context)
    transaction.on_commit(lambda: _deliver(invitation, body))
    return True


def _deliver(invitation, body):
    """Hand the letter to the mail server. When that fails the invitation counts as not sent, so that it can be sent again."""
    if not deliver(to=invitation.email, subject="You are invited to Drumbeat", body=body):
        Invitation.objects.filter(pk=invitation.pk, key_hash=invitation.key_hash).update(sent_at=None)
        invitation.sent_at = None


@transaction.atomic
def withdraw(*, invitation, by, at):
    """Take an invitation back; its link says so. What was accepted stays, and once withdrawn it stays as it was."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=at):
        add_entry(what=What.WITHDRAWN, by=by, authority=invitation.authority)


def find_invitation(*, key, at):
    """The open invitation of a link's key. Raises NoSuchInvitation, InvitationEnded."""
    invitation = Invitation.objects.select_related("authority", "hub", "job_role").filter(key_hash=_hash(key)).first()
    if invitation is None:
        raise NoSuchInvitation
    if invitation.accepted_at:
        raise InvitationEnded("used")
    if invitation.authority.closed_on:
        raise InvitationEnded("place_closed")
    if invitation.withdrawn_at:
        raise InvitationEnded("withdrawn")
    if invitation.has_expired(at):
        raise InvitationEnded("expired")
    return invitation


@transaction.atomic
def accept_as_new(*, key, first_name, last_name, password, at):
    """Make the account the link was meant for and let it join. Returns the person.

    Raises NoSuchInvitation, InvitationEnded, NotForYou when the address has an account already.
    """
    _hold_place(key, at)
    invitation = _locked(key, at)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise NotForYou
    user = User.objects.create_user(invitation.email, password, first_name=first_name, last_name=last_name)
    # The link came to this address, so it is theirs.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _come_in(invitation, user, at)
    return user


@transaction.atomic
def accept(*, key, user, at):
    """Let somebody who has an account join, come back, or move here. Raises NoSuchInvitation, InvitationEnded, NotForYou."""
    _hold_place(key, at)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # then the person, as leaving does; the invitation last
    invitation = _locked(key, at)
    if user.email.lower() != invitation.email.lower():
        raise NotForYou
    _come_in(invitation, user, at)


def _hold_place(key, at):
    """Hold the authority an invitation is to. Raises what find_invitation() raises."""
    try:
        lock_open_authority(find_invitation(key=key, at=at).authority)
    except AuthorityClosed:
        raise InvitationEnded("place_closed") from None


def _locked(key, at):
    invitation = find_invitation(key=key, at=at)
    Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    return find_invitation(key=key, at=at)


def _come_in(invitation, user, at):
    where = {"authority": invitation.authority, "hub": invitation.hub, "job_role": invitation.job_role}
    # Accepted first: whoever has come in needs no other letter from here, and the deed withdraws those that are open.
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at, accepted_by=user)
    enter = move if user.memberships.current().exists() else join
    enter(user=user, **where, on=timezone.localdate(at), by=user)


@transaction.atomic
def confirm_list(*, whole, at):
    """Make every invitation of a checked list at once; letters go out in batches with send_batch().

    Raises AlreadyConfirmed, AuthorityClosed.
    """
    lock_open_authority(whole.authority)
    held = InvitationList.objects.select_for_update().get(pk=whole.pk)
    if held.confirmed_at or held.stopped_at:
        raise AlreadyConfirmed
    here = set(
        User.objects.filter(memberships__authority=held.authority, memberships__ended_on__isnull=True).values_list("email", flat=True)
    )
    # Whoever has joined since the list was checked is left out.
    good = [line for line in held.lines if not line["problem"] and line["email"] not in here]
    emails = [line["email"] for line in good]
    for older in Invitation.objects.open().filter(email__in=emails, authority=held.authority).select_related("authority"):
        withdraw(invitation=older, by=held.made_by, at=at)
    hubs, roles = Hub.objects.in_bulk(), JobRole.objects.in_bulk()
    Invitation.objects.bulk_create(
        Invitation(
            email=line["email"],
            first_name=line["first_name"],
            last_name=line["last_name"],
            authority=held.authority,
            hub=hubs.get(line["hub_id"]),
            job_role=roles[line["job_role_id"]],
            invited_by=held.made_by,
            from_list=held,
            made_at=at,
        )
        for line in good
    )
    add_entry(what=What.INVITED, by=held.made_by, authority=held.authority, words=f"A list of {len(good)}")
    InvitationList.objects.filter(pk=held.pk).update(confirmed_at=at, lines=[])
    return len(good)


def send_batch(*, whole, most, at):
    """Send up to `most` letters of a confirmed list that have not gone out, and stop where the mail server fails.

    One that another window sent, or that was stopped, meanwhile is passed over. Returns whether all that were tried went.
    """
    for invitation in whole.invitations.unsent().select_related("authority")[:most]:
        if _send(invitation, Invitation.objects.unsent(), at) and invitation.sent_at is None:
            return False
    return True


@transaction.atomic
def stop_list(*, whole, by, at):
    """Send no more letters of a list: those that have not gone out are withdrawn. What is sent stays sent."""
    InvitationList.objects.filter(pk=whole.pk, stopped_at__isnull=True).update(stopped_at=at, lines=[])
    if withdrawn := whole.invitations.unsent().update(withdrawn_at=at):
        add_entry(what=What.WITHDRAWN, by=by, authority=whole.authority, words=f"A list of {withdrawn}")


def clear_unconfirmed_lists(*, at):
    """Stop lists that nobody confirmed for a day, and keep nothing of what stood in them. Returns how many there were."""
    waiting = InvitationList.objects.filter(
        confirmed_at__isnull=True, stopped_at__isnull=True, made_at__lte=at - UNCONFIRMED_LIST_RETENTION
    )
    return waiting.update(stopped_at=at, lines=[])


def _hash(key):
    return hashlib.sha256(key.encode()).hexdigest()
