"""Derive state from events: the only place that knows the rules, used both when writing and when rebuilding. Runs no queries."""

from dataclasses import dataclass, field

from learning.models.records import LearningEvent, ModuleState

Verb = LearningEvent.Verb


@dataclass
class ReplayedState:
    """The state of one assignment. `lessons` is {item id: LessonState fields}; `module` contains ModuleState fields."""

    lessons: dict[int, dict] = field(default_factory=dict)
    module: dict = field(default_factory=dict)


def counts_elsewhere(*, assignment, module_id, completed_at):
    """Return whether a completion in an assignment of the module with id `module_id` also counts in `assignment`.

    A completion is about a lesson, wherever the lesson is now: one from another module counts if the lesson has moved here. A renewal
    asks for everything again, so only completions after it was made count in it.
    """
    return module_id != assignment.module_id and (assignment.cycle == 1 or completed_at >= assignment.made_at)


def replay(events, structures, current_structure_id, elsewhere=()):
    """Return the ReplayedState of an assignment from its events, ordered by position.

    `structures` is {structure id: [ids of the lessons it required]}; `current_structure_id` is the one in force. `elsewhere` are the
    member's completed and voided events in other modules that count in this assignment (see counts_elsewhere).
    A module is complete at the first event after which everything required *at that time* was done, and stays complete whatever
    is added later; only a voided event can reopen it. While open it is counted against what is required now.
    """
    result = ReplayedState()
    events = without_observations(events)
    if not events:
        return result
    assignment_id, module_id = events[0].assignment_id, events[0].assignment.module_id
    timeline = sorted([*events, *elsewhere], key=lambda event: event.position) if elsewhere else events
    voided = voided_ids(timeline)
    done: set[int] = set()
    completed_at = completed_structure_id = authority_id = None
    for event in timeline:
        is_own = event.assignment_id == assignment_id
        if event.verb == Verb.COMPLETED or (is_own and event.verb == Verb.WAIVED):
            if event.pk not in voided:
                done.add(event.item_id)
        elif event.verb not in {Verb.STARTED, Verb.VOIDED}:
            if is_own and authority_id is None and completed_at is None:
                authority_id = event.authority_id
            continue
        if not is_own or completed_at is not None:
            continue
        authority_id = event.authority_id
        required = structures[event.structure_id]
        if required and event.pk not in voided and done.issuperset(required):
            completed_at, completed_structure_id = event.occurred_at, event.structure_id
    for item_id in dict.fromkeys(event.item_id for event in events if event.item_id != module_id):
        result.lessons[item_id] = replay_lesson([event for event in events if event.item_id == item_id], voided)
    structure_id = completed_structure_id or current_structure_id
    required = structures[structure_id]
    result.module = {
        "module_id": module_id,
        "authority_id": authority_id,
        "status": ModuleState.Status.COMPLETED if completed_at else ModuleState.Status.STARTED,
        "structure_id": structure_id,
        "lessons_done": len(done.intersection(required)) if not completed_at else len(required),
        "lessons_asked": len(required),
        # The earliest date, because a server's clock may have been set back between two events.
        "started_at": min(event.occurred_at for event in events),
        "completed_at": completed_at,
    }
    return result


def without_observations(events):
    """Return the events without those about practice: what was seen is never mixed with what was read."""
    observed = {event.pk for event in events if event.verb == Verb.OBSERVED}
    return [event for event in events if event.pk not in observed and event.voids_id not in observed] if observed else events


def replay_lesson(events, voided):
    """Return LessonState fields from the events of one lesson, in order. The earliest completion counts."""
    state: dict = {"completed_at": None, "version_id": None, "read_number": 0, "waived": False, "reflections": 0, "passed_at": None}
    for event in events:
        if event.pk in voided:
            continue
        if event.verb == Verb.PASSED and state["passed_at"] is None:
            state["passed_at"] = event.occurred_at
        if event.verb == Verb.REFLECTED:
            state["reflections"] += 1
        if event.verb in {Verb.COMPLETED, Verb.WAIVED} and state["completed_at"] is None:
            state.update(completed_at=event.occurred_at, version_id=event.version_id, waived=event.verb == Verb.WAIVED)
        if event.verb in {Verb.COMPLETED, Verb.REREAD} and event.version is not None:
            state["read_number"] = max(state["read_number"], event.version.number)
    return state


def effective_completion(events, item_id):
    """Return the completion (or waiver) of the lesson that counts, or None."""
    voided = voided_ids(events)
    completions = (event for event in events if event.item_id == item_id and event.verb in {Verb.COMPLETED, Verb.WAIVED})
    return next((event for event in completions if event.pk not in voided), None)


def has_passed(events, item_id):
    """Return whether the events have a pass of the lesson's check that has not been voided."""
    voided = voided_ids(events)
    return any(event.item_id == item_id and event.verb == Verb.PASSED and event.pk not in voided for event in events)


def voided_ids(events):
    """Return the ids of the events that these events void."""
    return {event.voids_id for event in events if event.voids_id}
