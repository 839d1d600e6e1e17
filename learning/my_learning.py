"""The "My learning" page: a member's own record."""

from collections import defaultdict
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.components import Button, Progress, plural
from cms.page_tree.snapshot import current_tree
from learning.lesson_body import anchors_of
from learning.models.pages import LessonPage
from learning.models.records import Assignment, LessonState
from learning.progress import due_status, long_date, module_progress


def continue_url(user, module):
    """Return the URL to continue the module at: where the user stopped reading, or the module page when nothing is left to do."""
    progress = module_progress(user, module.page_id)
    lesson = progress.next_lesson
    if lesson is None:
        return current_tree().url(module.page_id) or "/"
    anchor = _anchor_to_continue_at(lesson, progress.cycle.stopped_anchor) if lesson.scroll_percent else ""
    return f"{lesson.url}#{anchor}" if anchor else lesson.url


def _anchor_to_continue_at(lesson, saved_anchor):
    """Return the saved anchor or, if the lesson no longer has it, the last one not further down than where the user stopped."""
    page = LessonPage.objects.filter(pk=lesson.page_id).first()
    anchors = anchors_of(page) if page else {}
    if saved_anchor in anchors:
        return saved_anchor
    return next((anchor for anchor, percent in reversed(anchors.items()) if percent <= lesson.scroll_percent), "")


def reflection_question(lesson, prompt):
    """Return the reflection question with block id `prompt` in the published lesson, or None."""
    page = LessonPage.objects.filter(pk=lesson.page_id).first()
    if page is None:
        return None
    return next((block.value["question"] for block in page.body if block.block_type == "reflection" and block.id == prompt), None)


def my_learning_context(user):
    """Return the template context of the page. The number of queries does not depend on the length of the record."""
    assignments = list(Assignment.objects.of(user).select_related("module", "state", "place").order_by("-made_at"))
    states = (
        LessonState.objects.filter(assignment__member=user)
        .select_related("version", "item__current")
        .defer("version__snapshot", "item__current__snapshot")
    )
    states_by_assignment = defaultdict(list)
    for state in states:
        states_by_assignment[state.assignment_id].append(state)
    completed = [assignment for assignment in assignments if _is_completed(assignment)]
    completed.sort(key=lambda assignment: assignment.state.completed_at, reverse=True)
    index = current_tree().first_live("learning.learnindexpage")
    return {
        **_owner_facts(user),
        "doing": [_open_row(assignment) for assignment in assignments if not _is_completed(assignment)],
        "done": [_completed_row(assignment, states_by_assignment[assignment.pk]) for assignment in completed],
        "learn_url": index.url if index else "",
    }


def _owner_facts(user):
    """Return whose record it is, for paper: {"owner_facts": list of (label, value)}."""
    membership = user.membership
    if membership is None:
        return {"owner_facts": []}
    places = [("Job role", membership.job_role), ("Hub", membership.hub), ("Authority", membership.authority)]
    return {"owner_facts": [(label, str(value)) for label, value in places if value]}


def my_learning_rows(user):
    """Return the member's record as rows for a spreadsheet: who, a blank row, then a header and a row for each module."""
    context = my_learning_context(user)
    yield ["Name", str(user)]
    yield from ([label, value] for label, value in context["owner_facts"])
    yield ["Made on", timezone.localdate().isoformat()]
    yield []
    yield ["Module", "State", "Completed on", "Evidence", "Minutes", "Due"]
    for row in context["doing"]:
        yield [row["title"], row["state_words"], "", "", "", row["due_on"].isoformat() if row["due_on"] else ""]
    for row in context["done"]:
        completed_on = timezone.localtime(row["completed_on"]).date().isoformat()
        yield [row["title"], "Completed", completed_on, "; ".join(basis["words"] for basis in row["rests_on"]), row["minutes"], ""]


def _is_completed(assignment):
    state = getattr(assignment, "state", None)
    return state is not None and state.completed_at is not None


def _open_row(assignment):
    module, state = assignment.module, getattr(assignment, "state", None)
    due = due_status(assignment, on=timezone.localdate())
    url = current_tree().url(module.page_id)
    can_continue = url is not None and module.retired_at is None and module.structure_id
    progress = button = None
    if state:
        done = frozenset(range(1, state.lessons_done + 1))
        progress = Progress(state.lessons_asked, done, state.lessons_done + 1, is_started=True)
    if can_continue:
        button = Button("Carry on" if state else "Start", reverse("learning:carry_on", args=[module.uid]), {"event": str(uuid4())})
    return {
        "title": module.title,
        "url": url,
        "state": due.state if due.state in {"overdue", "due"} else "started" if state else "not-started",
        "progress": progress,
        "state_words": progress.words if progress else "Not started",
        "due_on": assignment.due_on,
        "due_words": due.text,
        "button": button,
    }


def _completed_row(assignment, states):
    read = [state for state in states if state.completed_at and not state.waived]
    newest = max((state.version.made_at for state in read if state.version), default=None)
    changed = next((state.item for state in read if state.item.current and state.read_number < state.item.last_told), None)
    return {
        "title": assignment.module.title,
        "url": current_tree().url(assignment.module.page_id),
        "completed_on": assignment.state.completed_at,
        "rests_on": _evidence(states, read),
        "minutes": sum(state.version.minutes for state in read if state.version),
        "finished_url": reverse("learning:finished", args=[assignment.module.uid]),
        "version_words": f"Version of {long_date(newest)}" if newest else "",
        "since_words": "Changed since:" if changed else "",
        "since_url": reverse("learning:what_changed", args=[changed.uid]) if changed else "",
        "since_link_words": (changed.current.what_changed or changed.title) if changed else "",
    }


def _evidence(states, read):
    """Return what a completed module is based on, a list of {"icon", "words"}."""
    waived = [state for state in states if state.waived]
    reflections = sum(state.reflections for state in states)
    evidence = [{"icon": "book", "words": f"Read, {plural(len(read), 'lesson')}"}]
    if waived:
        evidence.append({"icon": "not-asked", "words": f"{plural(len(waived), 'lesson')} no longer required"})
    if reflections:
        times = {1: "once", 2: "twice"}.get(reflections, f"{reflections} times")
        evidence.append({"icon": "pencil", "words": f"Reflected, {times}"})
    return evidence
