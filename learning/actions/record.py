"""What members do, written down once and for ever.

Every function takes the event's id from whoever asks, so that a repeat is the same event: it is answered as the first was and
nothing is written twice. A person's events form a chain; writing one locks the person's row, so that the chain never forks.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from cms.people.models import User
from learning.facts import facts_of, standing
from learning.models.records import Assignment, LearningEvent, LessonState, ModuleState, ModuleVersion, Note, Place
from learning.permissions import may_learn

Verb = LearningEvent.Verb
# The actor of what nobody in person did, such as a lesson that expired on its date.
THE_SITE = UUID(int=0)


class NotOpenToYou(Exception):
    """The lesson or module is not there for this person: not published, retired, or the person is no member."""


class AlreadyAssigned(Exception):
    """The current cycle of this module is still open."""


class EventIdTaken(Exception):
    """The id belongs to another event: of somebody else, or about something else."""


class AlreadyVoided(Exception):
    """The event was voided before, or is itself a correction."""


@dataclass(frozen=True)
class Written:
    """What came of asking for an event: the event, whether it is new, and the assignment it counts for."""

    event: LearningEvent
    is_new: bool
    assignment: Assignment


@transaction.atomic
def assign(*, member, module, due_on, by, at):
    """Ask the member to complete the module by `due_on` (a date or None). Raises AlreadyAssigned if the cycle is open."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    newest = Assignment.objects.of(member).filter(module=module).order_by("-cycle").select_related("state").first()
    if newest and not (getattr(newest, "state", None) and newest.state.completed_at):
        raise AlreadyAssigned(f"{module} is already open.")
    return Assignment.objects.create(
        member=member,
        module=module,
        cycle=newest.cycle + 1 if newest else 1,
        source=Assignment.Source.ASKED,
        asked_by=by,
        due_on=due_on,
        made_at=at,
    )


@transaction.atomic
def begin(*, member, module, event_id, at):
    """Open the module for the member and write down that they started. Raises NotOpenToYou, EventIdTaken."""
    if not may_learn(member, module) or module.structure_id is None:
        return _answered_before(member, Verb.STARTED, module, event_id)
    chain = Chain.of(member, module=module, event_id=event_id, at=at)
    if chain.repeated is None and chain.events:
        return Written(chain.events[0], False, chain.assignment)
    return chain.write(verb=Verb.STARTED, item=module, version=None, at=at)


@transaction.atomic
def complete_lesson(*, member, lesson, version, event_id, at):
    """Write down that the member completed the lesson in the words of `version`, and count the module anew.

    Pressed twice, replayed, or sent from two windows it stays one event, answered as the first was.
    Raises NotOpenToYou, EventIdTaken.
    """
    if not _is_open(member, lesson) or version.item_id != lesson.pk:
        return _answered_before(member, Verb.COMPLETED, lesson, event_id)
    chain = Chain.of(member, module=lesson.module, event_id=event_id, at=at)
    done = standing(chain.events, lesson.pk)
    if chain.repeated is None and done is not None:
        return Written(done, False, chain.assignment)
    return chain.write(verb=Verb.COMPLETED, item=lesson, version=version, at=at)


@transaction.atomic
def reread(*, member, lesson, version, event_id, at):
    """Write down that the member read what changed up to `version`; their completion and its date stand.

    Raises NotOpenToYou (also when they never completed the lesson), EventIdTaken.
    """
    if not _is_open(member, lesson):
        return _answered_before(member, Verb.REREAD, lesson, event_id)
    state = (
        LessonState.objects.filter(assignment__member=member, item=lesson, completed_at__isnull=False)
        .select_related("assignment")
        .order_by("-assignment__cycle")
        .first()
    )
    if state is None or version.item_id != lesson.pk:
        raise NotOpenToYou(str(lesson))
    chain = Chain.of(member, assignment=state.assignment, event_id=event_id, at=at)
    read = [e for e in chain.events if e.item_id == lesson.pk and e.version_id and e.version.number >= version.number]
    if chain.repeated is None and read:
        return Written(read[-1], False, chain.assignment)
    return chain.write(verb=Verb.REREAD, item=lesson, version=version, at=at)


