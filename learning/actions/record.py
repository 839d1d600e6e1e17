"""What members do, recorded once and permanently.

Every function takes the event's id from its caller, so that a repeated request is the same event: it gets the same answer and
nothing is recorded twice. A person's events form a chain; recording one locks the person's row, so that the chain never forks.
"""

from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.people.models import User
from learning.actions.absences import absences_of
from learning.actions.event_chain import Chain, EventIdTaken, EventResult, EventVoided, recount
from learning.models.records import Assignment, LearningEvent, LessonState, Note, Place, Requirement
from learning.permissions import may_learn
from learning.replay import effective_completion, has_passed, without_observations

__all__ = [
    "AlreadyAssigned",
    "AlreadyCompleted",
    "AlreadyVoided",
    "Chain",
    "CheckNotPassed",
    "EventIdTaken",
    "EventVoided",
    "NotCompleted",
    "NotOpenToYou",
    "assign",
    "begin",
    "complete_lesson",
    "keep_place",
    "observe",
    "renew",
    "reread",
    "save_note",
    "void",
    "waive",
]

Verb = LearningEvent.Verb
# The actor of an event that no person caused, such as a lesson that expired on its date.
SYSTEM_ACTOR = UUID(int=0)
DONE_ELSEWHERE = "Everything it requires had already been done in other modules."


class NotOpenToYou(Exception):
    """The lesson or module is not available to this user: not published, retired, or the user is not a member."""


class AlreadyAssigned(Exception):
    """The member already has this module: assigned, or started by themselves."""


class AlreadyCompleted(AlreadyAssigned):
    """The member has completed this module. Asking for it again is a renewal."""


class NotCompleted(Exception):
    """There is nothing to renew: the member has not completed this module, or its newest cycle is still open."""


class CheckNotPassed(Exception):
    """The lesson has a check, which completes it when it is passed."""


class AlreadyVoided(Exception):
    """The event has already been voided, or is itself a correction."""


@transaction.atomic
def assign(*, member, module, due_on, by, at, occasion="", reason=""):
    """Assign the module to the member, due on the date `due_on` (or None), and return the Assignment.

    `by` is the user who asks for it, or None, and `reason` their words, which the member reads. `occasion` says why it exists, as a key
    such as "pathway 3, step 2"; give one whenever a rule asks. A rule may ask every night: for a member who has the module already, the
    newest assignment is returned as it is, except that an open one without an occasion takes this one, and its due date if it has none.
    One that had lapsed is asked for again. Never opens a new cycle: see renew(). Without an occasion, raises AlreadyAssigned, or
    AlreadyCompleted, if the member has the module already.
    """
    newest = _newest_assignment(member, module)
    if newest is None:
        return _new_assignment(
            member=member,
            module=module,
            source=Assignment.Source.ASKED,
            due_on=due_on,
            asked_by=by,
            made_at=at,
            occasion=occasion,
            reason=reason,
        )
    if newest.lapsed_at is not None and not _is_complete(newest):
        return _ask_again(newest, due_on=due_on, by=by, occasion=occasion, reason=reason)
    if not occasion:
        raise AlreadyCompleted(str(module)) if _is_complete(newest) else AlreadyAssigned(str(module))
    if not newest.occasion and not _is_complete(newest) and not _of_occasion(member, module, occasion):
        newest.occasion, newest.due_on = occasion, newest.due_on or due_on
        newest.save(update_fields=["occasion", "due_on"])
    return _of_occasion(member, module, occasion) or newest


@transaction.atomic
def renew(*, member, module, due_on, by, at, occasion=""):
    """Open a new cycle of a module the member has completed, and return the Assignment. Earlier cycles stay as they are.

    Asking again for the same `occasion`, such as "renewal of 2026-08-31", returns the assignment that exists. Raises NotCompleted.
    """
    newest = _newest_assignment(member, module)
    if occasion and (existing := _of_occasion(member, module, occasion)):
        return existing
    if newest is None or not _is_complete(newest):
        raise NotCompleted(str(module))
    assignment = Assignment(
        member=member,
        module=module,
        cycle=newest.cycle + 1,
        source=Assignment.Source.RENEWAL,
        asked_by=by,
        due_on=due_on,
        made_at=at,
        occasion=occasion,
    )
    assignment.hold(absences_of([member.pk]).get(member.pk, []))
    assignment.save(force_insert=True)
    return assignment


def _ask_again(assignment, *, due_on, by, occasion, reason):
    """Ask again for an assignment whose rule had ceased to apply, with a new due date, and return it."""
    assignment.lapsed_at = assignment.reminded_at = None
    assignment.asked_by, assignment.occasion, assignment.reason = by, occasion, reason
    assignment.due_on, assignment.held_days, assignment.dated_on = due_on, 0, timezone.localdate()
    assignment.hold(absences_of([assignment.member_id]).get(assignment.member_id, []))
    assignment.save()
    return assignment


