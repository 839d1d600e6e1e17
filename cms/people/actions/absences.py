"""Entering time away, and naming a deputy for a hub's manager."""

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions.locks import lock_user
from cms.people.models import Absence, Cover, Role, RoleGrant
from cms.people.signals import absences_changed

What = AuditEntry.What


class DaysOverlap(Exception):
    """The person is away on some of these days already, or the hub has a deputy on some of them."""


class NotItsManager(Exception):
    """The person does not manage the hub, so nobody can stand in for them there."""


class NotAColleague(Exception):
    """The deputy does not belong to the hub's authority, or is the manager."""


@transaction.atomic
def enter_absence(*, user, first_day, last_day, by):
    """Record that the user is away from `first_day` to `last_day` (dates, both included). Raises DaysOverlap.

    Entering the same days again changes nothing.
    """
    lock_user(user)
    same = user.absences.filter(first_day=first_day, last_day=last_day).first()
    if same:
        return same
    if user.absences.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise DaysOverlap
    absence = Absence.objects.create(user=user, first_day=first_day, last_day=last_day)
    _absences_changed(user, by)
    return absence


@transaction.atomic
def remove_absence(*, absence, by):
    """Delete the absence, as if the person had been at work. Removing it again changes nothing."""
    lock_user(absence.user)
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        _absences_changed(absence.user, by)


def _absences_changed(user, by):
    membership = user.membership
    # Without dates: the audit log is kept longer than they are.
    add_entry(what=What.AWAY, by=by, about=user, authority=membership and membership.authority)
    absences_changed.send(Absence, user_ids=[user.pk])


@transaction.atomic
def name_deputy(*, hub, manager, deputy, first_day, last_day, by):
    """Let `deputy` stand in for the hub's `manager` from `first_day` to `last_day` (dates, both included), and return the Cover.

    Naming the same person for the same days again changes nothing. Raises DaysOverlap, NotItsManager, NotAColleague.
    """
    lock_user(manager)
    if not RoleGrant.objects.current().filter(user=manager, role=Role.HUB_MANAGER, hub=hub).exists():
        raise NotItsManager
    if deputy.pk == manager.pk or not deputy.memberships.current().filter(authority=hub.authority_id).exists():
        raise NotAColleague
    days = {"first_day": first_day, "last_day": last_day}
    if same := Cover.objects.filter(hub=hub, manager=manager, deputy=deputy, **days).first():
        return same
    if Cover.objects.filter(hub=hub, manager=manager, first_day__lte=last_day, last_day__gte=first_day).exists():
        raise DaysOverlap
    cover = Cover.objects.create(hub=hub, manager=manager, deputy=deputy, **days)
    add_entry(what=What.COVER, by=by, about=deputy, authority=hub.authority, words=f"Named for {hub}")
    return cover


@transaction.atomic
def end_cover(*, cover, by):
    """End the cover at once. Ending it again changes nothing."""
    if Cover.objects.filter(pk=cover.pk).delete()[0]:
        add_entry(what=What.COVER, by=by, about=cover.deputy, authority=cover.hub.authority, words=f"Ended for {cover.hub}")
