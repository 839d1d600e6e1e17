"""Records for the benchmark: assignments, events with complete chains, states and places, copied in bulk.

Every event's hash comes from the product's own `computed_hash()`, and every state from its `replay()` of the events;
only the writing is in bulk. `rebuild_progress --verify` after the run proves it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from operator import attrgetter
from random import Random
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from learning.models import Assignment, Item, LearningEvent, LessonState, ModuleState, Place, Requirement
from learning.replay import replay

Verb = LearningEvent.Verb
MODULES_EACH = 4
DONE, MIDWAY = 0.35, 0.80  # of ten assignments three or four are complete, four or five in progress, two not started
BATCH_OF_PEOPLE = 500


@dataclass
class Asked:
    """A module with its current requirements: its item, the structure in force, and its lessons' items in order."""

    module: Item
    structure_id: int
    lessons: list[Item] = field(default_factory=list)


@dataclass
class Rows:
    """Rows waiting to be written, by model."""

    assignments: list = field(default_factory=list)
    events: list = field(default_factory=list)
    lessons: list = field(default_factory=list)
    modules: list = field(default_factory=list)
    places: list = field(default_factory=list)


def fill(users):
    """Give every person four modules, some complete, some in progress, some not started."""
    modules = modules_as_asked()
    random, now, next_id = Random(3), timezone.now(), 1
    for start in range(0, len(users), BATCH_OF_PEOPLE):
        rows = Rows()
        for user in users[start : start + BATCH_OF_PEOPLE]:
            next_id = _one_person(user, modules, rows, random=random, now=now, next_id=next_id)
        with transaction.atomic():
            for many in (rows.assignments, rows.events, rows.lessons, rows.modules, rows.places):
                copy(many)
    _set_sequences()


def modules_as_asked():
    """Return every published module with its current lessons."""
    asked = {
        item.structure_id: Asked(item, item.structure_id) for item in Item.objects.filter(kind=Item.Kind.MODULE, structure__isnull=False)
    }
    rows = Requirement.objects.filter(structure__in=asked).select_related("item__current").defer("item__current__snapshot")
    for row in rows.order_by("structure", "position"):
        asked[row.structure_id].lessons.append(row.item)
    return [one for one in asked.values() if one.lessons]


def _one_person(user, modules, rows, *, random, now, next_id):
    """Add a person's four modules, one after another in a single chain. Return the next free assignment id."""
    last, at = None, now - timedelta(days=random.randrange(100, 400), seconds=random.randrange(86_400))
    chosen = random.sample(modules, min(MODULES_EACH, len(modules)))
    for asked in chosen:
        luck = random.random()
        many = len(asked.lessons) if luck < DONE else random.randrange(len(asked.lessons)) if luck < MIDWAY else None
        assignment = Assignment(
            pk=next_id,
            member=user,
            module=asked.module,
            source=Assignment.Source.ASKED,
            due_on=(now + timedelta(days=random.randrange(-20, 60))).date(),
            made_at=at,
        )
        next_id += 1
        rows.assignments.append(assignment)
        if many is None:
            continue
        events = []
        for item in [asked.module, *asked.lessons[:many]]:
            at += timedelta(minutes=random.randrange(5, 2000))
            last = _event(assignment, item, asked.structure_id, at=at, last=last, random=random)
            events.append(last)
        facts = replay(events, {asked.structure_id: [lesson.pk for lesson in asked.lessons]}, asked.structure_id)
        rows.events += events
        rows.lessons += [LessonState(assignment=assignment, item_id=pk, **fields) for pk, fields in facts.lessons.items()]
        rows.modules.append(ModuleState(assignment=assignment, **facts.module))
        if many < len(asked.lessons):
            place = {"anchor": "part-1", "percent": random.randrange(10, 90), "kept_at": at}
            rows.places.append(Place(assignment=assignment, item=asked.lessons[many], **place))
    return next_id


def _event(assignment, item, structure_id, *, at, last, random):
    user, is_lesson = assignment.member, item.kind == Item.Kind.LESSON
    event = LearningEvent(
        id=UUID(int=random.getrandbits(128), version=4),
        subject=user.subject,
        position=last.position + 1 if last else 1,
        verb=Verb.COMPLETED if is_lesson else Verb.STARTED,
        assignment=assignment,
        item=item,
        version=item.current if is_lesson else None,
        structure_id=structure_id,
        authority_id=user.membership.authority_id,
        occurred_at=at,
        received_at=at,
        actor=user.subject,
        previous_hash=last.hash if last else "",
    )
    event.hash = event.computed_hash()
    return event


def copy(rows):
    """Write rows of a model: every column, as its field would leave it on the instance. Uses COPY on PostgreSQL."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        QuerySet(type(rows[0])).bulk_create(rows, batch_size=1000)
        return
    meta = rows[0]._meta
    fields = [f for f in meta.concrete_fields if not (f is meta.pk and rows[0].pk is None)]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    values = attrgetter(*(f.attname for f in fields))
    with connection.cursor() as cursor, cursor.copy(f"COPY {meta.db_table} ({columns}) FROM STDIN") as target:
        for row in rows:
            target.write_row(values(row))


def _set_sequences():
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Assignment]):
            cursor.execute(statement)


def counted():
    """Return the number of each as {name: number}, for the report."""
    return {
        "assignments": Assignment.objects.count(),
        "events in chains": LearningEvent.objects.count(),
        "lesson states": LessonState.objects.count(),
        "module states": ModuleState.objects.count(),
        "places": Place.objects.count(),
    }
