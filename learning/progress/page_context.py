"""The template context of a module page and a lesson page, beyond the text that editors write."""

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.components import Button, Notice, Progress, plural
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import breadcrumbs
from learning import marking
from learning.lesson_body import render_body
from learning.models.pages import NEW_MEMBER_PREVIEW
from learning.models.records import ItemVersion, Note, OpenAttempt
from learning.progress.module_progress import due_status, long_date, module_progress


def lesson_context(page, request):
    """Return the context of the LessonPage `page`. Two queries, plus one each for notes and a check if the lesson has any."""
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
        "notes_before": _notes_before(page, lesson, progress, request),
        "content_note": page.content_note,
        "parts": body.parts,
        "explained_terms": body.explained_terms,
        "keep_place_event": str(uuid4()),
        "crumbs": breadcrumbs(page, f"Lesson {number}" if number else ""),
        "progress": Progress(len(lessons), progress.done_numbers - {number}, number),
        "place_words": f"Lesson {number} of {len(lessons)}" if number else "Not published yet",
        "minutes_words": plural(page.minutes + page.check_minutes, "minute"),
        "changed": _change_notice(lesson),
        "sources": [child.value for child in page.sources],
        "completion": _completion(
            lesson,
            lessons,
            progress.module,
            module_url,
            is_recorded=_is_recorded(page, lesson, request),
            check=_check(page, lesson, request),
        ),
        "previous": lessons[index - 1] if index else None,
        "next": lessons[index + 1] if index is not None and index + 1 < len(lessons) else None,
        "lesson_list": {"title": progress.title, "url": module_url, "lessons": lessons},
        "place_url": reverse("learning:keep_place", args=[lesson.uid]) if lesson and not lesson.is_done else "",
        "go_on": _go_on_button(lesson),
        "leave_url": module_url,
    }


def _notes(page, lesson, user):
    """Return the user's notes in this lesson, {block id: Note}."""
    has_questions = any(block.block_type == "reflection" for block in page.body)
    if not has_questions or lesson is None or not user.is_authenticated:
        return {}
    return {note.prompt: note for note in Note.objects.filter(member=user, item=lesson.item_id)}


def _notes_before(page, lesson, progress, request):
    """Return the hard content notes to show instead of the lesson, a list of {"heading", "text"}; empty to show the lesson.

    Only notes that a trainer marked as hard stop a reader, and only once in each module: the first time, they see all of them. The
    module's own note comes with its first lesson; without one, the first lesson that has a hard note asks.
    """
    is_plain_preview = getattr(request, "is_preview", False) and getattr(request, "preview_mode", "") != NEW_MEMBER_PREVIEW[0]
    module, is_hard = progress.module, bool(page.ask_first and page.content_note)
    asks_at_module = module is not None and module.asks_first
    if not (is_hard or asks_at_module) or is_plain_preview or "go-on" in request.GET or any(name.startswith("s-") for name in request.GET):
        return []
    hard = [other for other in progress.lessons if other.asks_first]
    if progress.is_under_way if asks_at_module else any(other.is_done or other.scroll_percent for other in hard):
        return []
    notes = [{"heading": "In this module", "text": module.content_note}] if asks_at_module else []
    if is_hard:
        notes.append({"heading": "In this lesson", "text": page.content_note})
    return notes + [{"heading": f"In lesson {other.number}", "text": other.content_note} for other in hard if other.page_id != page.pk]


def _go_on_button(lesson):
    """Return the button past the content note. It saves the reader's place, so that the module does not ask again."""
    if lesson is None:
        return Button("Go on to the lesson", "?go-on=1")
    return Button("Go on to the lesson", reverse("learning:go_on", args=[lesson.uid]), {"event": str(uuid4())})


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