@transaction.atomic
def save_note(*, member, lesson, prompt, question, text, event_id, at):
    """Keep the member's private note; the first one to a question is written down as a reflection, without its words.

    An empty text empties the note; written anew it is no second reflection. Returns the Note, or None.
    Raises NotOpenToYou, EventIdTaken.
    """
    _must_be_open(member, lesson)
    if not text.strip():
        Note.objects.filter(member=member, item=lesson, prompt=prompt).update(text="", saved_at=at)
        return None
    note, is_first = Note.objects.update_or_create(
        member=member, item=lesson, prompt=prompt, defaults={"question": question, "text": text, "saved_at": at}
    )
    if is_first:
        chain = Chain.of(member, module=lesson.module, event_id=event_id, at=at)
        chain.write(verb=Verb.REFLECTED, item=lesson, version=lesson.current, at=at)
    return note


@transaction.atomic
def keep_place(*, member, lesson, anchor, percent, event_id, at):
    """Remember how far down the lesson the member has read. Opens the module, or its new cycle, if they had not begun it.

    There is one place in a module, so reading again what is done moves it nowhere: then None is returned. Raises NotOpenToYou.
    """
    _must_be_open(member, lesson)
    done = LessonState.objects.filter(assignment=OuterRef("pk"), item=lesson, completed_at__isnull=False)
    mine = Assignment.objects.of(member).filter(module=lesson.module).select_related("state")
    assignment = mine.annotate(is_done=Exists(done)).order_by("-cycle").first()
    if assignment is None or not hasattr(assignment, "state"):
        assignment = begin(member=member, module=lesson.module, event_id=event_id, at=at).assignment
    elif assignment.is_done:
        return None
    place, _ = Place.objects.update_or_create(
        assignment=assignment, defaults={"item": lesson, "anchor": anchor, "percent": percent, "kept_at": at}
    )
    return place


@transaction.atomic
def waive(*, assignment, lesson, by, reason, event_id, at):
    """Count the lesson as done without its being read, with the reason. Raises EventIdTaken, ValueError without a reason."""
    if not reason.strip():
        raise ValueError("A waiver needs its reason.")
    chain = Chain.of(assignment.member, assignment=assignment, event_id=event_id, at=at)
    return chain.write(verb=Verb.WAIVED, item=lesson, version=None, at=at, actor=by.subject if by else THE_SITE, reason=reason)


@transaction.atomic
def void(*, event, by, reason, event_id, at):
    """Correct the record: say, with a reason, that an event does not count. The event itself stays.

    Raises AlreadyVoided, EventIdTaken, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A correction needs its reason.")
    chain = Chain.of(event.assignment.member, assignment=event.assignment, event_id=event_id, at=at)
    if event.verb == Verb.VOIDED or (chain.repeated is None and any(other.voids_id == event.pk for other in chain.events)):
        raise AlreadyVoided(str(event))
    return chain.write(verb=Verb.VOIDED, item=event.item, version=event.version, at=at, actor=by.subject, reason=reason, voids=event)


def _is_open(member, lesson):
    return may_learn(member, lesson) and lesson.module is not None and lesson.module.structure_id is not None


def _must_be_open(member, lesson):
    if not _is_open(member, lesson):
        raise NotOpenToYou(str(lesson))


def _answered_before(member, verb, item, event_id):
    """The member's own event of this id, written while the item was still open. Raises NotOpenToYou if there is none."""
    was = LearningEvent.objects.of(member).filter(pk=event_id, verb=verb, item=item).select_related("assignment__state").first()
    if was is None:
        raise NotOpenToYou(str(item))
    return Written(was, False, was.assignment)


