"""Email members about what they were assigned: once before it is due, and when a manager asks. Everything goes through the outbox."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from cms.people.mailer import absolute_url, queue_email, render_subject_and_body, send_email
from learning.models.records import Assignment
from learning.permissions import may_learn

# A manager cannot remind the same person again sooner.
REMIND_AGAIN_AFTER = timedelta(days=7)
DUE_SOON = "learning.due_soon"


class AlreadyReminded(Exception):
    """The member had an email about their training in the last REMIND_AGAIN_AFTER."""


class NothingToRemind(Exception):
    """The member has no open assignment of a module they can open."""


def send_reminders(*, at):
    """Queue one email to each member about everything that is due soon. Returns how many."""
    assignments = Assignment.objects.due_for_reminder(on=timezone.localdate(at)).select_related("member", "module")
    queued = 0
    for member, members_assignments in groupby(assignments.order_by("member_id", "due_on"), key=lambda assignment: assignment.member):
        if pks := [assignment.pk for assignment in members_assignments if may_learn(member, assignment.module)]:
            queued += _remind(member, pks, at)
    return queued


@transaction.atomic
def _remind(member, assignment_ids, at):
    """Return whether an email was queued: another run may have done it meanwhile."""
    pending = Assignment.objects.select_for_update().filter(pk__in=assignment_ids, reminded_at=None)
    keys = list(pending.order_by("due_on", "pk").values_list("pk", flat=True))
    if not keys:
        return False
    Assignment.objects.filter(pk__in=keys).update(reminded_at=at)
    queue_email(user=member, composer=DUE_SOON, arguments={"assignments": keys})
    return True


def compose_due_soon(member, arguments, at):
    """Make the reminder when it is sent; None if nothing of it is still to be done. See register_composer() in cms/people/mailer."""
    assignments = Assignment.objects.filter(pk__in=arguments["assignments"], member=member).open().select_related("module")
    pending = [assignment for assignment in assignments.order_by("due_on", "pk") if may_learn(member, assignment.module)]
    if not pending or not member.is_active:
        return None
    context = {"name": member.first_name, "count": len(pending), "due_on": pending[0].due_on, "link": absolute_url("learning:my_learning")}
    return *render_subject_and_body("learning/emails/due_soon.txt", context), "", {}


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
        to=member,
        template="learning/emails/reminder.txt",
        name=member.first_name,
        manager=str(by),
        count=len(pending),
        link=absolute_url("learning:my_learning"),
    )
