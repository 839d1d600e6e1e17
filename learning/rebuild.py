"""Proving, or restoring, that every state is what the events come to, and that nobody has touched the events."""

from itertools import groupby

from django.db import transaction

from learning.actions.record import structures_of, write_states
from learning.models import LessonPage
from learning.models.records import Assignment, Item, LearningEvent, LessonState, ModuleState
from learning.replay import facts_of

BATCH = 500


def differences():
    """Yield a sentence for each thing that is not as the events say: chains, lesson states, module states."""
    yield from broken_chains()
    yield from words_not_kept()
    for assignment, facts in _every_assignment():
        if list(_compare(assignment, facts)):
            # The site goes on while this reads: what differs is looked at once more, with the assignment held still.
            with transaction.atomic():
                yield from _compare(*_held_still(assignment))


def words_not_kept():
    """Yield a sentence for each lesson or module whose publishing or retiring was cut short.

    A published lesson's words are those of its newest version, and what is in use has a page that is published.
    """
    for item in Item.objects.in_use().filter(kind=Item.Kind.LESSON, page__live=True).select_related("current").defer("current__snapshot"):
        page = LessonPage.objects.filter(pk=item.page_id).first()
        if page is not None and (item.current is None or item.current.content_hash != page.content_hash):
            yield f"Lesson {item.pk}: what is published is not what its newest version says. Publish it once more."
    for item in Item.objects.in_use().exclude(page__live=True):
        yield f"{item.get_kind_display()} {item.pk}: it is in use, but its page is not published. Publish it and unpublish it once more."


def broken_chains():
    """Yield a sentence for each event whose hash, place or link to the one before is not right."""
    events = LearningEvent.objects.in_order().iterator(chunk_size=2000)
    for subject, chain in groupby(events, key=lambda event: event.subject):
        before = None
        for event in chain:
            expected = before.position + 1 if before else 1
            if event.position != expected:
                yield f"Event {event.pk}: place {event.position} in the chain of {subject}, expected {expected}: an event is missing."
            if event.previous_hash != (before.hash if before else ""):
                yield f"Event {event.pk}: it does not follow the event before it in the chain of {subject}."
            if event.hash != event.computed_hash():
                yield f"Event {event.pk}: its content is not what was written (chain of {subject})."
            before = event


def rebuild():
    """Write every state anew from the events. Returns how many assignments were worked out."""
    count = 0
    for assignment, facts in _every_assignment():
        if not facts.module:
            continue
        with transaction.atomic():
            held, now = _held_still(assignment)
            LessonState.objects.filter(assignment=held).exclude(item__in=now.lessons).delete()
            write_states(held, now)
        count += 1
    return count


def _every_assignment():
    structures_by_module: dict[int, tuple] = {}
    keys = list(Assignment.objects.order_by("module", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = Assignment.objects.filter(pk__in=keys[start : start + BATCH]).select_related("state").order_by("module", "pk")
        events = (
            LearningEvent.objects.filter(assignment__in=batch).select_related("version").defer("version__snapshot").order_by("position")
        )
        by_assignment: dict[int, list] = {}
        for event in events:
            by_assignment.setdefault(event.assignment_id, []).append(event)
        for assignment in batch:
            mine = by_assignment.get(assignment.pk, [])
            used = {event.structure_id for event in mine}
            structures, now_asked = structures_by_module.get(assignment.module_id, ({}, None))
            if now_asked is None or not used <= set(structures):
                structures, now_asked = structures_of(assignment.module_id, used | set(structures))
                structures_by_module[assignment.module_id] = structures, now_asked
            for event in mine:
                event.assignment = assignment
            yield assignment, facts_of(mine, structures, now_asked)


def _held_still(assignment):
    """The assignment, locked until the transaction ends, and what its events come to now."""
    held = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    events = list(held.events.select_related("version").defer("version__snapshot").order_by("position"))
    structures, now_asked = structures_of(held.module_id, {event.structure_id for event in events})
    return held, facts_of(events, structures, now_asked)


def _compare(assignment, facts):
    who = f"Assignment {assignment.pk}"
    lessons = {state.item_id: state for state in LessonState.objects.filter(assignment=assignment)}
    for item_id in lessons.keys() | facts.lessons.keys():
        expected, found = facts.lessons.get(item_id), lessons.get(item_id)
        if found is None:
            yield f"{who}, lesson {item_id}: the state is missing."
        elif expected is None:
            yield f"{who}, lesson {item_id}: there is a state that no event speaks of."
        else:
            wrong = [name for name, value in expected.items() if getattr(found, name) != value]
            if wrong:
                yield f"{who}, lesson {item_id}: {', '.join(wrong)} differ from the events."
    module = ModuleState.objects.filter(assignment=assignment).first()
    if bool(module) != bool(facts.module):
        yield f"{who}: the module's state is {'missing' if facts.module else 'there without any event'}."
    elif module:
        wrong = [name for name, value in facts.module.items() if getattr(module, name) != value]
        if wrong:
            yield f"{who}: the module's {', '.join(wrong)} differ from the events."
