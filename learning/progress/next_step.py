"""What a member could do next: the assignment to carry on with, or else a module they have not done."""

from django.db.models import Subquery
from django.db.models.expressions import OuterRef

from cms.page_tree.snapshot import current_tree
from learning.models.records import Assignment, LearningEvent
from learning.outline import outline


def member_assignments(user):
    """Return the member's newest assignment of every module, completed ones included, using one query."""
    newest_event = LearningEvent.objects.filter(assignment=OuterRef("pk")).order_by("-position")
    assignments = Assignment.objects.of(user).annotate(last_event_at=Subquery(newest_event.values("occurred_at")[:1]))
    newest = {}
    for assignment in assignments.select_related("module", "state", "place", "asked_by").order_by("cycle"):
        newest[assignment.module_id] = assignment
    return list(newest.values())


def is_completed(assignment):
    """Return whether the module has been completed in this cycle."""
    state = getattr(assignment, "state", None)
    return state is not None and state.completed_at is not None


def open_assignments(assignments):
    """Return the assignments, of those given, of published modules that are not completed yet."""
    return [
        assignment
        for assignment in assignments
        if not is_completed(assignment) and assignment.module.retired_at is None and current_tree().url(assignment.module.page_id)
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
    """Return the ModuleOutlines of published modules that the member has not completed, in the trainers' order."""
    completed = {assignment.module_id for assignment in assignments if is_completed(assignment)}
    published = (module for module in outline().values() if module.lessons and current_tree().url(module.page_id))
    return [module for module in published if module.item_id not in completed]


def _has_lessons(module):
    module_outline = outline().get(module.page_id)
    return bool(module_outline and module_outline.lessons)


def _last_active_at(assignment):
    place = getattr(assignment, "place", None)
    return max(moment for moment in (place and place.kept_at, assignment.last_event_at) if moment)
