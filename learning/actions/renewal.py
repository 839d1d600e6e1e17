"""Asking people again before what they completed no longer counts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.people.dates import add_months
from cms.people.models import Membership
from learning.actions import record
from learning.models.records import Assignment, Item

RENEW_DAYS = 60


def renew_modules(*, at):
    """Open a new cycle for every member whose completion of a module ends soon, and return how many.

    What they have stays valid until it ends, and its evidence for good. Running it again opens nothing more. A module that a manager
    waived is not asked for again.
    """
    count = 0
    for module in Item.objects.in_use().filter(valid_months__isnull=False, kind=Item.Kind.MODULE):
        count += _renew(module, at)
    return count


def _renew(module, at):
    on = timezone.localdate(at)
    days = timedelta(days=RENEW_DAYS if module.renew_days is None else module.renew_days)
    # Three days more than the exact bound: months differ by as much. The exact date is asked of each completion below.
    latest = add_months(on + days, -module.valid_months) + timedelta(days=3)
    waived = Q(waived_at__isnull=False, state__completed_at=F("waived_at"))
    ending = (
        Assignment.objects.newest_cycle()
        .filter(module=module, state__completed_at__date__lte=latest, member__memberships__in=Membership.objects.current())
        .exclude(waived)
        .select_related("member", "state")
        .order_by("member")
    )
    count = 0
    for assignment in ending:
        valid_until = module.valid_until(timezone.localdate(assignment.state.completed_at))
        if valid_until - days > on:
            continue
        with transaction.atomic():
            record.renew(member=assignment.member, module=module, due_on=valid_until, by=None, at=at, occasion=f"renewal of {valid_until}")
        count += 1
    return count
