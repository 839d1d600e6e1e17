"""The "My learning" page: a member's own record."""

from collections import defaultdict
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.components import Button, Progress
from cms.page_tree.snapshot import current_tree
from learning.actions.diplomas import clocks_of
from learning.assigning.why import why_asked
from learning.evidence import evidence_of_lessons
from learning.lesson_body import anchors_of
from learning.models.pages import LessonPage
from learning.models.records import Assignment, Item, LessonState, SignOff
from learning.outline import outline
from learning.pathways.progress import enrolments_of, progress_of
from learning.permissions import has_people_to_sign_off
from learning.progress import due_status, long_date, module_progress
from learning.replay import counts_elsewhere


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
        **_owner_facts(user),
        "pathways": progress_of(enrolments_of([user]), on=timezone.localdate()),
        "practice": SignOff.objects.filter(member=user).select_related("observer", "module"),
        "clock": next(iter(clocks_of([user], on=timezone.localdate())), None),
        "signs_off": has_people_to_sign_off(user),
        "away_until": user.absences.on(timezone.localdate()).values_list("last_day", flat=True).first(),
        "doing": [
            *(_open_row(assignment, states) for assignment in assignments if not _is_completed(assignment) and not _has_lapsed(assignment)),
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


def _has_lapsed(assignment):
    """Return whether nobody asks for it any more, and it was not begun."""
    return assignment.lapsed_at is not None and getattr(assignment, "state", None) is None


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
        "state_words": progress.words if progress else "Not started",
        "due_on": assignment.due_on,
        "due_words": due.text,
        "why": why_asked(assignment),
        "button": button,
    }


def _moved_open_row(module, states):
    """Return the row of a module the member has not begun, though a lesson they completed is there now."""
    node, progress = current_tree().nodes.get(module.page_id), _progress(len(states.counting(module)), len(module.lessons))
    return {
        "title": node.title if node else "",
        "url": current_tree().url(module.page_id),
        "state": "started",
        "progress": progress,
        "state_words": progress.words,
        "due_on": None,
        "due_words": "",
        "button": _carry_on("Carry on", module) if node else None,
    }


def _progress(done, asked):
    return Progress(asked, frozenset(range(1, done + 1)), done + 1, is_started=True)


def _carry_on(words, module):
    return Button(words, reverse("learning:carry_on", args=[module.uid]), {"event": str(uuid4())})


def _completed_row(assignment, states):
    module, completed_at = assignment.module, assignment.state.completed_at
    row = _done_row(module.title, module, completed_at, states.of(assignment), None if assignment.is_waived else certificate_button(module))
    if assignment.is_waived:
        row["rests_on"] = [{"icon": "waived", "words": f"Waived: “{assignment.waiver}”" if assignment.waiver else "Waived"}]
    return row


def _moved_completed_row(module, states):
    """Return (date, row) of a module the member has not begun, though they completed all its lessons where those were before."""
    counting = states.counting(module)
    completed_at = max(state.completed_at for state in counting)
    node = current_tree().nodes.get(module.page_id)
    return completed_at, _done_row(node.title if node else "", module, completed_at, counting)


def certificate_button(module):
    """Return the button that makes, or shows again, the certificate of a completed module (an Item)."""
    return Button("Certificate", reverse("learning:make_certificate", args=[module.uid]), {})


def _done_row(title, module, completed_at, states, certificate=None):
    read = [state for state in states if state.completed_at and not state.waived]
    newest = max((state.version.made_at for state in read if state.version), default=None)
    changed = next((state.item for state in read if state.item.current and state.read_number < state.item.last_told), None)
    return {
        "title": title,
        "url": current_tree().url(module.page_id),
        "completed_on": completed_at,
        "rests_on": evidence_of_lessons(states),
        "minutes": sum(state.version.minutes for state in read if state.version),
        "finished_url": reverse("learning:finished", args=[module.uid]),
        "valid_words": _valid_words(module, completed_at),
        "certificate": certificate,
        "version_words": f"Version of {long_date(newest)}" if newest else "",
        "since_words": "Changed since:" if changed else "",
        "since_url": reverse("learning:what_changed", args=[changed.uid]) if changed else "",
        "since_link_words": (changed.current.what_changed or changed.title) if changed else "",
    }


def _valid_words(module, completed_at):
    """Return until when a completed module (an Item) counts, in words, or "" if it counts for good."""
    valid_until = module.valid_until(timezone.localdate(completed_at)) if isinstance(module, Item) else None
    return f"Counts until {long_date(valid_until)}" if valid_until else ""
