"""Saying once, by letter, that something one was asked to learn is due soon."""

from itertools import groupby

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from cms.people.emails import absolute_url, deliver
from learning.models.records import Assignment
from learning.permissions import may_learn


def send_reminders(*, at):
    """Send each member one letter about all that is due soon; of each assignment they hear once.

    Returns how many letters went and how many did not: those are tried again the next time.
    """
    soon = Assignment.objects.to_remind_of(on=timezone.localdate(at)).select_related("member", "module")
    taken = []
    for member, theirs in groupby(soon.order_by("member_id", "due_on"), key=lambda one: one.member):
        if open_to_them := [one.pk for one in theirs if may_learn(member, one.module)]:
            taken.append(_remind(member, open_to_them, at))
    return taken.count(True), taken.count(False)


@transaction.atomic
def _remind(member, assignments, at):
    """Send the letter and write down that it went. Returns whether it did, or None if another run was quicker."""
    still = list(Assignment.objects.select_for_update().filter(pk__in=assignments, reminded_at=None).order_by("due_on"))
    if not still:
        return None
    context = {"name": member.first_name, "count": len(still), "due_on": still[0].due_on, "link": absolute_url("learning:my_learning")}
    body = render_to_string("learning/letters/due_soon.txt", context)
    went = deliver(to=member.email, subject="Due soon at Drumbeat", body=body)
    if went:
        Assignment.objects.filter(pk__in=[one.pk for one in still]).update(reminded_at=at)
    return went
