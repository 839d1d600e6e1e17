"""What managers do about modules of their people: ask, change the date, waive, answer. And what people say about being asked."""

from uuid import uuid4

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.notices.actions import tell
from cms.people.mailer import absolute_url, send_email
from cms.people.models import User
from learning.actions import record
from learning.actions.absences import absences_of
from learning.actions.event_chain import Chain
from learning.models.records import Assignment, Requirement
from learning.permissions import may_learn
from learning.replay import effective_completion

# Events cannot be erased, so a manager's own words are on the assignment, where they can.
WAIVED_BY_MANAGER = "Waived by a manager."


class AlreadyComplete(Exception):
    """The module is complete, so its date cannot be changed and it cannot be waived."""


class NothingToAnswer(Exception):
    """The member does not say that the module is wrong for them, or has completed it."""


@transaction.atomic
def assign_to(*, members, modules, due_on, reason, by, at):
    """Assign the modules to the members, due on the date `due_on` (or None), and send each member one email.

    `modules` are module Items. Who has one already, or may not open it, is left out. Return {member: [modules]} of what is new, so that
    asking twice assigns and sends nothing more.
    """
    asked: dict[User, list] = {}
    # In the order of their keys, so that two managers who ask the same people do not wait for each other.
    for member in sorted(members, key=lambda member: member.pk):
        for module in modules:
            if not may_learn(member, module):
                continue
            try:
                record.assign(member=member, module=module, due_on=due_on, by=by, at=at, reason=reason)
            except record.AlreadyAssigned:
                continue
            asked.setdefault(member, []).append(module)
            _log(AuditEntry.What.ASSIGNED, by=by, member=member, module=module)
    for module in modules:
        members_asked = User.objects.filter(pk__in=[member.pk for member, new in asked.items() if module in new])
        tell(recipients=members_asked.values("pk"), kind="assigned", target=module.pk, at=at, by_email=False)
    for member, new in asked.items():
        send_email(
            to=member,
            template="learning/emails/assigned.txt",
            name=member.first_name,
            manager=str(by),
            count=len(new),
            due_on=due_on,
            link=absolute_url("learning:my_learning"),
        )
    return asked


@transaction.atomic
def change_due_date(*, assignment, due_on, by, on):
    """Make the assignment due on the date `due_on`, or on no date for None, as set on the date `on`. Raises AlreadyComplete.

    If the person is away, it moves by the days that they are still away.
    """
    assignment = _lock_open(assignment)
    if assignment.due_on == due_on:
        return
    assignment.due_on, assignment.held_days, assignment.dated_on, assignment.reminded_at = due_on, 0, on, None
    assignment.hold(absences_of([assignment.member_id]).get(assignment.member_id, []))
    assignment.save(update_fields=["due_on", "held_days", "dated_on", "reminded_at"])
    _log(AuditEntry.What.REDATED, by=by, member=assignment.member, module=assignment.module)


@transaction.atomic
def change_due_dates(*, assignments, due_on, by, on):
    """Make all of these assignments due on the date `due_on`, and return those that changed. What is complete by now is left out."""
    changed = []
    for assignment in sorted(assignments, key=lambda assignment: assignment.pk):
        before = assignment.due_on
        try:
            change_due_date(assignment=assignment, due_on=due_on, by=by, on=on)
        except AlreadyComplete:
            continue
        if before != due_on:
            changed.append(assignment)
    return changed


@transaction.atomic
def waive_module(*, assignment, by, reason, at):
    """Count every lesson that is left of the module as done without being read. Raises AlreadyComplete, record.NotOpenToYou."""
    assignment = _lock_open(assignment)
    module = assignment.module
    required = [row.item for row in Requirement.objects.filter(structure=module.structure_id).select_related("item").order_by("position")]
    chain = Chain.of(assignment.member, assignment=assignment, event_id=uuid4(), at=at)
    done = {item.pk for item in required if effective_completion([*chain.events, *chain.elsewhere], item.pk)}
    lessons = [item for item in required if item.pk not in done]
    if not lessons:
        raise record.NotOpenToYou(str(module))
    Assignment.objects.filter(pk=assignment.pk).update(waived_at=at, waiver=reason)
    for lesson in lessons:
        record.waive(assignment=assignment, lesson=lesson, by=by, reason=WAIVED_BY_MANAGER, event_id=uuid4(), at=at)
    _log(AuditEntry.What.WAIVED, by=by, member=assignment.member, module=module)


@transaction.atomic
def object_to(*, assignment, words, at):
    """Record that the member says the module is wrong for them. Managers see it until one answers. Raises AlreadyComplete."""
    assignment = _lock_open(assignment)
    assignment.objection, assignment.answer = words, ""
    assignment.save(update_fields=["objection", "answer"])
    _log(AuditEntry.What.OBJECTED, by=assignment.member, member=assignment.member, module=assignment.module)


@transaction.atomic
def answer(*, assignment, words, by):
    """Answer a member who says that the module is wrong for them. Raises AlreadyComplete, NothingToAnswer."""
    assignment = _lock_open(assignment)
    if not assignment.has_open_objection:
        raise NothingToAnswer
    assignment.answer = words
    assignment.save(update_fields=["answer"])
    _log(AuditEntry.What.ANSWERED, by=by, member=assignment.member, module=assignment.module)


def _lock_open(assignment):
    """Lock the assignment and return it as it is now. Raises AlreadyComplete."""
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("member", "module", "state").get(pk=assignment.pk)
    state = getattr(locked, "state", None)
    if state is not None and state.completed_at is not None:
        raise AlreadyComplete
    return locked


def _log(what, *, by, member, module):
    membership = member.membership
    add_entry(what=what, by=by, about=member, authority=membership and membership.authority, words=module.title)
