"""Who needs a word first: people who say a module is wrong for them, who have one overdue, or one that has not moved for a while."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from cms.people.models import Absence, User
from learning.actions.reminders import REMIND_AGAIN_AFTER
from learning.models.records import Assignment, Item, ModuleState
from learning.progress import long_date

STILL_FOR = timedelta(days=28)


@dataclass(frozen=True)
class Reason:
    """One reason to speak with someone. `state` is that of its shape; `objection` is what they say, until someone answers."""

    state: str
    text: str
    since: date
    module: Item
    objection: str = ""


@dataclass(frozen=True)
class PersonToAsk:
    """A person with all reasons, the most urgent first."""

    person: User
    reasons: tuple[Reason, ...]
    reminded_on: date | None

    def may_be_reminded(self, today):
        return self.reminded_on is None or today - self.reminded_on >= REMIND_AGAIN_AFTER


def people_to_ask(people, *, at):
    """Return a PersonToAsk for each of the people with a reason: first who objects, then longest overdue, then no movement.

    People who are away today are left out, and days away do not count as no movement. Takes two queries.
    """
    today = timezone.localdate(at)
    visible = people.order_by().exclude(pk__in=Absence.objects.on(today).values("user")).values("pk")
    unfinished = Assignment.objects.newest_cycle().open().filter(member__in=visible, module__retired_at__isnull=True)
    told = Q(due_on__lt=today) | (~Q(objection="") & Q(answer=""))
    asked = list(unfinished.filter(told).select_related("member", "module").order_by("due_on", "pk"))
    still = ModuleState.objects.inactive(since=at - STILL_FOR).filter(assignment__in=unfinished)
    # Someone who has come back has four weeks again.
    back = Absence.objects.filter(first_day__lte=today, last_day__gte=today - STILL_FOR)
    still = still.exclude(assignment__in=[assignment.pk for assignment in asked]).exclude(assignment__member__in=back.values("user"))
    found: dict[User, list[tuple[Assignment, Reason]]] = {}
    for assignment in sorted(asked, key=lambda assignment: not assignment.has_open_objection):
        found.setdefault(assignment.member, []).append((assignment, _reason(assignment, today)))
    for state in still.select_related("assignment__member", "module").order_by("started_at", "pk"):
        text = f"{state.module}: nothing for four weeks. {state.lessons_done} of {state.lessons_asked} lessons done"
        reason = Reason("started", text, timezone.localdate(state.started_at), state.module)
        found.setdefault(state.assignment.member, []).append((state.assignment, reason))
    return [_person_to_ask(person, pairs) for person, pairs in found.items()]


def _reason(assignment, today):
    """Return the Reason of an assignment that is overdue or has an open objection."""
    objection = assignment.objection if assignment.has_open_objection else ""
    due_on, title = assignment.due_on, assignment.module.title
    if due_on and due_on < today:
        return Reason("overdue", f"{title}, overdue since {long_date(due_on)}", due_on, assignment.module, objection)
    since = due_on or timezone.localdate(assignment.made_at)
    return Reason(
        "due" if due_on else "not-started", f"{title}, due {long_date(due_on)}" if due_on else title, since, assignment.module, objection
    )


def _person_to_ask(person, pairs):
    reminded = [timezone.localdate(assignment.reminded_at) for assignment, _ in pairs if assignment.reminded_at]
    return PersonToAsk(person, tuple(reason for _, reason in pairs), max(reminded, default=None))
