"""Derive state from events: the only place that knows the rules, used both when writing and when rebuilding. Runs no queries."""

from dataclasses import dataclass, field

from learning.models.records import LearningEvent, ModuleState

Verb = LearningEvent.Verb


@dataclass
class ReplayedState:
    """The state of one assignment. `lessons` is {item id: LessonState fields}; `module` contains ModuleState fields."""

    lessons: dict[int, dict] = field(default_factory=dict)
    module: dict = field(default_factory=dict)


def replay(events, structures, current_structure_id):
    """Return the ReplayedState of an assignment from its events, ordered by position.

    `structures` is {structure id: [ids of the lessons it required]}; `current_structure_id` is the one in force.
    A module is complete at the first event after which everything required *at that time* was done, and stays complete whatever
    is added later; only a voided event can reopen it. While open it is counted against what is required now.
    """
    result = ReplayedState()
    if not events:
        return result
    seen, module_id = [], events[0].assignment.module_id
    completed_at = completed_structure_id = authority_id = None
    for event in events:
        seen.append(event)
        if event.verb == Verb.VOIDED:
            completed_at = completed_structure_id = None
        if completed_at is not None:
            continue
        if event.verb not in {Verb.REFLECTED, Verb.REREAD} or authority_id is None:
            authority_id = event.authority_id
        required = structures[event.structure_id]
        if event.verb in {Verb.COMPLETED, Verb.WAIVED, Verb.VOIDED} and required and _done(seen) >= set(required):
            completed_at, completed_structure_id = event.occurred_at, event.structure_id
    for item_id in dict.fromkeys(event.item_id for event in events if event.item_id != module_id):
        result.lessons[item_id] = replay_lesson([event for event in events if event.item_id == item_id])
    structure_id = completed_structure_id or current_structure_id
    required = structures[structure_id]
    result.module = {
        "module_id": module_id,
        "authority_id": authority_id,
        "status": ModuleState.Status.COMPLETED if completed_at else ModuleState.Status.STARTED,
        "structure_id": structure_id,
        "lessons_done": len(set(required) & _done(events)) if not completed_at else len(required),
        "lessons_asked": len(required),
        "started_at": events[0].occurred_at,
        "completed_at": completed_at,
    }
    return result


def replay_lesson(events):
    """Return LessonState fields from the events of one lesson, in order. The earliest completion counts."""
    voided = _voided_ids(events)
    state: dict = {"completed_at": None, "version_id": None, "read_number": 0, "waived": False, "reflections": 0}
    for event in events:
        if event.pk in voided:
            continue
        if event.verb == Verb.REFLECTED:
            state["reflections"] += 1
        if event.verb in {Verb.COMPLETED, Verb.WAIVED} and state["completed_at"] is None:
            state.update(completed_at=event.occurred_at, version_id=event.version_id, waived=event.verb == Verb.WAIVED)
        if event.verb in {Verb.COMPLETED, Verb.REREAD}:
            state["read_number"] = max(state["read_number"], event.version.number)
    return state


def effective_completion(events, item_id):
    """Return the completion (or waiver) of the lesson that counts, or None."""
    return next((event for event in _effective_completions(events) if event.item_id == item_id), None)


def _done(events):
    """Return the ids of the lessons done."""
    return {event.item_id for event in _effective_completions(events)}


def _effective_completions(events):
    voided = _voided_ids(events)
    return [event for event in events if event.verb in {Verb.COMPLETED, Verb.WAIVED} and event.pk not in voided]


def _voided_ids(events):
    return {event.voids_id for event in events if event.verb == Verb.VOIDED}
