"""The "My learning" page: a member's own record."""

from collections import defaultdict
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.components import Button, Progress, plural
from cms.page_tree.snapshot import current_tree
from learning.assigning.why import why_asked
from learning.models.pages import LessonPage
from learning.models.records import Assignment, LessonState
from learning.outline import outline
from learning.progress import due_status, long_date, module_progress
from learning.replay import counts_elsewhere


def continue_url(user, module):
    """Return the URL to continue the module at: where the user stopped reading, or the module page when nothing is left to do."""
    progress = module_progress(user, module.page_id)
    lesson = progress.next_lesson
    if lesson is None:
        return current_tree().url(module.page_id) or "/"
    anchor = progress.cycle.stopped_anchor if progress.cycle else ""
    return f"{lesson.url}#{anchor}" if lesson.scroll_percent and anchor else lesson.url


def reflection_question(lesson, prompt):
    """Return the reflection question with block id `prompt` in the published lesson, or None."""
    page = LessonPage.objects.filter(pk=lesson.page_id).first()
    if page is None:
        return None
    return next((block.value["question"] for block in page.body if block.block_type == "reflection" and block.id == prompt), None)


def my_learning_context(user):
    """Return the template context of the page. The number of queries does not depend on the length of the record."""
    assignments = list(Assignment.objects.of(user).select_related("module", "state", "place", "asked_by").order_by("-made_at"))
    rows = (
        LessonState.objects.filter(assignment__member=user)
        .select_related("version", "item__current")
        .defer("version__snapshot", "item__current__snapshot")
        .order_by("completed_at")
    )
    states = _States(assignments, rows)
    begun = {assignment.module_id for assignment in assignments}
    moved = [module for module in outline().values() if module.item_id not in begun and states.counting(module)]
    done = [
        *((assignment.state.completed_at, _completed_row(assignment, states)) for assignment in assignments if _is_completed(assignment)),
        *(_moved_completed_row(module, states) for module in moved if _is_all_done(module, states)),
    ]
    index = current_tree().first_live("learning.learnindexpage")
    return {
        "doing": [
            *(_open_row(assignment, states) for assignment in assignments if not _is_completed(assignment)),
            *(_moved_open_row(module, states) for module in moved if not _is_all_done(module, states)),
        ],
        "done": [row for _, row in sorted(done, key=lambda dated: dated[0], reverse=True)],
        "learn_url": index.url if index else "",
    }


class _States:
    """A member's LessonStates, by assignment and by where their lessons are now."""

    def __init__(self, assignments, states):
        assignments = {assignment.pk: assignment for assignment in assignments}
        self._by_assignment, self._completed = defaultdict(list), defaultdict(list)
        for state in states:
            self._by_assignment[state.assignment_id].append(state)
            if state.completed_at and not state.waived and state.assignment_id in assignments:
                self._completed[state.item_id].append((assignments[state.assignment_id], state))

    def of(self, assignment):
        """Return the states that count in the assignment: its own, and completions in other modules of lessons that are here now."""
        own = self._by_assignment[assignment.pk]
        done = {state.item_id for state in own if state.completed_at}
        module = outline().get(assignment.module.page_id)
        return own + [state for state in self.counting(module, assignment) if state.item_id not in done]

    def counting(self, module, assignment=None):
        """Return the earliest state of each of the module's lessons that was completed in another module and counts in this one."""
        found: dict[int, LessonState] = {}
        for lesson in module.lessons if module else ():
            for there, state in self._completed[lesson.item_id]:
                here = assignment or Assignment(module_id=module.item_id)
                if counts_elsewhere(assignment=here, module_id=there.module_id, completed_at=state.completed_at):
                    found.setdefault(lesson.item_id, state)
        return list(found.values())


def _is_all_done(module, states):
    return len(states.counting(module)) == len(module.lessons)


def _is_completed(assignment):
    state = getattr(assignment, "state", None)
    return state is not None and state.completed_at is not None


def _open_row(assignment, states):
    module, state = assignment.module, getattr(assignment, "state", None)
    due = due_status(assignment, on=timezone.localdate())
    url = current_tree().url(module.page_id)
    can_continue = url is not None and module.retired_at is None and module.structure_id
    progress = button = None
    if state:
        progress = _progress(state.lessons_done, state.lessons_asked)
    elif moved := states.of(assignment):
        progress = _progress(len(moved), len(outline()[module.page_id].lessons))
    if can_continue:
        button = _carry_on("Carry on" if progress else "Start", module)
    return {
        "title": module.title,
        "url": url,
        "state": due.state if due.state in {"overdue", "due"} else "started" if progress else "not-started",
        "progress": progress,
        "due_words": due.text,
        "why": why_asked(assignment),
        "button": button,
    }


def _moved_open_row(module, states):
    """Return the row of a module the member has not begun, though a lesson they completed is there now."""
    node = current_tree().nodes.get(module.page_id)
    return {
        "title": node.title if node else "",
        "url": current_tree().url(module.page_id),
        "state": "started",
        "progress": _progress(len(states.counting(module)), len(module.lessons)),
        "due_words": "",
        "button": _carry_on("Carry on", module) if node else None,
    }


def _progress(done, asked):
    return Progress(asked, frozenset(range(1, done + 1)), done + 1)


def _carry_on(words, module):
    return Button(words, reverse("learning:carry_on", args=[module.uid]), {"event": str(uuid4())})


def _completed_row(assignment, states):
    row = _done_row(assignment.module.title, assignment.module.page_id, assignment.state.completed_at, states.of(assignment))
    if assignment.is_waived:
        row["rests_on"] = [{"icon": "waived", "words": f"Waived: “{assignment.waiver}”" if assignment.waiver else "Waived"}]
    return row


def _moved_completed_row(module, states):
    """Return (date, row) of a module the member has not begun, though they completed all its lessons where those were before."""
    counting = states.counting(module)
    completed_at = max(state.completed_at for state in counting)
    node = current_tree().nodes.get(module.page_id)
    return completed_at, _done_row(node.title if node else "", module.page_id, completed_at, counting)


def _done_row(title, page_id, completed_at, states):
    read = [state for state in states if state.completed_at and not state.waived]
    newest = max((state.version.made_at for state in read if state.version), default=None)
    changed = next((state.item for state in read if state.item.current and state.read_number < state.item.last_told), None)
    return {
        "title": title,
        "url": current_tree().url(page_id),
        "completed_on": completed_at,
        "rests_on": _evidence(states, read),
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
