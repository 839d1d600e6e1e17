"""What a module page and a lesson page show beside their words."""

import uuid
from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from cms.parts import Button, Notice, Progress, counted
from cms.tree import current
from learning.lesson_body import shown
from learning.models.records import ItemVersion, Note
from learning.progress.module_progress import day, due_words, way_through

SOMEBODY_NEW = ("member", "As a member who is new here")


@contextmanager
def as_somebody_new(request):
    """Within it, what is worked out for the request rests on nobody's record."""
    person, request.user = request.user, AnonymousUser()
    yield
    request.user = person


def note_before(page, request):
    """The content note that stands before the lesson, or "": its own, until the reader went on; or its module's, until one has begun."""
    is_plain_preview = getattr(request, "is_preview", False) and getattr(request, "preview_mode", "") != SOMEBODY_NEW[0]
    if "go-on" in request.GET or is_plain_preview:
        return ""
    way = _way_of_request(request, page)
    if not page.content_note:
        return way.module.content_note if way.module and not way.is_under_way else ""
    row = next((row for row in way.rows if row.page_id == page.pk), None)
    went_on = (row and (row.stopped_at or row.done)) or any(name.startswith("s-") for name in request.GET)
    return "" if went_on else page.content_note


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
        notes = {note.prompt: note for note in Note.objects.filter(member=request.user, item=row.item_id)}
    body = shown(page, row, notes, request.GET)
    return {
        "way": way,
        "row": row,
        "note_before": note_before(page, request),
        "parts": body.parts,
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
        "place_url": reverse("learning:keep_place", args=[row.uid]) if row and not row.done else "",
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
    led_to = set(page.provocations.values_list("pk", flat=True))
    provocations = [one for one in tree.provocations if one.pk in led_to]
    return {
        "way": way,
        "finished_words": f"Completed {day(way.completed_at)}" if way.completed_at else "",
        "due": due_words(way.cycle if not way.completed_at else None, on=timezone.localdate()),
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
