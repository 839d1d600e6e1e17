"""What a list of events comes to: the one place that says so, for writing and for rebuilding alike. Pure; asks nothing."""

from dataclasses import dataclass, field

from learning.models.records import LearningEvent, ModuleState

Verb = LearningEvent.Verb


@dataclass
class Facts:
    """Where one assignment stands. `lessons` maps an item's id to LessonState's fields; `module` holds ModuleState's."""

    lessons: dict[int, dict] = field(default_factory=dict)
    module: dict = field(default_factory=dict)


def facts_of(events, structures, now_asked):
    """Work out where an assignment stands from its events, in order of position.

    `structures` maps a structure's id to the ids of the lessons it asked for; `now_asked` is the id of the structure in force.
    A module is complete from the first event after which all that was asked *then* was done, and stays so whatever is added
    later; only a voided event can open it again. While it is open it is counted against what is asked now.
    """
    facts = Facts()
    if not events:
        return facts
    seen, module_id = [], events[0].assignment.module_id
    completed_at = completed_under = authority_id = None
    for event in events:
        seen.append(event)
        if event.verb == Verb.VOIDED:
            completed_at = completed_under = None
        if completed_at is not None:
            continue
        if event.verb not in {Verb.REFLECTED, Verb.REREAD} or authority_id is None:
            authority_id = event.authority_id
        asked = structures[event.structure_id]
        if event.verb in {Verb.COMPLETED, Verb.WAIVED, Verb.VOIDED} and asked and _done(seen) >= set(asked):
            completed_at, completed_under = event.occurred_at, event.structure_id
    for item_id in dict.fromkeys(event.item_id for event in events if event.item_id != module_id):
        facts.lessons[item_id] = lesson_facts([event for event in events if event.item_id == item_id])
    structure_id = completed_under or now_asked
    asked = structures[structure_id]
    facts.module = {
        "module_id": module_id,
        "authority_id": authority_id,
        "status": ModuleState.Status.COMPLETED if completed_at else ModuleState.Status.STARTED,
        "structure_id": structure_id,
        "lessons_done": len(set(asked) & _done(events)) if not completed_at else len(asked),
        "lessons_asked": len(asked),
        "started_at": events[0].occurred_at,
        "completed_at": completed_at,
    }
    return facts


def lesson_facts(events):
    """What the events of one lesson come to, in order, as LessonState's fields. The earliest completion counts."""
    voided = _voided(events)
    facts: dict = {"completed_at": None, "version_id": None, "read_number": 0, "waived": False, "reflections": 0}
    for event in events:
        if event.pk in voided:
            continue
        if event.verb == Verb.REFLECTED:
            facts["reflections"] += 1
        if event.verb in {Verb.COMPLETED, Verb.WAIVED} and facts["completed_at"] is None:
            facts.update(completed_at=event.occurred_at, version_id=event.version_id, waived=event.verb == Verb.WAIVED)
        if event.verb in {Verb.COMPLETED, Verb.REREAD}:
            facts["read_number"] = max(facts["read_number"], event.version.number)
    return facts


def standing(events, item_id):
    """The completion (or waiver) of the lesson that counts, or None."""
    voided = _voided(events)
    return next((e for e in events if e.item_id == item_id and e.verb in {Verb.COMPLETED, Verb.WAIVED} and e.pk not in voided), None)


def _voided(events):
    return {event.voids_id for event in events if event.verb == Verb.VOIDED}


def _done(events):
    voided = _voided(events)
    return {e.item_id for e in events if e.verb in {Verb.COMPLETED, Verb.WAIVED} and e.pk not in voided}