def _newest_assignment(member, module):
    """Lock the member and return their newest Assignment of the module, with its state, or None."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    return Assignment.objects.of(member).filter(module=module).order_by("-cycle").select_related("state").first()


def _is_complete(assignment):
    state = getattr(assignment, "state", None)
    return state is not None and state.completed_at is not None


def _of_occasion(member, module, occasion):
    return Assignment.objects.of(member).filter(module=module, occasion=occasion).first()


def _new_assignment(**fields):
    assignment = Assignment(**fields)
    assignment.hold(absences_of([assignment.member_id]).get(assignment.member_id, []))
    assignment.save(force_insert=True)
    _complete_if_done(assignment)
    return assignment


def _complete_if_done(assignment):
    """Complete a new assignment if everything it requires has been done in other modules. The caller has locked the member.

    Otherwise it would stay open for ever, because there is no lesson left to complete.
    """
    required = Requirement.objects.filter(structure=assignment.module.structure_id).values_list("item", flat=True)
    chain = Chain.of(assignment.member, assignment=assignment, event_id=uuid4(), at=assignment.made_at)
    done = [effective_completion(chain.elsewhere, item_id) for item_id in required]
    if done and all(done):
        actor = assignment.asked_by.subject if assignment.asked_by else SYSTEM_ACTOR
        chain.write(verb=Verb.WAIVED, item=assignment.module, version=None, at=assignment.made_at, actor=actor, reason=DONE_ELSEWHERE)


@transaction.atomic
def begin(*, member, module, event_id, at):
    """Record that the member started the module, creating an assignment if they have none. Returns an EventResult.

    Raises NotOpenToYou, EventIdTaken.
    """
    if not may_learn(member, module) or module.structure_id is None:
        return _earlier_result(member, Verb.STARTED, module, event_id)
    chain = Chain.of(member, module=module, event_id=event_id, at=at)
    if chain.repeated is None and (events := without_observations(chain.events)):
        return EventResult(events[0], False, chain.assignment)
    return chain.write(verb=Verb.STARTED, item=module, version=None, at=at)


@transaction.atomic
def complete_lesson(*, member, lesson, version, event_id, at):
    """Record that the member completed the lesson in the ItemVersion `version`, and return an EventResult.

    Pressing twice, resubmitting or using two windows creates one event and gets the same answer. So does a lesson that was completed in
    another module and has moved here. Raises NotOpenToYou, EventIdTaken, EventVoided, or CheckNotPassed if the lesson has a check that
    they have not passed.
    """
    if not is_open(member, lesson) or version.item_id != lesson.pk:
        return _earlier_result(member, Verb.COMPLETED, lesson, event_id)
    chain = Chain.of(member, module=lesson.module, event_id=event_id, at=at)
    completion = effective_completion([*chain.events, *chain.elsewhere], lesson.pk)
    if completion is not None and (chain.repeated is None or chain.is_repeat_voided):
        return EventResult(completion, False, chain.assignment)
    if chain.repeated is None and lesson.current_check_id is not None and not has_passed(chain.events, lesson.pk):
        raise CheckNotPassed(str(lesson))
    return chain.write(verb=Verb.COMPLETED, item=lesson, version=version, at=at)


@transaction.atomic
def reread(*, member, lesson, version, event_id, at):
    """Record that the member read the changes up to `version`. Their completion and its date do not change.

    Returns an EventResult. Raises NotOpenToYou (also if they never completed the lesson), EventIdTaken.
    """
    if not is_open(member, lesson):
        return _earlier_result(member, Verb.REREAD, lesson, event_id)
    state = LessonState.objects.completed_by(member, lesson).select_related("assignment").first()
    if state is None or version.item_id != lesson.pk:
        raise NotOpenToYou(str(lesson))
    chain = Chain.of(member, assignment=state.assignment, event_id=event_id, at=at)
    read = [event for event in chain.events if event.item_id == lesson.pk and event.version_id and event.version.number >= version.number]
    if chain.repeated is None and read:
        return EventResult(read[-1], False, chain.assignment)
    return chain.write(verb=Verb.REREAD, item=lesson, version=version, at=at)


@transaction.atomic
def save_note(*, member, lesson, prompt, question, text, event_id, at):
    """Save the member's private note. The first note on a question is recorded as a reflection, without its text.

    Blank text empties the note, and writing it again is not a second reflection. Returns the Note, or None if it was emptied.
    Raises NotOpenToYou, EventIdTaken.
    """
    _require_open(member, lesson)
    if not text.strip():
        Note.objects.filter(member=member, item=lesson, prompt=prompt).update(text="", saved_at=at)
        return None
    note, is_first = Note.objects.update_or_create(
        member=member, item=lesson, prompt=prompt, defaults={"question": question, "text": text, "saved_at": at}
    )
    if is_first:
        chain = Chain.of(member, module=lesson.module, event_id=event_id, at=at)
        if not chain.is_repeat_voided:
            chain.write(verb=Verb.REFLECTED, item=lesson, version=lesson.current, at=at)
    return note


@transaction.atomic
def keep_place(*, member, lesson, anchor, percent, event_id, at):
    """Save how far down the lesson the member has read, starting the module (or its new cycle) if they had not.

    There is one place per module. Reading a completed lesson again does not move it, and None is returned; otherwise the Place.
    Raises NotOpenToYou.
    """
    _require_open(member, lesson)
    done = LessonState.objects.counting_in(OuterRef("pk")).filter(item=lesson, completed_at__isnull=False)
    assignments = Assignment.objects.of(member).filter(module=lesson.module).select_related("state")
    assignment = assignments.annotate(is_done=Exists(done)).order_by("-cycle").first()
    if assignment is None and LessonState.objects.completed_by(member, lesson).filter(waived=False).exists():
        return None  # completed in another module, from which it has moved here
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
    """Count the lesson as done without being read. Raises EventIdTaken, or ValueError if there is no reason."""
    if not reason.strip():
        raise ValueError("A waiver needs a reason.")
    chain = Chain.of(assignment.member, assignment=assignment, event_id=event_id, at=at)
    return chain.write(verb=Verb.WAIVED, item=lesson, version=None, at=at, actor=by.subject if by else SYSTEM_ACTOR, reason=reason)


@transaction.atomic
def observe(*, member, module, by, event_id, at):
    """Record that `by` saw the member put the module into practice, at the moment `at`. It never counts as read.

    Raises EventIdTaken.
    """
    chain = Chain.of(member, module=module, event_id=event_id, at=at)
    return chain.write(verb=Verb.OBSERVED, item=module, version=None, at=at, actor=by.subject)


@transaction.atomic
def void(*, event, by, reason, event_id, at):
    """Record that an event does not count. The event itself stays.

    Raises AlreadyVoided, EventIdTaken, or ValueError if there is no reason.
    """
    if not reason.strip():
        raise ValueError("A correction needs a reason.")
    chain = Chain.of(event.assignment.member, assignment=event.assignment, event_id=event_id, at=at)
    is_voided = any(later.voids_id == event.pk for later in chain.events)
    if event.verb == Verb.VOIDED or (chain.repeated is None and is_voided):
        raise AlreadyVoided(str(event))
    result = chain.write(verb=Verb.VOIDED, item=event.item, version=event.version, at=at, actor=by.subject, reason=reason, voids=event)
    if result.is_new and event.verb == Verb.PASSED:
        _void_what_rests_on(event, by=by, reason=reason, at=at)
    if result.is_new and event.verb == Verb.COMPLETED:
        _recount_other_modules(chain.assignment, event.item)
    return result


def _void_what_rests_on(passed, *, by, reason, at):
    """Void the completion that was recorded with a pass, if there is one that counts."""
    completion = LearningEvent.objects.filter(pk=completion_id(passed.pk), voided_by__isnull=True).select_related(
        "assignment__member", "item"
    )
    for event in completion:
        void(event=event, by=by, reason=reason, event_id=uuid4(), at=at)


def completion_id(attempt_id):
    """Return the id of the event that completes a lesson when the attempt with this id passes its check."""
    return uuid5(attempt_id, "completion")


def _recount_other_modules(assignment, lesson):
    """Recount the member's other assignments that may rest on a completion of the lesson in `assignment`."""
    others = Assignment.objects.filter(member=assignment.member, state__isnull=False, module__structures__requirements__item=lesson)
    for other in others.exclude(module=assignment.module_id).select_related("member").distinct():
        recount(other)


def is_open(member, lesson):
    """Return whether the member may complete the lesson now: it is published, and its module requires something."""
    return may_learn(member, lesson) and lesson.module is not None and lesson.module.structure_id is not None


def _require_open(member, lesson):
    if not is_open(member, lesson):
        raise NotOpenToYou(str(lesson))


def _earlier_result(member, verb, item, event_id):
    """Return the EventResult of a repeat, for an event recorded while the item was still open.

    Otherwise raise NotOpenToYou, or EventVoided if the event no longer counts.
    """
    events = LearningEvent.objects.of(member).filter(pk=event_id, verb=verb, item=item)
    event = events.select_related("assignment__state").annotate(is_voided=Q(voided_by__isnull=False)).first()
    if event is None:
        raise NotOpenToYou(str(item))
    if event.is_voided and verb != Verb.STARTED:
        raise EventVoided(str(event_id))
    return EventResult(event, False, event.assignment)
