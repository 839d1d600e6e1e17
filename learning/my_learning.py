"""A member's own record, read for its owner."""

from collections import defaultdict
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.parts import Button, Progress, counted
from cms.tree import current
from learning import progress
from learning.models.pages import LessonPage
from learning.models.records import Assignment, LessonState


def where_to_go_on(user, module):
    """The address to go on at: the lesson one stopped in, at the very place; or the module when nothing is open."""
    way = progress.way_through(user, module.page_id)
    row = way.next_row
    if row is None:
        return current().url(module.page_id) or "/"
    return f"{row.url}#{way.cycle.anchor}" if row.stopped_at and way.cycle.anchor else row.url


def question_of(lesson, prompt):
    """The reflection question with the block id `prompt` in the lesson as published, or None."""
    page = LessonPage.objects.filter(pk=lesson.page_id).first()
    if page is None:
        return None
    return next((block.value["question"] for block in page.body if block.block_type == "reflection" and block.id == prompt), None)


def everything(user):
    """What *My learning* shows, in a fixed number of queries."""
    on = timezone.localdate()
    assignments = list(Assignment.objects.of(user).select_related("module", "state", "place").order_by("-made_at"))
    by_assignment = defaultdict(list)
    for state in (
        LessonState.objects.filter(assignment__member=user)
        .select_related("version", "item__current")
        .defer("version__snapshot", "item__current__snapshot")
    ):
        by_assignment[state.assignment_id].append(state)
    index = current().first_live("learning.learnindexpage")
    doing = [_doing(one, on) for one in assignments if not _completed(one)]
    done = sorted((one for one in assignments if _completed(one)), key=lambda one: one.state.completed_at, reverse=True)
    return {
        "doing": doing,
        "done": [_done(one, by_assignment[one.pk]) for one in done],
        "learn_url": index.url if index else "",
    }


def _completed(assignment):
    state = getattr(assignment, "state", None)
    return state is not None and state.completed_at is not None


def _doing(assignment, on):
    state = getattr(assignment, "state", None)
    done, asked = (state.lessons_done, state.lessons_asked) if state else (0, 0)
    due, due_words = progress.due_words(assignment, on=on)
    url = current().url(assignment.module.page_id)
    open_here = url is not None and assignment.module.retired_at is None and assignment.module.structure_id
    return {
        "title": assignment.module.title,
        "url": url,
        "state": due if due in {"overdue", "due"} else "started" if state else "not-started",
        "progress": Progress(asked, frozenset(range(1, done + 1)), done + 1 if state else 0) if state else None,
        "due_words": due_words,
        "button": Button(
            "Carry on" if state else "Start",
            reverse("learning:carry_on", args=[assignment.module.uid]),
            {"event": str(uuid4())},
        )
        if open_here
        else None,
    }


def _done(assignment, states):
    state = assignment.state
    read = [one for one in states if one.completed_at and not one.waived]
    waived = [one for one in states if one.waived]
    reflections = sum(one.reflections for one in states)
    rests_on = [{"icon": "book", "words": f"Read, {counted(len(read), 'lesson')}"}]
    if waived:
        rests_on.append({"icon": "not-asked", "words": f"{counted(len(waived), 'lesson')} no longer asked for"})
    if reflections:
        times = {1: "once", 2: "twice"}.get(reflections, f"{reflections} times")
        rests_on.append({"icon": "pencil", "words": f"Reflected, {times}"})
    newest = max((one.version.made_at for one in read if one.version), default=None)
    newer = [one for one in read if one.item.current and one.read_number < one.item.last_told]
    since = newer[0] if newer else None
    return {
        "title": assignment.module.title,
        "url": current().url(assignment.module.page_id),
        "completed_on": state.completed_at,
        "rests_on": rests_on,
        "version_words": f"Version of {progress.day(newest)}" if newest else "",
        "since_words": "Changed since:" if since else "",
        "since_url": reverse("learning:what_changed", args=[since.item.uid]) if since else "",
        "since_link_words": (since.item.current.what_changed or since.item.title) if since else "",
    }
