"""Email members about what they were assigned: once before it is due, and when a manager asks."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from cms.people.mailer import Delivery, absolute_url, deliver, render_email, send_email
from learning.models.records import Assignment
from learning.permissions import may_learn

# A manager cannot remind the same person again sooner.
REMIND_AGAIN_AFTER = timedelta(days=7)


class AlreadyReminded(Exception):
    """The member had an email about their training in the last REMIND_AGAIN_AFTER."""


class NothingToRemind(Exception):
    """The member has no open assignment of a module they can open."""


def send_reminders(*, at):
    """Send each member one email about everything that is due soon, and return (sent, failed).

    A failed email is tried again at the next run.
    """
    assignments = Assignment.objects.due_for_reminder(on=timezone.localdate(at)).select_related("member", "module")
    results = []
    for member, members_assignments in groupby(assignments.order_by("member_id", "due_on"), key=lambda assignment: assignment.member):
        if pks := [assignment.pk for assignment in members_assignments if may_learn(member, assignment.module)]:
            results.append(_remind(member, pks, at))
    return results.count(True), results.count(False)


@transaction.atomic
def _remind(member, assignment_ids, at):
    """Return whether the email was sent, or None if another run has sent it meanwhile."""
    pending = list(Assignment.objects.select_for_update().filter(pk__in=assignment_ids, reminded_at=None).order_by("due_on"))
    if not pending:
        return None
    context = {"name": member.first_name, "count": len(pending), "due_on": pending[0].due_on, "link": absolute_url("learning:my_learning")}
    message = render_email(to=member.email, template="learning/emails/due_soon.txt", **context)
    is_sent = deliver(message) is Delivery.SENT
    if is_sent:
        Assignment.objects.filter(pk__in=[assignment.pk for assignment in pending]).update(reminded_at=at)
    return is_sent


@transaction.atomic
def remind_now(*, member, by, at):
    """Email the member that modules are waiting, because the manager `by` asked. Raises AlreadyReminded, NothingToRemind."""
    unfinished = Assignment.objects.select_for_update(of=("self",)).of(member).newest_cycle().open().select_related("module")
    pending = [assignment for assignment in unfinished.order_by("due_on", "pk") if may_learn(member, assignment.module)]
    if not pending or not member.is_active:
        raise NothingToRemind
    if any(assignment.reminded_at and at - assignment.reminded_at < REMIND_AGAIN_AFTER for assignment in pending):
        raise AlreadyReminded
    Assignment.objects.filter(pk__in=[assignment.pk for assignment in pending]).update(reminded_at=at)
    send_email(
        to=member.email,
        template="learning/emails/reminder.txt",
        name=member.first_name,
        manager=str(by),
        count=len(pending),
        link=absolute_url("learning:my_learning"),
    )
