"""One member's way through one module."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.parts import Button, Progress, counted
from cms.tree import current
from learning.models.records import Assignment, Item, ItemVersion

DUE_SOON_DAYS = 14


def day(moment):
    """A date or moment in words: 3 November 2026."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "j F Y")


@dataclass(frozen=True)
class Row:
    """One lesson in a module, as one member sees it."""

    number: int
    uid: uuid.UUID
    page_id: int
    title: str
    url: str
    minutes: int
    content_note: str
    done_on: str
    waived: bool
    here: bool
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
class Way:
    """One member's way through one module: the assignment, if any, and every lesson of today."""

    module: Item | None
    title: str
    assignment: Assignment | None
    rows: list[Row]
    place: object

    @property
    def state(self):
        return getattr(self.assignment, "state", None) if self.assignment else None

    @property
    def done_at(self):
        return frozenset(row.number for row in self.rows if row.done)

    @property
    def completed_at(self):
        return self.state.completed_at if self.state else None

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
        return f"about {counted(self.minutes_left, 'minute')}" + (" left" if self.done_at or self.assignment else "")

    @property
    def button(self):
        """The one next thing in this module, as a plain form: begin, carry on, or nothing when all is done."""
        row = self.next_row
        if self.module is None or row is None:
            return None
        label = f"Carry on with lesson {row.number}" if self.done_at or self.place else f"Start lesson {row.number}"
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
    """The member's Way through the module of a page, in two queries. `here` is the page id of the lesson being read."""
    assignment = (
        Assignment.objects.of(user)
        .newest_cycle()
        .filter(module__page_id=module_page_id)
        .select_related("module", "state", "place__item")
        .first()
    )
    return _way(user, module_page_id, assignment, here)


def _way(user, module_page_id, assignment, here=None):
    place = getattr(assignment, "place", None) if assignment else None
    items = (
        Item.objects.in_use()
        .filter(kind=Item.Kind.LESSON, module__page_id=module_page_id, page__live=True, current__isnull=False)
        .annotate(
            mine=FilteredRelation("states", condition=Q(states__assignment=assignment.pk if assignment else 0)),
            tree_path=F("page__path"),
        )
        .select_related("current", "mine", "module")
        .defer("current__snapshot")
        .order_by("tree_path")
    )
    tree = current()
    rows, module = [], assignment.module if assignment else None
    for number, item in enumerate(items, start=1):
        module = item.module
        rows.append(_row(number, item, tree, here if here is not None else (place.item.page_id if place else None)))
    node = tree.nodes.get(module_page_id)
    return Way(module, node.title if node else "", assignment, rows, place)


def _row(number, item, tree, here):
    mine = getattr(item, "mine", None)
    completed = mine.completed_at if mine else None
    told = bool(completed) and not mine.waived and mine.read_number < item.last_told
    asked = told and mine.read_number < item.last_material
    quiet = told and not asked
    node = tree.nodes.get(item.page_id)
    return Row(
        number=number,
        uid=item.uid,
        page_id=item.page_id,
        title=node.title if node else item.title,
        url=node.url if node else "",
        minutes=item.current.minutes,
        content_note=item.current.content_note,
        done_on=day(completed) if completed else "",
        waived=bool(mine and mine.waived),
        here=item.page_id == here,
        version=item.current.number,
        changed_at=item.current.made_at,
        change=ItemVersion.Change.MATERIAL if asked else ItemVersion.Change.CLARIFIED if quiet else "",
    )
