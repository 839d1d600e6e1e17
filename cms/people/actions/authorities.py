"""What a lead changes about their authority: its words, contact, milestones, hubs, domains and settings; adding one, and closing it.

All of it is logged.
"""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.audit.actions import add_entry, build_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_open_authority
from cms.people.actions.memberships import release_members
from cms.people.actions.roles import LastAdministrator
from cms.people.emails import send_email
from cms.people.models import ApprovedDomain, Authority, Hub, InvitationList, JoinRequest, Membership, Milestone, User, normalize_domain
from cms.people.permissions import network_administrators

What = AuditEntry.What


class DomainTaken(Exception):
    """The domain is approved already, here (`is_ours`) or by another authority: it belongs to one."""

    def __init__(self, is_ours):
        super().__init__(is_ours)
        self.is_ours = is_ours


@transaction.atomic
def add(*, fields, by):
    """Add an authority to the network, from {field: value} that a form has checked."""
    authority = Authority.objects.create(**fields)
    add_entry(what=What.PLACE, by=by, authority=authority, words="Added to the network")
    return authority


@transaction.atomic
def change(*, authority, fields, by, words):
    """Give the authority new values, {field: value}, that a form has checked; `words` say what it was, for the audit log."""
    if Authority.objects.filter(pk=authority.pk, **fields).exists():
        return
    Authority.objects.filter(pk=authority.pk).update(**fields)
    add_entry(what=What.PLACE, by=by, authority=authority, words=words)


@transaction.atomic
def add_milestone(*, authority, fields, by):
    """Add something dated to the authority's way."""
    add_entry(what=What.PLACE, by=by, authority=authority, words="Milestone added")
    return Milestone.objects.create(authority=authority, **fields)


@transaction.atomic
def change_milestone(*, milestone, fields, by):
    """Put a milestone right."""
    Milestone.objects.filter(pk=milestone.pk).update(**fields)
    add_entry(what=What.PLACE, by=by, authority=milestone.authority, words="Milestone changed")


@transaction.atomic
def remove_milestone(*, milestone, by):
    """Take a milestone away; removed twice it is removed once."""
    if Milestone.objects.filter(pk=milestone.pk).delete()[0]:
        add_entry(what=What.PLACE, by=by, authority=milestone.authority, words=f"Milestone removed: {milestone}")


@transaction.atomic
def add_hub(*, authority, name, by):
    """Add a hub or team."""
    add_entry(what=What.PLACE, by=by, authority=authority, words=f"Hub added: {name}")
    return Hub.objects.create(authority=authority, name=name)


@transaction.atomic
def rename_hub(*, hub, name, by):
    """Give a hub another name; whoever belongs to it still does."""
    before = Hub.objects.get(pk=hub.pk).name
    if name != before:
        Hub.objects.filter(pk=hub.pk).update(name=name)
        add_entry(what=What.PLACE, by=by, authority=hub.authority, words=f"Hub renamed: {before} is now {name}")


@transaction.atomic
def approve_domain(*, authority, name, by, at):
    """Vouch for whoever has an address in the domain.

    Raises DomainTaken, AuthorityClosed, and ValidationError for what is no such domain.
    """
    lock_open_authority(authority)
    name = normalize_domain(name)
    domain, is_new = ApprovedDomain.objects.get_or_create(name=name, defaults={"authority": authority, "added_by": by, "added_at": at})
    if not is_new:
        raise DomainTaken(domain.authority_id == authority.pk)
    add_entry(what=What.DOMAIN_ADDED, by=by, authority=authority, words=name)
    return domain


@transaction.atomic
def end_domain(*, domain, by):
    """Vouch for the domain no longer. Whoever is a member stays, and requests that wait still wait."""
    if ApprovedDomain.objects.filter(pk=domain.pk).delete()[0]:
        add_entry(what=What.DOMAIN_ENDED, by=by, authority=domain.authority, words=domain.name)


@transaction.atomic
def close_authority(*, authority, on, by, reason):
    """Close an authority's place in the network on the date `on`: its people leave it, and nobody comes any more.

    Nothing of their records is touched, nor of what the authority could count until then. Whoever waits to join is declined with a
    sentence. Returns how many people left. Raises AuthorityClosed when it is closed already, LastAdministrator.
    """
    lock_open_authority(authority)
    members = Membership.objects.current().filter(authority=authority)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=members.values("user")).order_by("pk").values("pk"))
    leaving = list(members.select_related("user"))
    _an_administrator_remains_without(leaving)
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
    """Give a closed authority its place back. Nobody is in it: its people are invited anew. One that is open stays as it is."""
    closed = Authority.objects.filter(pk=authority.pk, closed_on__isnull=False)
    closed.filter(left_on=F("closed_on")).update(left_on=None)
    if closed.update(closed_on=None):
        add_entry(what=What.PLACE, by=by, authority=authority, words=f"Opened again: {reason}")


def _an_administrator_remains_without(leaving):
    here, administrators = [one.user_id for one in leaving], network_administrators()
    remaining = administrators.filter(Q(is_superuser=True) | ~Q(pk__in=here))
    if administrators.filter(pk__in=here).exists() and not remaining.exists():
        raise LastAdministrator("Somebody must look after the whole network: make somebody elsewhere administrator first.")


def _stop_inviting(authority, *, by, at):
    lists = InvitationList.objects.filter(authority=authority, stopped_at__isnull=True)
    unsent = authority.invitations.unsent().exclude(from_list=None).values("from_list")
    lists.filter(Q(confirmed_at__isnull=True) | Q(pk__in=unsent)).update(stopped_at=at, lines=[])
    if withdrawn := authority.invitations.open().update(withdrawn_at=at):
        add_entry(what=What.WITHDRAWN, by=by, authority=authority, words=f"All {withdrawn} that were open")


def _decline_all(authority, *, by, at):
    reason = f"{authority} has closed its place in the network, so nobody joins it any more. If you work elsewhere now, ask there."
    waiting = list(JoinRequest.objects.open().filter(authority=authority).select_for_update(of=("self",)).select_related("user"))
    ended = {"ended_at": at, "outcome": JoinRequest.Outcome.DECLINED, "answered_by": by, "reason": reason}
    JoinRequest.objects.filter(pk__in=[one.pk for one in waiting]).update(**ended)
    AuditEntry.objects.bulk_create(build_entry(what=What.DECLINED, by=by, about=one.user, authority=authority) for one in waiting)
    for one in waiting:
        send_email(
            to=one.user.email, subject="Your request to join Drumbeat", template="place_closed", person=one.user, authority=authority
        )
