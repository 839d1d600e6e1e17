"""Read the learning record in batches of whole chains, in bounded memory and a fixed number of statements a batch."""

from collections import defaultdict
from itertools import groupby
from typing import NamedTuple

from cms.people.models import User
from learning.models.records import Assignment, Item, ItemVersion, LearningEvent, LessonState, ModuleState, ModuleVersion, Requirement

BATCH = 4000  # events
_EVENT_FIELDS = (
    *("id", "subject", "position", "verb", "assignment_id", "item_id", "version_id", "structure_id", "authority_id"),
    *("occurred_at", "received_at", "actor", "reason", "voids_id", "previous_hash", "hash", "hash_format"),
)
_LESSON_FIELDS = ("completed_at", "version_id", "read_number", "waived", "reflections", "passed_at")
_MODULE_FIELDS = (*("module_id", "authority_id", "status", "structure_id", "lessons_done", "lessons_asked", "started_at", "completed_at"),)


class StoredEvent:
    """An event as it is stored. `assignment` and `version` are a StoredAssignment and a StoredVersion, or None if the row is missing."""

    __slots__ = (*_EVENT_FIELDS, "assignment", "pk", "version")

    def __init__(self, values):
        (
            self.id,
            self.subject,
            self.position,
            self.verb,
            self.assignment_id,
            self.item_id,
            self.version_id,
            self.structure_id,
            self.authority_id,
            self.occurred_at,
            self.received_at,
            self.actor,
            self.reason,
            self.voids_id,
            self.previous_hash,
            self.hash,
            self.hash_format,
        ) = values
        self.pk = self.id


class StoredAssignment(NamedTuple):
    """An assignment, the key of the person it belongs to, and its states: {item id: {field: value}} and {field: value}."""

    pk: int
    module_id: int
    cycle: int
    made_at: object
    subject: object
    lessons: dict
    module: dict


class StoredVersion(NamedTuple):
    item_id: int
    number: int
    fingerprint: str


class Content:
    """What trainers have published, as events refer to it. Read once, and again when an event names something newer."""

    def __init__(self):
        self.read()

    def read(self):
        rows = ItemVersion.objects.values_list("pk", "item_id", "number", "fingerprint")
        self.versions = {pk: StoredVersion(item_id, number, fingerprint) for pk, item_id, number, fingerprint in rows}
        items = list(Item.objects.values_list("pk", "kind", "structure_id"))
        self.items = {pk for pk, *_ in items}
        self.current_structures = {pk: structure_id for pk, kind, structure_id in items if kind == Item.Kind.MODULE}
        structures: dict[int, list[int]] = {pk: [] for pk in ModuleVersion.objects.values_list("pk", flat=True)}
        self.lessons_of_module = defaultdict(set)
        required = Requirement.objects.order_by("structure", "position").values_list("structure_id", "item_id", "structure__module_id")
        for structure_id, item_id, module_id in required:
            structures.setdefault(structure_id, []).append(item_id)
            self.lessons_of_module[module_id].add(item_id)
        self.structures = {structure_id: tuple(lessons) for structure_id, lessons in structures.items()}

    def has(self, event):
        return (
            (event.version_id is None or event.version_id in self.versions)
            and event.structure_id in self.structures
            and event.item_id in self.items
        )


class StoredChain(NamedTuple):
    """One person's events in order. `user_id` is the account that has the key now, or None."""

    subject: object
    user_id: int | None
    events: list[StoredEvent]


def read_chains(content):
    """Yield every StoredChain, ordered by subject, with its assignments, states and versions filled in."""
    for events in _batches():
        assignments = stored_assignments({event.assignment_id for event in events})
        users = dict(User.objects.filter(subject__in={event.subject for event in events}).values_list("subject", "pk"))
        if not all(content.has(event) for event in events):
            content.read()
        for event in events:
            event.assignment = assignments.get(event.assignment_id)
            event.version = content.versions.get(event.version_id)
        for subject, chain in groupby(events, key=lambda event: event.subject):
            yield StoredChain(subject, users.get(subject), list(chain))


def _batches():
    """Yield lists of events, in order, that contain whole chains."""
    events = LearningEvent.objects.in_order().values_list(*_EVENT_FIELDS)
    rows = list(events[:BATCH])
    while rows:
        last = rows[-1][1]
        if len(rows) == BATCH:  # the last chain may go on
            rows = [row for row in rows if row[1] != last] or list(events.filter(subject=last))
        yield [StoredEvent(row) for row in rows]
        rows = list(events.filter(subject__gt=rows[-1][1])[:BATCH])


def stored_assignments(keys):
    """Return {pk: StoredAssignment}."""
    lessons: dict[int, dict] = defaultdict(dict)
    modules: dict[int, dict] = {}
    for pk, item_id, *values in LessonState.objects.filter(assignment__in=keys).values_list("assignment_id", "item_id", *_LESSON_FIELDS):
        lessons[pk][item_id] = dict(zip(_LESSON_FIELDS, values, strict=True))
    for pk, *values in ModuleState.objects.filter(assignment__in=keys).values_list("assignment_id", *_MODULE_FIELDS):
        modules[pk] = dict(zip(_MODULE_FIELDS, values, strict=True))
    rows = Assignment.objects.filter(pk__in=keys).values_list("pk", "module_id", "cycle", "made_at", "member__subject")
    return {
        pk: StoredAssignment(pk, module_id, cycle, made_at, subject, lessons.pop(pk, {}), modules.pop(pk, {}))
        for pk, module_id, cycle, made_at, subject in rows
    }
