"""Who needs a word first: people with something overdue, or with a module that has not moved for a while."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cms.people.models import User
from learning.actions.reminders import REMIND_AGAIN_AFTER
from learning.models.records import Assignment, ModuleState
from learning.progress import long_date

STILL_FOR = timedelta(days=28)


@dataclass(frozen=True)
class Reason:
    """One reason to speak with someone. `state` is that of its shape."""

    state: str
    text: str
    since: date


@dataclass(frozen=True)
class PersonToAsk:
    """A person with all reasons, the most urgent first."""

    person: User
    reasons: tuple[Reason, ...]
    reminded_on: date | None

    def may_be_reminded(self, today):
        return self.reminded_on is None or today - self.reminded_on >= REMIND_AGAIN_AFTER


def people_to_ask(people, *, at):
    """Return a PersonToAsk for each of the people with an overdue or still module: longest overdue first, then no movement.

    Takes two queries.
    """
    today = timezone.localdate(at)
    visible = people.order_by().values("pk")
    unfinished = Assignment.objects.newest_cycle().open().filter(member__in=visible, module__retired_at__isnull=True)
    late = unfinished.filter(due_on__lt=today).select_related("member", "module").order_by("due_on", "pk")
    still = ModuleState.objects.inactive(since=at - STILL_FOR).filter(assignment__in=unfinished)
    still = still.exclude(assignment__due_on__lt=today).select_related("assignment__member", "module").order_by("started_at", "pk")
    found: dict[User, list[tuple[Assignment, Reason]]] = {}
    for assignment in late:
        reason = Reason("overdue", f"{assignment.module}, overdue since {long_date(assignment.due_on)}", assignment.due_on)
        found.setdefault(assignment.member, []).append((assignment, reason))
    for state in still:
        text = f"{state.module}: nothing for four weeks. {state.lessons_done} of {state.lessons_asked} lessons done"
        reason = Reason("started", text, timezone.localdate(state.started_at))
        found.setdefault(state.assignment.member, []).append((state.assignment, reason))
    return [_person_to_ask(person, pairs) for person, pairs in found.items()]


def _person_to_ask(person, pairs):
    reminded = [timezone.localdate(assignment.reminded_at) for assignment, _ in pairs if assignment.reminded_at]
    return PersonToAsk(person, tuple(reason for _, reason in pairs), max(reminded, default=None))
