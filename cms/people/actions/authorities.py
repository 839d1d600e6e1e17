"""Adding, changing, closing and reopening authorities, with their milestones and hubs. All of it is in the audit log."""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.audit.actions import add_entry, build_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_open_authority
from cms.people.actions.memberships import release_members
from cms.people.actions.roles import LastAdministrator
from cms.people.mailer import send_email
from cms.people.models import Authority, Hub, InvitationList, JoinRequest, Membership, Milestone, User
from cms.people.permissions import network_administrators

What = AuditEntry.What


@transaction.atomic
def add(*, fields, by):
    """Add an authority to the network. `fields` is {field: value}, already validated."""
    authority = Authority.objects.create(**fields)
    add_entry(what=What.PLACE, by=by, authority=authority, words="Added to the network")
    return authority


@transaction.atomic
def change(*, authority, fields, by, words):
    """Change the authority. `fields` is {field: value}, already validated; `words` describe the change in the audit log."""
    if Authority.objects.filter(pk=authority.pk, **fields).exists():
        return
    Authority.objects.filter(pk=authority.pk).update(**fields)
    add_entry(what=What.PLACE, by=by, authority=authority, words=words)


@transaction.atomic
def add_milestone(*, authority, fields, by):
    """Add a milestone to the authority."""
    add_entry(what=What.PLACE, by=by, authority=authority, words="Milestone added")
    return Milestone.objects.create(authority=authority, **fields)


@transaction.atomic
def change_milestone(*, milestone, fields, by):
    """Change a milestone."""
    Milestone.objects.filter(pk=milestone.pk).update(**fields)
    add_entry(what=What.PLACE, by=by, authority=milestone.authority, words="Milestone changed")


@transaction.atomic
def remove_milestone(*, milestone, by):
    """Delete a milestone. Deleting it again changes nothing."""
    if Milestone.objects.filter(pk=milestone.pk).delete()[0]:
        add_entry(what=What.PLACE, by=by, authority=milestone.authority, words=f"Milestone removed: {milestone}")


@transaction.atomic
def add_hub(*, authority, name, by):
    """Add a hub or team to the authority."""
    add_entry(what=What.PLACE, by=by, authority=authority, words=f"Hub added: {name}")
    return Hub.objects.create(authority=authority, name=name)


@transaction.atomic
def rename_hub(*, hub, name, by):
    """Rename a hub. Its members stay in it."""
    before = Hub.objects.get(pk=hub.pk).name
    if name != before:
        Hub.objects.filter(pk=hub.pk).update(name=name)
        add_entry(what=What.PLACE, by=by, authority=hub.authority, words=f"Hub renamed: {before} is now {name}")


@transaction.atomic
def close_authority(*, authority, on, by, reason):
    """Close an authority on `on` (a date): its people leave, and no one can join it or be invited.

    Learning records and past figures do not change. Open requests are declined with a reason. Returns how many people left. Raises
    AuthorityClosed if it is already closed, LastAdministrator.
    """
    lock_open_authority(authority)
    members = Membership.objects.current().filter(authority=authority)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=members.values("user")).order_by("pk").values("pk"))
    leaving = list(members.select_related("user"))
    _check_administrator_remains(leaving)
    at = timezone.now()
    _stop_inviting(authority, by=by, at=at)
    _decline_all(authority, by=by, at=at)
    names = list(authority.domains.values_list("name", flat=True))
    authority.domains.all().delete()
    AuditEntry.objects.bulk_create(build_entry(what=What.DOMAIN_ENDED, by=by, authority=authority, words=name) for name in names)
    release_members(leaving, authority=authority, on=on, by=by)
    Authority.objects.filter(pk=authority.pk).update(closed_on=on, left_on=Coalesce("left_on", on))
    authority.refresh_from_db(fields=["closed_on", "left_on"])
    add_entry(what=What.PLACE, by=by, authority=authority, words=f"Closed: {reason}")
    return len(leaving)


@transaction.atomic
def open_authority(*, authority, by, reason):
    """Reopen a closed authority, without people. An open authority is left alone."""
    closed = Authority.objects.filter(pk=authority.pk, closed_on__isnull=False)
    closed.filter(left_on=F("closed_on")).update(left_on=None)
    if closed.update(closed_on=None):
        add_entry(what=What.PLACE, by=by, authority=authority, words=f"Reopened: {reason}")


def _check_administrator_remains(leaving):
    user_ids, administrators = [membership.user_id for membership in leaving], network_administrators()
    remaining = administrators.filter(Q(is_superuser=True) | ~Q(pk__in=user_ids))
    if administrators.filter(pk__in=user_ids).exists() and not remaining.exists():
        raise LastAdministrator("The network needs at least one administrator. Make someone in another authority an administrator first.")


def _stop_inviting(authority, *, by, at):
    lists = InvitationList.objects.filter(authority=authority, stopped_at__isnull=True)
    unsent = authority.invitations.unsent().exclude(from_list=None).values("from_list")
    lists.filter(Q(confirmed_at__isnull=True) | Q(pk__in=unsent)).update(stopped_at=at, lines=[])
    if withdrawn := authority.invitations.open().update(withdrawn_at=at):
        add_entry(what=What.WITHDRAWN, by=by, authority=authority, words=f"All {withdrawn} that were open")


def _decline_all(authority, *, by, at):
    reason = f"{authority} has left Drumbeat, so no one can join it. If you work for another authority now, ask to join that one."
    waiting = list(JoinRequest.objects.open().filter(authority=authority).select_for_update(of=("self",)).select_related("user"))
    ended = {"ended_at": at, "outcome": JoinRequest.Outcome.DECLINED, "answered_by": by, "reason": reason}
    JoinRequest.objects.filter(pk__in=[request.pk for request in waiting]).update(**ended)
    AuditEntry.objects.bulk_create(build_entry(what=What.DECLINED, by=by, about=request.user, authority=authority) for request in waiting)
    for request in waiting:
        send_email(
            to=request.user,
            template="people/emails/authority_closed.txt",
            person=request.user,
            authority=authority,
        )