@dataclass
class Chain:
    """One person's chain, locked until the transaction ends, with the events of one assignment at hand."""

    member: User
    event_id: UUID
    assignment: Assignment
    events: list[LearningEvent]
    last: LearningEvent | None
    repeated: LearningEvent | None

    @classmethod
    def of(cls, member, *, event_id, at, module=None, assignment=None):
        """Lock the person, find (or open) their newest assignment of `module`, and read what the next event needs."""
        asked_for = {"pk": assignment.pk} if assignment else {"member": member, "module": module}
        locked = (
            Assignment.objects.select_for_update(of=("self", "member"), no_key=True)
            .filter(**asked_for)
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
        near = list(
            LearningEvent.objects.filter(Q(assignment=locked) | Q(pk=event_id) | Q(pk=Subquery(newest)))
            .select_related("version")
            .defer("version__snapshot")
            .order_by("position")
        )
        mine = [event for event in near if event.subject == member.subject]
        for event in mine:
            if event.assignment_id == locked.pk:
                event.assignment = locked  # else it would be read again, one by one
        return cls(
            member=member,
            event_id=event_id,
            assignment=locked,
            events=[event for event in mine if event.assignment_id == locked.pk],
            last=mine[-1] if mine else None,
            repeated=next((event for event in near if event.pk == event_id), None),
        )

    def write(self, *, verb, item, version, at, actor=None, reason="", voids=None):
        """Add the event and bring the states up to date; a repeat is answered with the event that is there.

        Raises EventIdTaken when the id belongs to an event of another person or about something else.
        """
        if self.repeated is not None:
            was = self.repeated
            if (was.subject, was.verb, was.item_id) != (self.member.subject, verb, item.pk):
                raise EventIdTaken(str(self.event_id))
            return Written(was, False, self.assignment)
        structures, now_asked = structures_of(self.assignment.module_id, {event.structure_id for event in self.events})
        membership = self.member.membership
        event = LearningEvent(
            id=self.event_id,
            subject=self.member.subject,
            position=self.last.position + 1 if self.last else 1,
            verb=verb,
            assignment=self.assignment,
            item=item,
            version=version,
            structure_id=now_asked,
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
        write_states(self.assignment, facts_of([*self.events, event], structures, now_asked), only=item.pk)
        return Written(event, True, self.assignment)


def structures_of(module_id, also=()):
    """What the module asks now and what the structures `also` asked: ({structure id: [lesson ids]}, id of the one in force).

    Read after the locks are held, so that a structure published meanwhile is seen.
    """
    structures: dict[int, list[int]] = {pk: [] for pk in also}
    now_asked = None
    rows = (
        ModuleVersion.objects.filter(Q(pk__in=also) | Q(module_id=module_id, pk=F("module__structure")), module_id=module_id)
        .values_list("pk", "requirements__item", F("module__structure"))
        .order_by("requirements__position")
    )
    for pk, lesson_id, in_force in rows:
        structures.setdefault(pk, [])
        if lesson_id is not None:
            structures[pk].append(lesson_id)
        now_asked = in_force
    return structures, now_asked


def write_states(assignment, facts, only=None):
    """Write down what facts_of() found: the state of the lesson `only` (or of every lesson), and of the module."""
    rows = [
        LessonState(assignment=assignment, item_id=item_id, **fields)
        for item_id, fields in facts.lessons.items()
        if only is None or item_id == only
    ]
    if rows:
        LessonState.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["assignment", "item"],
            update_fields=["completed_at", "version", "read_number", "waived", "reflections"],
        )
    # Made or brought up to date in one statement: whether there is one already may have changed since it was looked for.
    assignment.state = ModuleState(assignment=assignment, **facts.module)
    ModuleState.objects.bulk_create(
        [assignment.state], update_conflicts=True, unique_fields=["assignment"], update_fields=list(facts.module)
    )
