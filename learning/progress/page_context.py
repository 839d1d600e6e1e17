"""The template context of a module page and a lesson page, beyond the text that editors write."""

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.components import Button, Notice, Progress, plural
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import breadcrumbs
from learning.lesson_body import render_body
from learning.models.pages import NEW_MEMBER_PREVIEW
from learning.models.records import ItemVersion, Note
from learning.progress.module_progress import due_status, long_date, module_progress


def lesson_context(page, request):
    """Return the context of the LessonPage `page`. Two queries, plus one for notes if the lesson asks for any."""
    tree = current_tree()
    node = tree.nodes.get(page.pk)
    module_page_id = tree.parent(node).id if node else page.get_parent().pk
    module_url = tree.url(module_page_id) or ""
    progress = module_progress(request.user, module_page_id, reading_page_id=page.pk)
    lessons = progress.lessons
    index = next((index for index, lesson in enumerate(lessons) if lesson.page_id == page.pk), None)
    lesson = lessons[index] if index is not None else None
    number = lesson.number if lesson else 0
    body = render_body(page, lesson, _notes(page, lesson, request.user), request.GET)
    return {
        "row": lesson,
        "note_before": _note_before(page, lesson, progress, request),
        "parts": body.parts,
        "explained_terms": body.explained_terms,
        "keep_place_event": str(uuid4()),
        "crumbs": breadcrumbs(page, f"Lesson {number}" if number else ""),
        "progress": Progress(len(lessons), progress.done_numbers - {number}, number),
        "place_words": f"Lesson {number} of {len(lessons)}" if number else "Not published yet",
        "minutes_words": plural(page.minutes, "minute"),
        "changed": _change_notice(lesson),
        "sources": [child.value for child in page.sources],
        "completion": _completion(lesson, lessons, module_url, is_recorded=_is_recorded(page, lesson, request)),
        "previous": lessons[index - 1] if index else None,
        "next": lessons[index + 1] if index is not None and index + 1 < len(lessons) else None,
        "rail": {"title": progress.title, "url": module_url, "lessons": lessons},
        "place_url": reverse("learning:keep_place", args=[lesson.uid]) if lesson and not lesson.is_done else "",
        "continue_url": "?go-on=1",
        "leave_url": module_url,
    }


def _notes(page, lesson, user):
    """Return the user's notes in this lesson, {block id: Note}."""
    has_questions = any(block.block_type == "reflection" for block in page.body)
    if not has_questions or lesson is None or not user.is_authenticated:
        return {}
    return {note.prompt: note for note in Note.objects.filter(member=user, item=lesson.item_id)}


def _note_before(page, lesson, progress, request):
    """Return the content note to show instead of the lesson, or "" to show the lesson.

    A lesson's own note is shown until the reader has been past it. A lesson without one shows its module's note until the
    reader has done something in the module.
    """
    is_plain_preview = getattr(request, "is_preview", False) and getattr(request, "preview_mode", "") != NEW_MEMBER_PREVIEW[0]
    if "go-on" in request.GET or is_plain_preview:
        return ""
    if not page.content_note:
        return progress.module.content_note if progress.module and not progress.is_under_way else ""
    has_read_on = (lesson and (lesson.scroll_percent or lesson.is_done)) or any(name.startswith("s-") for name in request.GET)
    return "" if has_read_on else page.content_note


def _change_notice(lesson):
    if lesson is None or not lesson.change_since_completion:
        return None
    if lesson.change_since_completion == ItemVersion.Change.MATERIAL:
        return Notice(
            "Something here has changed since you completed it",
            "Please read what changed. It is short, and your completion and its date stay the same.",
            kind="care",
            url=lesson.change_url,
            words="Read what changed",
        )
    return Notice(
        f"Updated {long_date(lesson.changed_at)}",
        "The message is the same, better explained. You don’t need to do anything.",
        url=lesson.change_url,
        words="What changed",
    )


