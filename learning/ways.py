"""Ways: what the catalogue, a module and a lesson show one member about their own way through them.

Reads only. Each function is one screen's worth of facts in a fixed number of queries, whatever the number of lessons,
modules or people. Pages and views call it; it changes nothing.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, FilteredRelation, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.parts import Button, Notice, Progress, counted
from cms.tree import current
from learning.body import shown
from learning.filters import FilterForm
from learning.models.records import Assignment, Item, ItemVersion, Note

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
    newer = bool(completed) and not mine.waived and mine.read_number < item.current.number
    asked = newer and mine.read_number < item.last_material
    quiet = newer and not asked and item.current.change != ItemVersion.Change.EDITORIAL
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


def asks_first(page, request):
    """Say whether the lesson's content note stands before it: until the reader goes on, or when they already did."""
    if not page.content_note or "go-on" in request.GET or getattr(request, "is_preview", False):
        return False
    way = _way_of_request(request, page)
    row = next((row for row in way.rows if row.page_id == page.pk), None)
    been_here = way.place is not None and way.place.item.page_id == page.pk and way.place.percent > 0
    return not (been_here or (row and row.done) or any(name.startswith("s-") for name in request.GET))


def _way_of_request(request, page):
    """The Way for the lesson of this request, read once."""
    if not hasattr(request, "_way"):
        tree = current()
        node = tree.nodes.get(page.pk)
        parent = tree.parent(node).id if node else page.get_parent().pk
        request._way = way_through(request.user, parent, here=page.pk)
        request._way_page_id = parent
    return request._way


def lesson(page, request):
    """Everything a lesson page shows beside its words. Two queries, and one for notes if it asks for any."""
    way = _way_of_request(request, page)
    tree = current()
    module_url = tree.url(request._way_page_id) or ""
    index = next((i for i, row in enumerate(way.rows) if row.page_id == page.pk), None)
    row = way.rows[index] if index is not None else None
    number = row.number if row else 0
    asks = any(block.block_type == "reflection" for block in page.body)
    notes = {}
    if asks and row and request.user.is_authenticated:
        notes = {note.prompt: note for note in Note.objects.filter(member=request.user, item__uid=row.uid)}
    body = shown(page, row, notes, request.GET)
    return {
        "way": way,
        "row": row,
        "body_blocks": body.blocks,
        "words": body.words,
        "keep_place_event": str(uuid.uuid4()),
        "crumbs": [
            *({"title": node.title, "url": node.url} for node in _crumb_nodes(tree, page)),
            {"title": f"Lesson {number}" if number else page.title, "url": ""},
        ],
        "progress": Progress(len(way.rows), way.done_at - {number}, number),
        "place_words": f"Lesson {number} of {len(way.rows)}" if number else "Not published yet",
        "minutes_words": counted(page.minutes, "minute"),
        "changed": _changed_notice(row),
        "sources": [child.value for child in page.sources],
        "completion": _completion(way, row, module_url),
        "previous": way.rows[index - 1] if index else None,
        "next": way.rows[index + 1] if index is not None and index + 1 < len(way.rows) else None,
        "rail": {"title": way.title, "url": module_url, "lessons": way.rows},
        "place_url": reverse("learning:keep_place", args=[row.uid]) if row else "",
        "continue_url": "?go-on=1",
        "leave_url": module_url,
    }


def _crumb_nodes(tree, page):
    node = tree.nodes.get(page.pk)
    if node is None:
        return []
    return [above for above in tree.ancestors(node) if above.url not in (None, "/")]


def _changed_notice(row):
    if row is None or not row.change:
        return None
    if row.change == ItemVersion.Change.MATERIAL:
        return Notice(
            "Something here has changed since you completed it",
            "Please read what changed. It is short, and your completion and its date stand.",
            kind="care",
            url=row.note_url,
            words="Read what changed",
        )
    return Notice(
        f"Updated {day(row.changed_at)}", "The same is said more clearly. Nothing is asked of you.", url=row.note_url, words="What changed"
    )


def _completion(way, row, module_url):
    if row is None:
        return None
    after = next((other for other in way.rows if other.number > row.number and not other.done), None) or next(
        (other for other in way.rows if not other.done and other.number != row.number), None
    )
    heading = f"That is lesson {row.number}"
    leave = {"leave_url": module_url, "leave_words": "Leave it for now"}
    if row.done:
        onward = Button(f"Go on to lesson {after.number}", after.url) if after else Button("Back to the module", module_url)
        words = "No longer asked for." if row.waived else f"On your record since {row.done_on}."
        return {"heading": heading, "text": "", "done_words": words, "button": onward, **leave}
    return {
        "heading": heading,
        "text": "Marking it complete goes on your record with today’s date. Your notes do not.",
        "done_words": "",
        "button": Button(
            "Mark as complete and go on" if after else "Mark as complete",
            reverse("learning:complete", args=[row.uid]),
            {"event": str(uuid.uuid4()), "version": str(row.version), "next": after.url if after else module_url},
        ),
        **leave,
    }


