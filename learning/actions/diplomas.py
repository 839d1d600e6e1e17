"""The clock of the Level 3 diploma: what managers enter, and warnings before it is due.

The Children's Homes (England) Regulations 2015, regulation 32: within two years of starting in a care role. The employer may extend the
time, so days away do not move it by themselves: a manager enters the later date and why.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.dates import add_months
from cms.people.mailer import absolute_url, send_email
from cms.people.models import Absence, Membership, User
from cms.people.permissions import learning_managers_of
from learning.models.records import Diploma

MONTHS = 24
WARN_MONTHS = (1, 3, 6)


class ChangedMeanwhile(Exception):
    """Another manager has entered something since the form was shown. Nothing was changed."""


class DeferralTooEarly(Exception):
    """The later date is not after the date on which the diploma is due anyway."""


@dataclass(frozen=True)
class Clock:
    """Someone's diploma on one day. `state` is a key of the reports' states; `due_on` is with the deferral."""

    person: User
    since: date
    due_on: date
    achieved_on: date | None
    deferred: bool
    reason: str
    state: str

    @property
    def words(self):
        if self.achieved_on:
            return f"Achieved {date_format(self.achieved_on, 'j F Y')}"
        verb = "Overdue since" if self.state == "overdue" else "Deferred to" if self.deferred else "Due"
        return f"{verb} {date_format(self.due_on, 'j F Y')}"


def first_due_on(since):
    """Return by when the diploma is due for someone who began in a care role on `since`: 29 February 2024 gives 28 February 2026."""
    return add_months(since, MONTHS)


def clocks_of(people, *, on):
    """Return a Clock for each of the people (User objects) who was in a care role on the date `on`. Takes two queries."""
    people = {person.pk: person for person in people}
    then = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), user__in=people, started_on__lte=on)
    starts = dict(then.filter(in_care_role_since__lte=on).values_list("user", "in_care_role_since"))
    diplomas = {diploma.member_id: diploma for diploma in Diploma.objects.filter(member__in=starts)}
    return [_clock(people[pk], starts[pk], diplomas.get(pk), on) for pk in people if pk in starts]


def _clock(person, since, diploma, on):
    achieved_on = diploma.achieved_on if diploma and diploma.achieved_on and diploma.achieved_on <= on else None
    is_deferred = bool(diploma and diploma.deferred_to and diploma.deferred_on <= on)
    # Someone who begins in care again later has the longer of the two.
    due_on = max(diploma.deferred_to, first_due_on(since)) if is_deferred else first_due_on(since)
    if achieved_on:
        state = "done"
    elif due_on < on:
        state = "overdue"
    else:
        state = "due" if add_months(due_on, -max(WARN_MONTHS)) <= on else "started"
    return Clock(person, since, due_on, achieved_on, is_deferred, diploma.deferral_reason if is_deferred else "", state)


@transaction.atomic
def save_diploma(*, member, achieved_on, deferred_to, deferral_reason, by, on, seen=None):
    """Save when the diploma was achieved, or until when its time is extended and why. Raises DeferralTooEarly and ChangedMeanwhile.

    `seen` is the `version` of the Diploma that the form was made from, None to save in any case.
    """
    membership = Membership.objects.current().get(user=member)
    if deferred_to and membership.in_care_role_since and deferred_to <= first_due_on(membership.in_care_role_since):
        raise DeferralTooEarly
    Diploma.objects.get_or_create(member=member)
    diploma = Diploma.objects.select_for_update().get(member=member)
    if seen not in (None, diploma.version):
        raise ChangedMeanwhile
    if (diploma.deferred_to, diploma.deferral_reason) != (deferred_to, deferral_reason):
        diploma.deferred_on, diploma.deferred_by = (on, by) if deferred_to else (None, None)
    diploma.achieved_on, diploma.deferred_to, diploma.deferral_reason = achieved_on, deferred_to, deferral_reason
    diploma.save()
    words = "Achieved" if achieved_on else "Deferred" if deferred_to else "Deferral removed"
    add_entry(what=AuditEntry.What.DIPLOMA, by=by, about=member, authority=membership.authority, words=words)
    return diploma


def warn_of_diplomas(*, at):
    """Email people in a care role and their managers 6, 3 and 1 months before the diploma is due, once each. Return how many people.

    Someone who joins late gets the nearest warning only, and nobody gets one while they are away.
    """
    on, count = timezone.localdate(at), 0
    away = Absence.objects.on(on).values("user")
    in_care = Membership.objects.current().filter(in_care_role_since__lte=add_months(on, -MONTHS + max(WARN_MONTHS) + 1))
    deferred = Diploma.objects.filter(deferred_to__isnull=False).values("member")
    people = User.objects.with_standing().filter(Q(pk__in=in_care.values("user")) | Q(pk__in=deferred), is_active=True)
    for clock in clocks_of(people.exclude(pk__in=away), on=on):
        months = next((months for months in WARN_MONTHS if add_months(clock.due_on, -months) <= on), None)
        if clock.achieved_on is None and clock.due_on >= on and months is not None:
            count += _warn(clock, months)
    return count


@transaction.atomic
def _warn(clock, months):
    """Send the warning unless it was sent, and return whether it was sent now."""
    Diploma.objects.get_or_create(member=clock.person)
    diploma = Diploma.objects.select_for_update().get(member=clock.person)
    if diploma.warned_due == clock.due_on and diploma.warned_months <= months:
        return False
    diploma.warned_due, diploma.warned_months = clock.due_on, months
    diploma.save(update_fields=["warned_due", "warned_months"])
    context = {"due_on": clock.due_on, "months": months}
    own = {"template": "learning/emails/diploma_own.txt", "name": clock.person.first_name, "link": absolute_url("learning:my_learning")}
    send_email(to=clock.person, **own, **context)
    for manager in learning_managers_of(clock.person):
        send_email(
            to=manager,
            template="learning/emails/diploma_team.txt",
            name=manager.first_name,
            link=absolute_url("learning:person", clock.person.subject),
            **context,
        )
    return True
