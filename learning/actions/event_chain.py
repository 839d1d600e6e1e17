"""How an event is stored: appended to the person's hash chain, with the derived states updated in the same transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, Subquery
from django.utils import timezone

from cms.people.models import User
from learning.models.records import Assignment, LearningEvent, LessonState, ModuleState, ModuleVersion, Requirement
from learning.record_hashes import NEWEST_FORMAT
from learning.replay import counts_elsewhere, replay

Verb = LearningEvent.Verb


class EventIdTaken(Exception):
    """The id belongs to another event: another person's, or about something else."""


class EventVoided(Exception):
    """The event with this id was recorded and has been voided since, so it does not count."""


@dataclass(frozen=True)
class EventResult:
    """The event that was requested, whether it is new, and the assignment it counts for.

    `assignment` is None if the lesson was completed in another module and the member has no assignment of this one.
    """

    event: LearningEvent
    is_new: bool
    assignment: Assignment | None


@dataclass
class Chain:
    """One person's chain, locked until the transaction ends, with the events of one assignment.

    `assignment` is None until the first event if the member has none of `module`. `elsewhere` are completed and voided events in other
    modules about lessons that this module has required. `last` is the newest event of the chain; `repeated` is the event that already
    has the id `event_id`, no matter whose it is, and `is_repeat_voided` whether it has been voided.
    """

    member: User
    event_id: UUID
    module_id: int
    assignment: Assignment | None
    events: list[LearningEvent]
    elsewhere: list[LearningEvent]
    last: LearningEvent | None
    repeated: LearningEvent | None
    is_repeat_voided: bool

    @classmethod
    def of(cls, member, *, event_id, at, module=None, assignment=None):
        """Lock the member and their newest assignment of `module`, if any, and load what the next event needs."""
        wanted = {"pk": assignment.pk} if assignment else {"member": member, "module": module}
        locked = (
            Assignment.objects.select_for_update(of=("self", "member"), no_key=True)
            .filter(**wanted)
            .select_related("member")
            .order_by("-cycle")
            .first()
        )
        if locked is None:
            User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
            # Another request may have created it while we waited for the lock.
            locked = Assignment.objects.filter(**wanted).order_by("-cycle").first()
        module_id = locked.module_id if locked else module.pk
        newest = LearningEvent.objects.filter(subject=member.subject).order_by("-position").values("pk")[:1]
        found = list(
            LearningEvent.objects.filter(
                Q(assignment=locked) | Q(pk=event_id) | Q(voids=event_id) | Q(pk=Subquery(newest)) | _in_other_modules(member, module_id)
            )
            .select_related("version", "assignment")
            .defer("version__snapshot")
            .order_by("position")
        )
        members_events = [event for event in found if event.subject == member.subject]
        for event in members_events:
            if locked and event.assignment_id == locked.pk:
                event.assignment = locked
        return cls(
            member=member,
            event_id=event_id,
            module_id=module_id,
            assignment=locked,
            events=[event for event in members_events if locked and event.assignment_id == locked.pk],
            elsewhere=elsewhere_of(members_events, locked or Assignment(member=member, module_id=module_id, made_at=at)),
            last=members_events[-1] if members_events else None,
            repeated=next((event for event in found if event.pk == event_id), None),
            is_repeat_voided=any(event.voids_id == event_id for event in found),
        )

    def write(self, *, verb, item, version, at, actor=None, reason="", voids=None):
        """Append the event, update the states and return an EventResult; for a repeat, with the event that exists.

        Raises EventIdTaken if the id belongs to another person's event or one about something else, EventVoided if the event that
        exists no longer counts.
        """
        if self.repeated is not None:
            return self._repeat(self.repeated, verb, item)
        if self.assignment is None:
            self.assignment = Assignment.objects.create(
                member=self.member, module_id=self.module_id, source=Assignment.Source.SELF, made_at=at
            )
        structures, current_structure_id = structures_of(self.assignment.module_id, {event.structure_id for event in self.events})
        membership = self.member.membership
        event = LearningEvent(
            id=self.event_id,
            subject=self.member.subject,
            position=self.last.position + 1 if self.last else 1,
            verb=verb,
            assignment=self.assignment,
            item=item,
            version=version,
            structure_id=current_structure_id,
            authority_id=membership.authority_id if membership else None,
            occurred_at=at,
            received_at=timezone.now(),
            actor=actor or self.member.subject,
            reason=reason,
            voids=voids,
            previous_hash=self.last.hash if self.last else "",
            hash_format=NEWEST_FORMAT,
        )
        event.hash = event.computed_hash(required=structures[current_structure_id])
        event.save(force_insert=True)
        replayed = replay([*self.events, event], structures, current_structure_id, self.elsewhere)
        write_states(self.assignment, replayed, only=item.pk)
        return EventResult(event, True, self.assignment)

    def _repeat(self, event, verb, item):
        if (event.subject, event.verb, event.item_id) != (self.member.subject, verb, item.pk):
            raise EventIdTaken(str(self.event_id))
        if self.is_repeat_voided and verb != Verb.STARTED:
            raise EventVoided(str(self.event_id))
        return EventResult(event, False, self.assignment or event.assignment)


