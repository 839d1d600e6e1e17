"""How an event is stored: appended to the person's hash chain, with the derived states updated in the same transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, Subquery
from django.utils import timezone

from cms.people.models import User
from learning.models.records import Assignment, LearningEvent, LessonState, ModuleState, ModuleVersion
from learning.replay import replay


class EventIdTaken(Exception):
    """The id belongs to another event: another person's, or about something else."""


@dataclass(frozen=True)
class EventResult:
    """The event that was requested, whether it is new, and the assignment it counts for."""

    event: LearningEvent
    is_new: bool
    assignment: Assignment


@dataclass
class Chain:
    """One person's chain, locked until the transaction ends, with the events of one assignment.

    `last` is the newest event of the chain; `repeated` is the event that already has the id `event_id`, whoever's it is.
    """

    member: User
    event_id: UUID
    assignment: Assignment
    events: list[LearningEvent]
    last: LearningEvent | None
    repeated: LearningEvent | None

    @classmethod
    def of(cls, member, *, event_id, at, module=None, assignment=None):
        """Lock the member, get or create their newest assignment of `module`, and load what the next event needs."""
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
            locked, _ = Assignment.objects.get_or_create(
                member=member, module=module, defaults={"source": Assignment.Source.SELF, "made_at": at}
            )
        newest = LearningEvent.objects.filter(subject=member.subject).order_by("-position").values("pk")[:1]
        found = list(
            LearningEvent.objects.filter(Q(assignment=locked) | Q(pk=event_id) | Q(pk=Subquery(newest)))
            .select_related("version")
            .defer("version__snapshot")
            .order_by("position")
        )
        members_events = [event for event in found if event.subject == member.subject]
        for event in members_events:
            if event.assignment_id == locked.pk:
                event.assignment = locked  # saves a query per event
        return cls(
            member=member,
            event_id=event_id,
            assignment=locked,
            events=[event for event in members_events if event.assignment_id == locked.pk],
            last=members_events[-1] if members_events else None,
            repeated=next((event for event in found if event.pk == event_id), None),
        )

    def write(self, *, verb, item, version, at, actor=None, reason="", voids=None):
        """Append the event, update the states and return an EventResult; for a repeat, with the event that exists.

        Raises EventIdTaken if the id belongs to another person's event or one about something else.
        """
        if self.repeated is not None:
            event = self.repeated
            if (event.subject, event.verb, event.item_id) != (self.member.subject, verb, item.pk):
                raise EventIdTaken(str(self.event_id))
            return EventResult(event, False, self.assignment)
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
        )
        event.hash = event.computed_hash()
        event.save(force_insert=True)
        write_states(self.assignment, replay([*self.events, event], structures, current_structure_id), only=item.pk)
        return EventResult(event, True, self.assignment)


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
    if rows:
        LessonState.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["assignment", "item"],
            update_fields=["completed_at", "version", "read_number", "waived", "reflections"],
        )
    # An upsert, because another transaction may have created the row since we looked.
    assignment.state = ModuleState(assignment=assignment, **replayed.module)
    ModuleState.objects.bulk_create(
        [assignment.state], update_conflicts=True, unique_fields=["assignment"], update_fields=list(replayed.module)
    )
