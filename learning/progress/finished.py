"""The context of the page at the end of a module, and of its team sheet."""

from django.urls import reverse

from cms.components import Button, plural
from cms.page_tree.snapshot import current_tree
from cms.vocabulary.models import Provocation
from learning.models.pages import LessonPage, ModulePage
from learning.models.records import ItemVersion
from learning.my_notes import notes_of_module
from learning.progress.module_progress import due_status, long_date, module_progress
from learning.progress.next_step import choose_next, member_assignments, modules_not_completed, open_assignments

SHEET_QUESTIONS = 3
GENERAL_QUESTIONS = [
    "What in this module is closest to something we are doing now?",
    "What would we do differently next week?",
    "Who is not in the room, and should hear about this?",
]


def finished_context(user, module, *, on):
    """Return the context of the page, or None if the user has not completed the module (an Item) or it is no longer published.

    `on` is today's date. The number of queries depends on nothing.
    """
    tree = current_tree()
    url = tree.url(module.page_id)
    progress = module_progress(user, module.page_id)
    if url is None or progress.finished_on is None:
        return None
    page = ModulePage.objects.prefetch_related("after").get(pk=module.page_id)
    minutes = sum(lesson.minutes for lesson in progress.lessons)
    changed = [lesson for lesson in progress.lessons if lesson.change_since_completion == ItemVersion.Change.MATERIAL]
    return {
        "title": progress.title,
        "done_words": f"Done on {long_date(progress.finished_on)}",
        "lead": f"{plural(len(progress.lessons), 'lesson')}, about {plural(minutes, 'minute')}. It is on your record.",
        "objectives": [child.value for child in page.objectives],
        "notes": notes_of_module(user, module),
        "changed": changed,
        "next": _next_step(user, module, page, on=on),
        "certificate": Button("Certificate", reverse("learning:make_certificate", args=[module.uid]), {})
        if progress.completed_at
        else None,
        "sheet_url": reverse("learning:team_sheet", args=[module.uid]),
        "crumbs": [
            *({"title": node.title, "url": node.url} for node in tree.ancestors(tree.nodes[module.page_id]) if node.url not in (None, "/")),
            {"title": progress.title, "url": url},
            {"title": "Finished", "url": ""},
        ],
    }


def _next_step(user, module, page, *, on):
    """Return what to do after the module, {kicker, title, line, button}, or None if the user has completed every module."""
    assignments = member_assignments(user)
    assignment = choose_next([other for other in open_assignments(assignments) if other.module_id != module.pk])
    left = {other.page_id: other for other in modules_not_completed(assignments)}
    good_after = [pk for pk in (other.pk for other in page.after.all()) if pk in left]
    page_id = assignment.module.page_id if assignment else next(iter([*good_after, *left]), None)
    if page_id is None:
        return None
    progress = module_progress(user, page_id)
    button, lesson = progress.continue_button, progress.next_lesson
    if button is None:
        return None
    kicker = "Good to do after this one" if page_id in good_after else "Next"
    if assignment:
        kicker = "You have started this one" if progress.is_started else "Assigned to you"
    minutes = plural(progress.minutes_left, "minute")
    line = f"{plural(len(progress.lessons), 'lesson')}, about {minutes}{' left' if progress.done_numbers else ''}."
    if due := due_status(assignment, on=on).text:
        line = f"{line} {due}."
    label = f"{button.label} ({plural(lesson.minutes, 'minute')})"
    return {"kicker": kicker, "title": progress.title, "line": line, "button": Button(label, button.url, button.fields)}


def team_sheet_context(module):
    """Return the context of a module's team sheet: three questions from its lessons and up to two of its provocations."""
    tree = current_tree()
    page = ModulePage.objects.get(pk=module.page_id)
    lessons = LessonPage.objects.live().child_of(page).order_by("path")
    asked = [block.value["question"] for lesson in lessons for block in lesson.body if block.block_type == "reflection"]
    asked += [question for question in GENERAL_QUESTIONS if question not in asked]
    chosen = set(page.provocations.values_list("pk", flat=True))
    provocations: list[Provocation] = [provocation for provocation in tree.provocations if provocation.pk in chosen]
    return {
        "page": page,
        "questions": asked[:SHEET_QUESTIONS],
        "provocations": provocations[:2],
        "module_url": tree.url(page.pk),
        "crumbs": [{"title": page.title, "url": tree.url(page.pk)}, {"title": "Team sheet", "url": ""}],
    }
