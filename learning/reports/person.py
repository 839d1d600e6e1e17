"""One person's record for supervision, as their manager sees it."""

from datetime import timedelta

from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User
from learning.models.records import LessonState
from learning.reports.cells import NOT_ASKED
from learning.reports.matrix import modules_to_report, rows_of

# Someone who looks twice within this time is listed once.
ONE_LOOK = timedelta(hours=1)
MAX_LOOKS = 20


def record_of(person, *, on):
    """Return the person's Row, and their modules with cells, those with something to do first: [(Module, Cell)]."""
    people = User.objects.filter(pk=person.pk)
    modules = modules_to_report(people)
    (row,) = rows_of(people, modules, on=on)
    order = ["overdue", "due", "ending", "started", "not-started", "done", "waived", "not-asked"]
    pairs = sorted(zip(modules, row.cells, strict=True), key=lambda pair: order.index(pair[1].state))
    return row, [pair for pair in pairs if pair[1] != NOT_ASKED]


def evidence_of(person):
    """Return {"read", "passed", "reflected"}: lessons completed by reading, lessons whose check they passed, questions reflected on."""
    states = LessonState.objects.filter(assignment__member=person)
    read = states.filter(completed_at__isnull=False, waived=False).values("item").distinct().count()
    passed = states.filter(passed_at__isnull=False).values("item").distinct().count()
    return {"read": read, "passed": passed, "reflected": sum(states.values_list("reflections", flat=True))}


def record_look(*, by, person, at):
    """Write to the audit log that someone looked at the person's record, unless they did so within the last hour."""
    recent = AuditEntry.objects.filter(what=AuditEntry.What.SEEN, actor=by.subject, about=person.subject, at__gt=at - ONE_LOOK)
    if not recent.exists():
        add_entry(what=AuditEntry.What.SEEN, by=by, about=person, authority=by.membership.authority)


def looks_at(person):
    """Return who looked at the person's record, newest first: [{"name", "at"}]. Takes two queries."""
    entries = list(AuditEntry.objects.filter(what=AuditEntry.What.SEEN, about=person.subject).order_by("-at", "-pk")[:MAX_LOOKS])
    names = {user.subject: str(user) for user in User.objects.filter(subject__in={entry.actor for entry in entries})}
    return [{"name": names.get(entry.actor, "Someone who has left"), "at": timezone.localtime(entry.at)} for entry in entries]
