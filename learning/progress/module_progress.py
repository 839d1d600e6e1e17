"""One member's way through one module."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from cms.parts import Button, Progress, counted
from cms.tree import current
from learning.models.records import Assignment, ItemVersion
from learning.outline import Module, outline

DUE_SOON_DAYS = 14


def day(moment):
    """A date or moment in words: 3 November 2026."""
    return _date_words(timezone.localtime(moment).date() if isinstance(moment, datetime) else moment, get_language())


@lru_cache(maxsize=1024)  # the lessons of a way, on each of its pages, fall on few days
def _date_words(date, language):  # Wagtail shows a preview in the language its trainer chose for the desk
    return date_format(date, "j F Y")


@dataclass(frozen=True)
class Row:
    """One lesson in a module, as one member sees it. `stopped_at` is how far down they stopped, in per cent; 0 when elsewhere."""

    number: int
    uid: uuid.UUID
    item_id: int
    page_id: int
    title: str
    url: str
    minutes: int
    content_note: str
    done_on: str
    waived: bool
    here: bool
    stopped_at: int
    version: int
    changed_at: datetime
    change: str

    @property
    def done(self):
        return bool(self.done_on)

    @property
    def length(self):
        return counted(self.minutes, "minute")

    @property
    def state(self):
        return "here" if self.here else "done" if self.done else "not-started"

    @property
    def words(self):
        if self.waived:
            return "No longer asked for"
        if self.done:
            return f"Done {self.done_on}"
        return "You are here" if self.here else "Not started"

    @property
    def note(self):
        """What to say of a change since this member completed it: nothing, a quiet word, or a request."""
        if self.change == ItemVersion.Change.MATERIAL:
            return "Please read what changed"
        return f"Updated {day(self.changed_at)}" if self.change else ""

    @property
    def note_url(self):
        return reverse("learning:what_changed", args=[self.uid]) if self.change else ""


@dataclass(frozen=True)
class Cycle:
    """What the record says of a member's newest assignment of a module; `stopped_item` and `percent` are their place in it."""

    number: int
    due_on: date | None
    started_at: datetime | None
    completed_at: datetime | None
    stopped_item: int | None
    anchor: str | None
    percent: int | None


_CYCLE = ["cycle", "due_on", "state__started_at", "state__completed_at", "place__item_id", "place__anchor", "place__percent"]
_LESSON = ["lesson_states__item_id", "lesson_states__completed_at", "lesson_states__waived", "lesson_states__read_number"]


@dataclass(frozen=True)
class Way:
    """One member's way through one module: the newest cycle, if any, and every lesson of today."""

    module: Module | None
    title: str
    cycle: Cycle | None
    rows: list[Row]

    @property
    def begun(self):
        return self.cycle is not None and self.cycle.started_at is not None

    @property
    def is_under_way(self):
        """Whether a lesson of it is done, or a place in one is kept."""
        return bool(self.done_at or (self.cycle and self.cycle.stopped_item))

    @property
    def done_at(self):
        return frozenset(row.number for row in self.rows if row.done)

    @property
    def completed_at(self):
        return self.cycle.completed_at if self.cycle else None

    @property
    def next_row(self):
        """The lesson to carry on with: where one stopped if that is open, else the first that is open, else None."""
        here = next((row for row in self.rows if row.here and not row.done), None)
        return here or next((row for row in self.rows if not row.done), None)

    @property
    def progress(self):
        row = self.next_row
        return Progress(len(self.rows), self.done_at, row.number if row else 0)

    @property
    def minutes_left(self):
        return sum(row.minutes for row in self.rows if not row.done)

    @property
    def left(self):
        """How much time the rest takes, in words."""
        if not self.rows or not self.next_row:
            return ""
        return f"about {counted(self.minutes_left, 'minute')}" + (" left" if self.cycle else "")

    @property
    def button(self):
        """The one next thing in this module, as a plain form: begin, carry on, or nothing when all is done."""
        row = self.next_row
        if self.module is None or row is None:
            return None
        label = f"Carry on with lesson {row.number}" if self.is_under_way else f"Start lesson {row.number}"
        return Button(label, reverse("learning:carry_on", args=[self.module.uid]), {"event": str(uuid.uuid4())})


def due_words(assignment, *, on):
    """The state and words of a due date: ("overdue", "Overdue since 14 November 2026"), ("due", …) or ("", "")."""
    if assignment is None or assignment.due_on is None:
        return "", ""
    if assignment.due_on < on:
        return "overdue", f"Overdue since {day(assignment.due_on)}"
    state = "due" if (assignment.due_on - on).days <= DUE_SOON_DAYS else "not-started"
    return state, f"Due {date_format(assignment.due_on, 'l j F Y')}"


def way_through(user, module_page_id, *, here=None):
    """The member's Way through the module of a page, in one query. `here` is the page id of the lesson being read."""
    tree, module = current(), outline().get(module_page_id)
    node = tree.nodes.get(module_page_id)
    title = node.title if node else ""
    if module is None:
        return Way(None, title, None, [])
    cycle, mine = _newest_cycle(user, module)
    lessons = [lesson for lesson in module.lessons if lesson.page_id in tree.nodes]
    rows = [_row(number, lesson, mine.get(lesson.item_id), cycle, here) for number, lesson in enumerate(lessons, start=1)]
    return Way(module, title, cycle, rows)


@cache  # what is asked of the record is the same for each way: half the work of asking is done once
def _recorded():
    return Assignment.objects.values_list(*_CYCLE, *_LESSON)


def _newest_cycle(user, module):
    """The Cycle or None, and what the member did with each lesson: {item id: (completed at, waived, number they read)}."""
    found = list(_recorded().of(user).filter(module=module.item_id))
    if not found:
        return None, {}
    newest = max(row[0] for row in found)
    rows = [row for row in found if row[0] == newest]
    many = len(_CYCLE)
    return Cycle(*rows[0][:many]), {row[many]: row[many + 1 :] for row in rows}


def _row(number, lesson, mine, cycle, here):
    node = current().nodes[lesson.page_id]
    completed, waived, read = mine or (None, False, 0)
    told = bool(completed) and not waived and read < lesson.last_told
    asked = told and read < lesson.last_material
    stopped_here = cycle is not None and cycle.stopped_item == lesson.item_id
    return Row(
        number=number,
        uid=lesson.uid,
        item_id=lesson.item_id,
        page_id=lesson.page_id,
        title=node.title,
        url=node.url or "",
        minutes=lesson.minutes,
        content_note=lesson.content_note,
        done_on=day(completed) if completed else "",
        waived=waived,
        here=stopped_here and not completed if here is None else lesson.page_id == here,
        stopped_at=cycle.percent if stopped_here else 0,
        version=lesson.version,
        changed_at=lesson.changed_at,
        change=ItemVersion.Change.MATERIAL if asked else ItemVersion.Change.CLARIFIED if told else "",
    )
