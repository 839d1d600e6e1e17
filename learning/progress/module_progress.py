"""A member's progress through one module, as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.components import Button, Progress, plural
from cms.page_tree.snapshot import current_tree
from learning.models.records import Assignment, ItemVersion
from learning.outline import ModuleOutline, outline
from learning.replay import counts_elsewhere

DUE_SOON_DAYS = 14


def long_date(value):
    """Return a date or an aware datetime as text, such as "3 November 2026"."""
    return date_format(timezone.localtime(value).date() if isinstance(value, datetime) else value, "j F Y")


@dataclass(frozen=True)
class LessonProgress:
    """One lesson of a module as one member sees it.

    `scroll_percent` is how far down the member stopped reading (0 to 100); 0 if they stopped in another lesson.
    """

    number: int
    uid: UUID
    item_id: int
    page_id: int
    title: str
    url: str
    minutes: int
    content_note: str
    asks_first: bool
    completed_on: date | None
    waived: bool
    is_current: bool
    scroll_percent: int
    version: int
    changed_at: datetime
    change_since_completion: ItemVersion.Change | None
    content_hash: str
    has_check: bool
    passed_on: date | None

    @property
    def is_done(self):
        return self.completed_on is not None

    @property
    def length(self):
        return plural(self.minutes, "minute")

    @property
    def state(self):
        return "here" if self.is_current else "done" if self.is_done else "not-started"

    @property
    def state_text(self):
        if self.waived:
            return "No longer required"
        if self.is_done:
            return f"Done {long_date(self.completed_on)}"
        return "You are here" if self.is_current else "Not started"

    @property
    def change_text(self):
        """Return what to say about a change since the member completed the lesson, or ""."""
        if self.change_since_completion == ItemVersion.Change.MATERIAL:
            return "Please read what changed"
        return f"Updated {long_date(self.changed_at)}" if self.change_since_completion else ""

    @property
    def change_url(self):
        return reverse("learning:what_changed", args=[self.uid]) if self.change_since_completion else ""


@dataclass(frozen=True)
class Cycle:
    """A member's newest assignment of a module, and where they stopped reading in it."""

    due_on: date | None
    started_at: datetime | None
    completed_at: datetime | None
    stopped_item_id: int | None
    stopped_anchor: str | None
    stopped_percent: int | None


@dataclass(frozen=True)
class ModuleProgress:
    """A member's newest assignment of a module, if any, and the lessons the module has today."""

    module: ModuleOutline | None
    title: str
    cycle: Cycle | None
    lessons: list[LessonProgress]

    @property
    def is_started(self):
        return self.cycle is not None and self.cycle.started_at is not None

    @property
    def is_under_way(self):
        """Return whether the member has finished a lesson or has a saved place in one."""
        return bool(self.done_numbers or (self.cycle and self.cycle.stopped_item_id))

    @property
    def done_numbers(self):
        return frozenset(lesson.number for lesson in self.lessons if lesson.is_done)

    @property
    def completed_at(self):
        return self.cycle.completed_at if self.cycle else None

    @property
    def finished_on(self):
        """Return the day the module was completed, or None. One never begun is complete if all its lessons were completed elsewhere."""
        if self.completed_at:
            return timezone.localtime(self.completed_at).date()
        days = [lesson.completed_on for lesson in self.lessons if lesson.completed_on]
        return max(days, default=None) if self.cycle is None and len(days) == len(self.lessons) else None

    @property
    def next_lesson(self):
        """Return the unfinished lesson the member stopped in, else the first unfinished one, else None."""
        unfinished = [lesson for lesson in self.lessons if not lesson.is_done]
        return next((lesson for lesson in unfinished if lesson.is_current), None) or next(iter(unfinished), None)

    @property
    def progress_bar(self):
        number = self.next_lesson.number if self.next_lesson else 0
        return Progress(len(self.lessons), self.done_numbers, number, is_started=self.is_started)

    @property
    def minutes_left(self):
        return sum(lesson.minutes for lesson in self.lessons if not lesson.is_done)

    @property
    def time_left(self):
        """Return "about 12 minutes left" ("about 12 minutes" before the module is assigned), or "" when it is done."""
        if not self.next_lesson:
            return ""
        return f"about {plural(self.minutes_left, 'minute')}" + (" left" if self.cycle else "")

    @property
    def continue_button(self):
        """Return the form button that starts or continues the module, or None when there is nothing left to do."""
        lesson = self.next_lesson
        if self.module is None or lesson is None:
            return None
        verb = "Carry on with" if self.is_under_way else "Start"
        return Button(f"{verb} lesson {lesson.number}", reverse("learning:carry_on", args=[self.module.uid]), {"event": str(uuid4())})


class DueStatus(NamedTuple):
    """A due date for display. `state` is "overdue", "due" (soon), "not-started", or "" without a due date."""

    state: str
    text: str


def due_status(assignment, *, on):
    """Return the DueStatus of an assignment (an Assignment, a Cycle or None) on the date `on`."""
    if assignment is None or assignment.due_on is None:
        return DueStatus("", "")
    if assignment.due_on < on:
        return DueStatus("overdue", f"Overdue since {long_date(assignment.due_on)}")
    is_soon = (assignment.due_on - on).days <= DUE_SOON_DAYS
    return DueStatus("due" if is_soon else "not-started", f"Due {date_format(assignment.due_on, 'l j F Y')}")