def _check(page, lesson, request):
    """Return the lesson's check for the end of the page, {"words", "button"}, or None if it has none."""
    if lesson is None or not (lesson.has_check and page.questions):
        return None
    user = request.user
    is_begun = user.is_authenticated and OpenAttempt.objects.filter(member=user, item=lesson.item_id).exists()
    label = "Carry on with the check" if is_begun else "Take the check again" if lesson.passed_on else "Start the check"
    questions = marking.questions_of(page.questions)
    needed, count = marking.pass_mark_of(questions, page.pass_mark), len(marking.marked(questions))
    asked = f"{count} right" if count == len(questions) else f"the {count} that are marked"
    needs = f" You pass with {needed} of {asked}." if count else ""
    return {
        "words": f"{plural(len(questions), 'question')}, about {plural(page.check_minutes, 'minute')}.{needs}",
        "button": Button(label, reverse("learning:check", args=[lesson.uid]), {"event": str(uuid4()), "version": str(lesson.version)}),
    }


def _completion(lesson, lessons, module, module_url, *, is_recorded, check):
    """Return the context of the box at the end of a lesson, or None for a lesson that is not published."""
    if lesson is None:
        return None
    unfinished = [candidate for candidate in lessons if not candidate.is_done and candidate.number != lesson.number]
    following = next((candidate for candidate in unfinished if candidate.number > lesson.number), None) or next(iter(unfinished), None)
    box = {"heading": f"That is lesson {lesson.number}"}
    finished_url = reverse("learning:finished", args=[module.uid])
    if lesson.is_done:
        on_record = "No longer required." if lesson.waived else f"On your record since {long_date(lesson.completed_on)}."
        button = Button(f"Go on to lesson {following.number}", following.url) if following else Button("See what you learnt", finished_url)
        passed = f"Passed the check on {long_date(lesson.passed_on)}." if lesson.passed_on else ""
        text = "" if passed or not check else f"This lesson has a check now. {check['words']} Your completion stays, whatever you do."
        return {**box, "text": text, "done_words": on_record, "passed_words": passed, "button": button, "again": check and check["button"]}
    if not is_recorded:
        return {
            **box,
            "text": "This lesson has just been changed, and the new text is not ready to go on your record yet. "
            "Reload the page in a few minutes to mark it as complete.",
            "done_words": "",
            "leave_url": module_url,
            "leave_words": "Leave it for now",
            "button": Button("Reload the page", lesson.url),
        }
    if check and not lesson.passed_on:
        return {
            "heading": "Check what you know",
            "text": f"{check['words']} This lesson is complete when you have read it and passed.",
            "private": "Only you see your answers. Your manager sees that you passed, and the date. You can try as often as you like, and "
            "there is no clock.",
            "done_words": "",
            "leave_url": module_url,
            "leave_words": "Leave it for now",
            "button": check["button"],
        }
    return {
        **box,
        "text": "Marking it complete goes on your record with today’s date. Your notes do not.",
        "done_words": "",
        "leave_url": module_url,
        "leave_words": "Leave it for now",
        "button": Button(
            "Mark as complete and go on" if following else "Mark as complete",
            reverse("learning:complete", args=[lesson.uid]),
            {"event": str(uuid4()), "version": str(lesson.version), "next": following.url if following else finished_url},
        ),
    }


def module_context(page, request):
    """Return the context of the ModulePage `page`."""
    tree, progress = current_tree(), module_progress(request.user, page.pk)
    provocation_ids = set(page.provocations.values_list("pk", flat=True))
    return {
        "module_progress": progress,
        "finished_words": f"Completed {long_date(progress.finished_on)}" if progress.finished_on else "",
        "finished_url": reverse("learning:finished", args=[progress.module.uid]) if progress.finished_on else "",
        "due": due_status(None if progress.completed_at else progress.cycle, on=timezone.localdate()),
        "sheet_url": reverse("learning:team_sheet", args=[progress.module.uid]) if progress.module else "",
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
    """Return the content notes of the module and its lessons, {"heading", "text"}."""
    notes = [{"heading": "The whole module", "text": page.content_note}] if page.content_note else []
    return notes + [
        {"heading": f"Lesson {lesson.number}, {lesson.title}", "text": lesson.content_note} for lesson in lessons if lesson.content_note
    ]