def _is_recorded(page, lesson, request):
    """Return whether the text shown is that of the lesson's newest version, so that a completion would rest on it. A draft is not."""
    return lesson is not None and (getattr(request, "is_preview", False) or page.content_hash == lesson.content_hash)


def _completion(lesson, lessons, module_url, *, is_recorded):
    """Return the context of the box at the end of a lesson, or None for a lesson that is not published."""
    if lesson is None:
        return None
    unfinished = [candidate for candidate in lessons if not candidate.is_done and candidate.number != lesson.number]
    following = next((candidate for candidate in unfinished if candidate.number > lesson.number), None) or next(iter(unfinished), None)
    box = {"heading": f"That is lesson {lesson.number}", "leave_url": module_url, "leave_words": "Leave it for now"}
    if lesson.is_done:
        return {
            **box,
            "text": "",
            "done_words": "No longer required." if lesson.waived else f"On your record since {long_date(lesson.completed_on)}.",
            "button": Button(f"Go on to lesson {following.number}", following.url)
            if following
            else Button("Back to the module", module_url),
        }
    if not is_recorded:
        return {
            **box,
            "text": "This lesson has just been changed, and the new text is not ready to go on your record yet. "
            "Reload the page in a few minutes to mark it as complete.",
            "done_words": "",
            "button": Button("Reload the page", lesson.url),
        }
    return {
        **box,
        "text": "Marking it complete goes on your record with today’s date. Your notes do not.",
        "done_words": "",
        "button": Button(
            "Mark as complete and go on" if following else "Mark as complete",
            reverse("learning:complete", args=[lesson.uid]),
            {"event": str(uuid4()), "version": str(lesson.version), "next": following.url if following else module_url},
        ),
    }


def module_context(page, request):
    """Return the context of the ModulePage `page`."""
    tree, progress = current_tree(), module_progress(request.user, page.pk)
    provocation_ids = set(page.provocations.values_list("pk", flat=True))
    return {
        "module_progress": progress,
        "finished_words": f"Completed {long_date(progress.completed_at)}" if progress.completed_at else "",
        "due": due_status(None if progress.completed_at else progress.cycle, on=timezone.localdate()),
        "content_notes": _content_notes(page, progress.lessons),
        "lessons": progress.lessons,
        "facts": _facts(page, progress.lessons),
        "approval": {
            "approved": page.approved_on is not None,
            "words": f"Approved by North Yorkshire {long_date(page.approved_on)}"
            if page.approved_on
            else "Not yet approved by North Yorkshire",
        },
        "provocations": [provocation for provocation in tree.provocations if provocation.pk in provocation_ids],
        "after": [{"title": tree.nodes[pk].title, "url": tree.url(pk)} for pk in page.after.values_list("pk", flat=True) if tree.url(pk)],
        "crumbs": breadcrumbs(page),
    }


def _facts(page, lessons):
    minutes = sum(lesson.minutes for lesson in lessons)
    facts = [
        {"term": "For", "value": page.for_whom},
        {"term": "Time", "value": f"{plural(minutes, 'minute')} in {plural(len(lessons), 'lesson')}" if lessons else "No lessons yet"},
        {"term": "Complete when", "value": completion_rule(len(lessons))},
        {"term": "Looked after by", "value": page.owner_words},
    ]
    if lessons:
        facts.append({"term": "Last changed", "value": long_date(max(lesson.changed_at for lesson in lessons))})
    return facts


def completion_rule(lesson_count):
    """Return when a module counts as complete, to follow "Complete when"."""
    if lesson_count == 0:
        return "it has lessons"
    return "its one lesson is marked as complete" if lesson_count == 1 else f"all {lesson_count} lessons are marked as complete"


def _content_notes(page, lessons):
    notes = [{"heading": "Before you start", "text": page.content_note}] if page.content_note else []
    return notes + [
        {
            "heading": f"Before you start lesson {lesson.number}",
            "text": f"{lesson.content_note} You can leave it for another day, or read it with someone.",
        }
        for lesson in lessons
        if lesson.content_note
    ]