def module_progress(user, module_page_id, *, reading_page_id=None):
    """Return the user's ModuleProgress for the module page, using one query.

    `reading_page_id` is the lesson page being shown, which becomes the current lesson.
    """
    tree, module = current_tree(), outline().get(module_page_id)
    node = tree.nodes.get(module_page_id)
    title = node.title if node else ""
    if module is None:
        return ModuleProgress(None, title, None, [])
    cycle, states = _newest_cycle(user, module)
    published = [lesson for lesson in module.lessons if lesson.page_id in tree.nodes]
    lessons = [
        _lesson_progress(number, lesson, states.get(lesson.item_id), cycle, reading_page_id)
        for number, lesson in enumerate(published, start=1)
    ]
    return ModuleProgress(module, title, cycle, lessons)


_CYCLE_FIELDS = ["pk", "module_id", "cycle", "made_at", "due_on", "state__started_at", "state__completed_at"]
_PLACE_FIELDS = ["place__item_id", "place__anchor", "place__percent"]
_LESSON_FIELDS = [
    "lesson_states__item_id",
    "lesson_states__completed_at",
    "lesson_states__waived",
    "lesson_states__read_number",
    "lesson_states__passed_at",
]


class _LessonState(NamedTuple):
    completed_at: datetime | None
    waived: bool
    read_number: int
    passed_at: datetime | None


def _newest_cycle(user, module):
    """Return the newest Cycle (or None) and {item id: _LessonState}, including lessons completed in another module that are here now."""
    lessons = [lesson.item_id for lesson in module.lessons]
    rows = (
        Assignment.objects.of(user)
        .filter(Q(module=module.item_id) | Q(lesson_states__item__in=lessons) | Q(place__item__in=lessons))
        .values_list(*_CYCLE_FIELDS, *_PLACE_FIELDS, *_LESSON_FIELDS, named=True)
    )
    here = [row for row in rows if row.module_id == module.item_id]
    newest = max(here, key=lambda row: row.cycle, default=None)
    own = [row for row in here if newest and row.cycle == newest.cycle]
    states = {row.lesson_states__item_id: _lesson_state(row) for row in own}
    moved_here = [row for row in rows if row.lesson_states__item_id in lessons and _counts_here(row, newest, module)]
    for row in sorted(moved_here, key=lambda row: row.lesson_states__completed_at):
        known = states.get(row.lesson_states__item_id)
        if known is None or known.completed_at is None:
            states[row.lesson_states__item_id] = _lesson_state(row)
    if newest is None:
        return None, states
    # Someone half-way through a lesson that moved here stopped in it, though the place belongs to the other module.
    place = newest if newest.place__item_id else next((row for row in rows if row.place__item_id in lessons), newest)
    cycle = Cycle(
        due_on=newest.due_on,
        started_at=newest.state__started_at,
        completed_at=newest.state__completed_at,
        stopped_item_id=place.place__item_id,
        stopped_anchor=place.place__anchor,
        stopped_percent=place.place__percent,
    )
    return cycle, states


def _lesson_state(row):
    return _LessonState(*(getattr(row, name) for name in _LESSON_FIELDS[1:]))


def _counts_here(row, newest, module):
    """Return whether the row's lesson was completed in another module and counts in the newest cycle of this one."""
    completed_at = row.lesson_states__completed_at
    if completed_at is None or row.lesson_states__waived:
        return False
    assignment = newest or Assignment(module_id=module.item_id, made_at=completed_at)
    return counts_elsewhere(assignment=assignment, module_id=row.module_id, completed_at=completed_at)


def _lesson_progress(number, lesson, state, cycle, reading_page_id):
    node = current_tree().nodes[lesson.page_id]
    completed_at = state.completed_at if state else None
    stopped_here = cycle is not None and cycle.stopped_item_id == lesson.item_id
    return LessonProgress(
        number=number,
        uid=lesson.uid,
        item_id=lesson.item_id,
        page_id=lesson.page_id,
        title=node.title,
        url=node.url or "",
        minutes=lesson.minutes,
        content_note=lesson.content_note,
        asks_first=lesson.asks_first,
        completed_on=timezone.localtime(completed_at).date() if completed_at else None,
        waived=bool(state and state.waived),
        is_current=stopped_here and not completed_at if reading_page_id is None else lesson.page_id == reading_page_id,
        scroll_percent=cycle.stopped_percent if stopped_here else 0,
        version=lesson.version,
        changed_at=lesson.changed_at,
        change_since_completion=_change_since_completion(lesson, state),
        content_hash=lesson.content_hash,
        has_check=lesson.has_check,
        passed_on=timezone.localtime(state.passed_at).date() if state and state.passed_at else None,
    )


def _change_since_completion(lesson, state):
    """Return MATERIAL or CLARIFIED for the newest change the member has not read, or None."""
    if state is None or not state.completed_at or state.waived or state.read_number >= lesson.last_told:
        return None
    return ItemVersion.Change.MATERIAL if state.read_number < lesson.last_material else ItemVersion.Change.CLARIFIED
