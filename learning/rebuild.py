"""Check that the stored states match the events and that no one has tampered with the events, or rebuild the states."""

from itertools import groupby

from django.db import transaction

from learning.actions.event_chain import structures_of, write_states
from learning.models import LessonPage
from learning.models.records import Assignment, Item, LearningEvent, LessonState, ModuleState
from learning.replay import replay

BATCH = 500


def differences():
    """Yield a sentence for each mismatch: broken chains, unrecorded versions, lesson states, module states."""
    yield from broken_chains()
    yield from unrecorded_versions()
    for assignment, replayed in _replay_all():
        if list(_compare(assignment, replayed)):
            # Members may have recorded something meanwhile, so a mismatch is checked again with the assignment locked.
            with transaction.atomic():
                yield from _compare(*_lock_and_replay(assignment))


def unrecorded_versions():
    """Yield a sentence for each lesson or module whose publishing or retiring was interrupted.

    The text of a published lesson must be that of its newest version, and an item in use must have a published page.
    """
    for item in Item.objects.in_use().filter(kind=Item.Kind.LESSON, page__live=True).select_related("current").defer("current__snapshot"):
        page = LessonPage.objects.filter(pk=item.page_id).first()
        if page is not None and (item.current is None or item.current.content_hash != page.content_hash):
            yield f"Lesson {item.pk}: its published text is not that of its newest version. Publish it again."
    for item in Item.objects.in_use().exclude(page__live=True):
        yield f"{item.get_kind_display()} {item.pk}: it is in use, but its page is not published. Publish it and unpublish it again."


def broken_chains():
    """Yield a sentence for each event whose hash, position or link to the previous event is wrong."""
    events = LearningEvent.objects.in_order().iterator(chunk_size=2000)
    for subject, chain in groupby(events, key=lambda event: event.subject):
        previous = None
        for event in chain:
            expected = previous.position + 1 if previous else 1
            if event.position != expected:
                yield f"Event {event.pk}: position {event.position} in the chain of {subject}, expected {expected}. An event is missing."
            if event.previous_hash != (previous.hash if previous else ""):
                yield f"Event {event.pk}: it does not follow the previous event in the chain of {subject}."
            if event.hash != event.computed_hash():
                yield f"Event {event.pk}: its content has been changed (chain of {subject})."
            previous = event


def rebuild():
    """Rewrite every state from the events and return how many assignments that was."""
    count = 0
    for assignment, replayed in _replay_all():
        if not replayed.module:
            continue
        with transaction.atomic():
            locked, replayed_now = _lock_and_replay(assignment)
            LessonState.objects.filter(assignment=locked).exclude(item__in=replayed_now.lessons).delete()
            write_states(locked, replayed_now)
        count += 1
    return count


def _replay_all():
    """Yield (assignment, ReplayedState) for every assignment, reading in batches."""
    structures_by_module: dict[int, tuple] = {}
    keys = list(Assignment.objects.order_by("module", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = Assignment.objects.filter(pk__in=keys[start : start + BATCH]).select_related("state").order_by("module", "pk")
        by_assignment: dict[int, list] = {}
        for event in (
            LearningEvent.objects.filter(assignment__in=batch).select_related("version").defer("version__snapshot").order_by("position")
        ):
            by_assignment.setdefault(event.assignment_id, []).append(event)
        for assignment in batch:
            events = by_assignment.get(assignment.pk, [])
            used = {event.structure_id for event in events}
            structures, current_id = structures_by_module.get(assignment.module_id, ({}, None))
            if current_id is None or not used <= set(structures):
                structures, current_id = structures_of(assignment.module_id, used | set(structures))
                structures_by_module[assignment.module_id] = structures, current_id
            for event in events:
                event.assignment = assignment
            yield assignment, replay(events, structures, current_id)


def _lock_and_replay(assignment):
    """Return the assignment, locked until the transaction ends, and its ReplayedState."""
    locked = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    events = list(locked.events.select_related("version").defer("version__snapshot").order_by("position"))
    structures, current_id = structures_of(locked.module_id, {event.structure_id for event in events})
    return locked, replay(events, structures, current_id)


def _compare(assignment, replayed):
    """Yield a sentence for each difference between the stored states and the ReplayedState."""
    who = f"Assignment {assignment.pk}"
    lessons = {state.item_id: state for state in LessonState.objects.filter(assignment=assignment)}
    for item_id in lessons.keys() | replayed.lessons.keys():
        expected, found = replayed.lessons.get(item_id), lessons.get(item_id)
        if found is None:
            yield f"{who}, lesson {item_id}: the state is missing."
        elif expected is None:
            yield f"{who}, lesson {item_id}: there is a state without any event."
        else:
            wrong = [name for name, value in expected.items() if getattr(found, name) != value]
            if wrong:
                yield f"{who}, lesson {item_id}: {', '.join(wrong)} differ from the events."
    module = ModuleState.objects.filter(assignment=assignment).first()
    if bool(module) != bool(replayed.module):
        yield f"{who}: the module's state is {'missing' if replayed.module else 'there without any event'}."
    elif module:
        wrong = [name for name, value in replayed.module.items() if getattr(module, name) != value]
        if wrong:
            yield f"{who}: the module's {', '.join(wrong)} differ from the events."
