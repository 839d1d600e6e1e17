"""What a member could do next: the assignment to carry on with, or else a module they have not done."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Subquery

from cms.page_tree.snapshot import current_tree
from learning.models.records import Assignment, LearningEvent, LessonState
from learning.outline import outline


def member_assignments(user):
    """Return the member's newest assignment of every module, completed ones included.

    `completed_away` of each is the ids of the lessons that were completed in the module and are in another one now. Takes one query,
    and one more only for a member who has completed such a lesson.
    """
    newest_event = LearningEvent.objects.filter(assignment=OuterRef("pk")).order_by("-position")
    moved_away = LessonState.objects.filter(completed_at__isnull=False, waived=False).exclude(item__module=F("assignment__module"))
    assignments = list(
        Assignment.objects.of(user)
        .annotate(
            last_event_at=Subquery(newest_event.values("occurred_at")[:1]),
            has_moved_away=Exists(moved_away.filter(assignment=OuterRef("pk"))),
        )
        .select_related("module", "state", "place", "asked_by")
        .order_by("cycle")
    )
    completed_away = defaultdict(set)
    if any(assignment.has_moved_away for assignment in assignments):
        for module_id, item_id in moved_away.filter(assignment__member=user).values_list("assignment__module", "item"):
            completed_away[module_id].add(item_id)
    newest = {assignment.module_id: assignment for assignment in assignments}
    for assignment in newest.values():
        assignment.completed_away = completed_away[assignment.module_id]
    return list(newest.values())


def is_completed(assignment):
    """Return whether the module has been completed in this cycle."""
    state = getattr(assignment, "state", None)
    return state is not None and state.completed_at is not None


def has_completed_lesson(assignment):
    """Return whether the member has completed a lesson of the module, or one that was in it."""
    state = getattr(assignment, "state", None)
    return is_completed(assignment) or bool(assignment.completed_away or (state and state.lessons_done))


def open_assignments(assignments):
    """Return the assignments, of those given, of published modules that are not completed yet and that are begun or still asked for."""
    return [
        assignment
        for assignment in assignments
        if not is_completed(assignment)
        and (assignment.lapsed_at is None or getattr(assignment, "state", None) is not None)
        and assignment.module.retired_at is None
        and current_tree().url(assignment.module.page_id)
    ]


def choose_next(assignments):
    """Return the open assignment to go on with: the last active one, else the earliest due, else any, else None.

    Modules without published lessons are skipped: all their lessons may have been retired while they are still open.
    """
    assignments = [assignment for assignment in assignments if _has_lessons(assignment.module)]
    started = [assignment for assignment in assignments if getattr(assignment, "state", None)]
    if started:
        return max(started, key=_last_active_at)
    dated = sorted((assignment for assignment in assignments if assignment.due_on), key=lambda assignment: assignment.due_on)
    return dated[0] if dated else next(iter(assignments), None)


def modules_not_completed(assignments):
    """Return the ModuleOutlines of published modules that the member has not completed, in the trainers' order.

    A module never begun is complete if all its lessons were completed in other modules, before they moved.
    """
    completed = {assignment.module_id for assignment in assignments if is_completed(assignment)}
    begun = {assignment.module_id for assignment in assignments}
    moved = set().union(*(assignment.completed_away for assignment in assignments))
    published = (module for module in outline().values() if module.lessons and current_tree().url(module.page_id))
    return [
        module
        for module in published
        if module.item_id not in completed
        and (module.item_id in begun or not moved.issuperset(lesson.item_id for lesson in module.lessons))
    ]


def _has_lessons(module):
    module_outline = outline().get(module.page_id)
    return bool(module_outline and module_outline.lessons)


def _last_active_at(assignment):
    place = getattr(assignment, "place", None)
    return max(moment for moment in (place and place.kept_at, assignment.last_event_at) if moment)