def _in_other_modules(member, module_id):
    """Return the condition for the member's completed and voided events about any lesson the module has ever required."""
    lessons = Requirement.objects.filter(structure__module=module_id).values("item")
    return Q(subject=member.subject, verb__in=[Verb.COMPLETED, Verb.VOIDED], item__in=lessons)


def elsewhere_of(events, assignment):
    """Return those of one member's events that count in `assignment` though they are of another module.

    Completed events, and the events that void them. Waivers are left out: they say what the other module no longer requires.
    """
    completed = [
        event
        for event in events
        if event.verb == Verb.COMPLETED
        and counts_elsewhere(assignment=assignment, module_id=event.assignment.module_id, completed_at=event.occurred_at)
    ]
    keys = {event.pk for event in completed}
    return [*completed, *(event for event in events if event.voids_id in keys)]


def replay_now(assignment):
    """Return the assignment's ReplayedState, read from its events. The caller has locked the member or the assignment."""
    events = list(
        LearningEvent.objects.filter(Q(assignment=assignment) | _in_other_modules(assignment.member, assignment.module_id))
        .select_related("version", "assignment")
        .defer("version__snapshot")
        .order_by("position")
    )
    own = [event for event in events if event.assignment_id == assignment.pk]
    structures, current_structure_id = structures_of(assignment.module_id, {event.structure_id for event in own})
    return replay(own, structures, current_structure_id, elsewhere_of(events, assignment))


def recount(assignment):
    """Write the assignment's states again from its events, deleting those without any. The caller has locked the member."""
    replayed = replay_now(assignment)
    LessonState.objects.filter(assignment=assignment).exclude(item__in=replayed.lessons).delete()
    if replayed.module:
        write_states(assignment, replayed)
    else:
        ModuleState.objects.filter(assignment=assignment).delete()


def structures_of(module_id, also=()):
    """Return ({structure id: [lesson ids]}, id of the module's current structure).

    Includes the structures with the ids in `also`. Call it with the locks held, so that a structure published meanwhile is seen.
    """
    structures: dict[int, list[int]] = {pk: [] for pk in also}
    current_structure_id = None
    rows = (
        ModuleVersion.objects.filter(Q(pk__in=also) | Q(module_id=module_id, pk=F("module__structure")), module_id=module_id)
        .values_list("pk", "requirements__item", F("module__structure"))
        .order_by("requirements__position")
    )
    for pk, lesson_id, structure_in_force in rows:
        structures.setdefault(pk, [])
        if lesson_id is not None:
            structures[pk].append(lesson_id)
        current_structure_id = structure_in_force
    return structures, current_structure_id


def write_states(assignment, replayed, only=None):
    """Save a ReplayedState: the state of the lesson with item id `only` (or of every lesson) and of the module."""
    rows = [
        LessonState(assignment=assignment, item_id=item_id, **fields)
        for item_id, fields in replayed.lessons.items()
        if only is None or item_id == only
    ]
    if not replayed.module:
        return
    if rows:
        LessonState.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["assignment", "item"],
            update_fields=["completed_at", "version", "read_number", "waived", "reflections", "passed_at"],
        )
    # An upsert, because another transaction may have created the row since we looked.
    assignment.state = ModuleState(assignment=assignment, **replayed.module)
    ModuleState.objects.bulk_create(
        [assignment.state], update_conflicts=True, unique_fields=["assignment"], update_fields=list(replayed.module)
    )