def module(page, request):
    """Everything a module page shows beside its words."""
    way = way_through(request.user, page.pk)
    tree = current()
    total = sum(row.minutes for row in way.rows)
    lessons = len(way.rows)
    notes = _content_notes(page, way)
    facts = [
        {"term": "For", "value": page.for_whom},
        {"term": "Time", "value": f"{counted(total, 'minute')} in {counted(lessons, 'lesson')}" if lessons else "No lessons yet"},
        {"term": "Complete when", "value": complete_when(lessons)},
        {"term": "Looked after by", "value": page.owner_words},
    ]
    if way.rows:
        facts.append({"term": "Last changed", "value": day(max(row.changed_at for row in way.rows))})
    after = [{"title": tree.nodes[pk].title, "url": tree.url(pk)} for pk in page.after.values_list("pk", flat=True) if tree.url(pk)]
    provocations = [one for one in tree.provocations if one.pk in set(page.provocations.values_list("pk", flat=True))]
    return {
        "way": way,
        "finished_words": f"Completed {day(way.completed_at)}" if way.completed_at else "",
        "due": due_words(way.assignment if not way.completed_at else None, on=timezone.localdate()),
        "content_notes": notes,
        "lessons": way.rows,
        "facts": facts,
        "approval": {
            "approved": page.approved_on is not None,
            "words": f"Approved by North Yorkshire {day(page.approved_on)}" if page.approved_on else "Not yet approved by North Yorkshire",
        },
        "provocations": provocations,
        "after": after,
        "crumbs": [*({"title": node.title, "url": node.url} for node in _crumb_nodes(tree, page)), {"title": page.title, "url": ""}],
    }


def complete_when(lessons):
    """The rule in words."""
    if lessons == 0:
        return "it has lessons"
    return "its one lesson is marked as complete" if lessons == 1 else f"all {lessons} lessons are marked as complete"


def _content_notes(page, way):
    found = [{"heading": "Before you start", "text": page.content_note}] if page.content_note else []
    return found + [
        {
            "heading": f"Before you start lesson {row.number}",
            "text": f"{row.content_note} You can leave it for another day, or read it with someone.",
        }
        for row in way.rows
        if row.content_note
    ]


def catalogue(page, modules, request):
    """Every module as a card, filtered as the address says; a filter nobody knows is no filter, never an error."""
    form = FilterForm(request.GET)
    chosen = form.chosen
    everything = list(modules.values("pk", "title", "summary", "approved_on"))
    if chosen["theme"]:
        modules = modules.filter(theme_links__tag__slug=chosen["theme"])
    if chosen["role"]:
        modules = modules.filter(Q(roles__slug=chosen["role"]) | Q(roles__isnull=True))
    kept = set(modules.values_list("pk", flat=True)) if chosen["theme"] or chosen["role"] else {one["pk"] for one in everything}
    sizes = {
        row["module__page_id"]: row
        for row in Item.objects.in_use()
        .filter(kind=Item.Kind.LESSON, page__live=True, current__isnull=False)
        .values("module__page_id")
        .annotate(lessons=Count("pk"), minutes=Sum("current__minutes"))
    }
    ways = {
        assignment.module.page_id: assignment
        for assignment in Assignment.objects.of(request.user).newest_cycle().select_related("module", "state")
    }
    if chosen["time"]:
        kept = {pk for pk in kept if pk in sizes and sizes[pk]["minutes"] <= int(chosen["time"])}
    cards = [_card(one, sizes.get(one["pk"]), ways.get(one["pk"])) for one in everything if one["pk"] in kept]
    filtered = any(chosen.values())
    return {
        "cards": cards,
        "form": form,
        "result_words": counted(len(cards), "module"),
        "result_for": f"for the role {form.roles[chosen['role']].lower()}" if chosen["role"] else "",
        "all_url": current().url(page.pk) if filtered else "",
        "all_words": f"Show all {len(everything)}" if filtered else "",
    }


def _card(one, size, assignment):
    state, words = card_state(assignment, on=timezone.localdate())
    lessons = size["lessons"] if size else 0
    return {
        "title": one["title"],
        "summary": one["summary"],
        "url": current().url(one["pk"]),
        "length": f"{counted(lessons, 'lesson')}, {counted(size['minutes'], 'minute')}" if size else "No lessons yet",
        "state": state,
        "state_words": words,
        "not_approved": one["approved_on"] is None,
    }


def card_state(assignment, *, on: date):
    """The state of a module for its card: done, overdue, due, started or not started, and the words for it."""
    state = getattr(assignment, "state", None) if assignment else None
    if state and state.completed_at:
        return "done", f"Done {day(state.completed_at)}"
    due, words = due_words(assignment, on=on)
    if due in {"overdue", "due"}:
        return due, words
    if state and state.lessons_done:
        return "started", f"{state.lessons_done} of {counted(state.lessons_asked, 'lesson')} done"
    return ("started", "Started") if state else ("not-started", "Not started")
