"""One email a week about what is due or overdue: to the member on the day they chose, and later to those who manage them.

Nothing is stored about it: an email is unique for its person and week, and what it says is counted when it is sent.
"""

from datetime import timedelta

from django.utils import timezone

from cms.notices.models import NoticePreferences
from cms.people.mailer import absolute_url, queue_email, render_subject_and_body
from cms.people.models import RoleGrant, User
from cms.people.permissions import people_managed_by
from learning.models.records import Assignment
from learning.permissions import has_reports, may_learn

OVERDUE, TEAM_OVERDUE = "learning.overdue", "learning.team_overdue"
# Managers hear of it once their people have had two emails of their own.
MANAGERS_AFTER = timedelta(days=14)


def queue_overdue_emails(*, at):
    """Queue the weekly email of everyone whose day it is and who has something due or overdue. Returns how many.

    Running it twice in a week queues nothing more.
    """
    on = timezone.localdate(at)
    members = User.objects.filter(pk__in=Assignment.objects.overdue(on=on).values("member"))
    return sum(_queue(user, OVERDUE, on) for user in _whose_day_it_is(members, on))


def queue_team_emails(*, at):
    """Queue the weekly email of everyone who manages learning, whose day it is and who has people long overdue. Returns how many."""
    on = timezone.localdate(at)
    managers = User.objects.filter(pk__in=RoleGrant.objects.of_learning_managers().values("user"), is_active=True)
    return sum(_queue(user, TEAM_OVERDUE, on) for user in _whose_day_it_is(managers, on) if _people_overdue(user, on))


def _whose_day_it_is(users, on):
    """Return the users who get their weekly emails on this day of the week; Monday unless they have chosen another."""
    others = NoticePreferences.objects.exclude(weekday=NoticePreferences.Weekday.MONDAY)
    if on.weekday() == NoticePreferences.Weekday.MONDAY:
        return users.exclude(pk__in=others.values("user"))
    return users.filter(pk__in=others.filter(weekday=on.weekday()).values("user"))


def _queue(user, composer, on):
    week = on - timedelta(days=on.weekday())
    return queue_email(user=user, composer=composer, arguments={}, effect=f"{composer} {user.pk} {week}") is not None


def _people_overdue(manager, on):
    """Return how many of the manager's people have something long overdue."""
    if not has_reports(manager):
        return 0
    long_overdue = Assignment.objects.overdue(on=on - MANAGERS_AFTER).filter(member__in=people_managed_by(manager).values("pk"))
    return long_overdue.exclude(member=manager).values("member").distinct().count()


def compose_overdue(member, arguments, at):
    """Make the member's email when it is sent; None if nothing is due any more."""
    assignments = Assignment.objects.overdue(on=timezone.localdate(at)).filter(member=member).select_related("module")
    count = sum(may_learn(member, assignment.module) for assignment in assignments)
    if not count or not member.is_active:
        return None
    context = {"name": member.first_name, "count": count, "link": absolute_url("learning:my_learning")}
    return *render_subject_and_body("learning/emails/overdue.txt", context), "", {}


def compose_team_overdue(manager, arguments, at):
    """Make the manager's email when it is sent; None if nobody of theirs is long overdue any more. It names no one."""
    count = _people_overdue(manager, timezone.localdate(at)) if manager.is_active else 0
    if not count:
        return None
    context = {"name": manager.first_name, "count": count, "link": absolute_url("learning:reports")}
    return *render_subject_and_body("learning/emails/team_overdue.txt", context), "", {}
