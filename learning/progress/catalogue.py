"""The template context of the catalogue: modules as cards, or lessons that fit a time, with the member's progress, paginated."""

from datetime import date
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.utils import timezone

from cms.components import plural
from cms.page_tree.snapshot import current_tree
from learning.filters import FilterForm
from learning.models.records import Assignment, LessonState
from learning.outline import outline
from learning.progress.module_progress import due_status, long_date

PAGE_SIZE = 24


def catalogue_context(page, request):
    """Return the context of the LearnIndexPage `page`: cards, filters and pagination.

    Filters come from the query string; unknown values are ignored.
    """
    form = FilterForm(request.GET)
    chosen, modules = form.chosen, page.modules
    matching = modules
    if chosen["theme"]:
        matching = matching.filter(theme_links__tag__slug=chosen["theme"])
    if chosen["role"]:
        matching = matching.filter(Q(roles__slug=chosen["role"]) | Q(roles__isnull=True))
    outlines = {pk: module for pk, module in outline().items() if module.lessons}
    page_ids = list(dict.fromkeys(matching.values_list("pk", flat=True)))  # joining on roles can repeat a module
    is_filtered = any(chosen.values())
    filters = {
        "form": form,
        "result_for": f"for the role {form.roles[chosen['role']].lower()}" if chosen["role"] else "",
        "all_url": current_tree().url(page.pk) if is_filtered else "",
    }
    if chosen["time"]:
        short = [(outlines[pk], lesson) for pk in page_ids if pk in outlines for lesson in outlines[pk].lessons]
        short = [(module, lesson) for module, lesson in short if lesson.minutes <= int(chosen["time"])]
        return {**filters, **_lessons_context(short, request, int(chosen["time"])), "all_words": "Show all modules"}
    page_obj = Paginator(page_ids, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = {row["pk"]: row for row in modules.filter(pk__in=list(page_obj)).values("pk", "title", "summary", "approved_on", "picture")}
    assignments = {
        assignment.module.page_id: assignment
        for assignment in Assignment.objects.of(request.user)
        .filter(module__page__in=list(page_obj))
        .newest_cycle()
        .select_related("module", "state")
    }
    completed = _completed_lessons(request.user, [lesson for pk in page_obj if pk in outlines for lesson in outlines[pk].lessons])
    cards = [_card(rows[pk], outlines.get(pk), assignments.get(pk), completed) for pk in page_obj if pk in rows]
    return {
        **filters,
        "cards": cards,
        "page_obj": page_obj,
        "result_words": plural(page_obj.paginator.count, "module"),
        "all_words": f"Show all {modules.count()}" if is_filtered else "",
    }


def _completed_lessons(user, lessons):
    """Return {item id: datetime} for the user's completed ones of these lessons, in whichever module they completed them."""
    states = LessonState.objects.filter(assignment__in=Assignment.objects.of(user), completed_at__isnull=False)
    # A lesson that was waived counts only in the module it was waived in.
    states = states.filter(Q(waived=False) | Q(assignment__module=F("item__module")), item__in=[lesson.item_id for lesson in lessons])
    return dict(states.order_by("-completed_at").values_list("item_id", "completed_at"))


def _lessons_context(lessons, request, minutes):
    """Return the context for a list of lessons, (ModuleOutline, LessonOutline) pairs, those still to do first. Takes one query."""
    tree = current_tree()
    done = _completed_lessons(request.user, [lesson for _, lesson in lessons])
    page_obj = Paginator(sorted(lessons, key=lambda pair: pair[1].item_id in done), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = []
    for module, lesson in page_obj:
        completed_at = done.get(lesson.item_id)
        rows.append(
            {
                "title": tree.nodes[lesson.page_id].title,
                "url": tree.url(lesson.page_id),
                "line": f"{plural(lesson.minutes, 'minute')}. {tree.nodes[module.page_id].title}, lesson {_number(module, lesson)}",
                "state": "done" if completed_at else "not-started",
                "state_words": f"Done {long_date(completed_at)}" if completed_at else "",
            }
        )
    found = plural(page_obj.paginator.count, "lesson")
    return {"lessons": rows, "page_obj": page_obj, "result_words": f"{found} of up to {plural(minutes, 'minute')}"}


def _number(module, lesson):
    return module.lessons.index(lesson) + 1


def _card(row, module, assignment, completed):
    status = card_status(assignment, on=timezone.localdate())
    if module and (assignment is None or (status.state == "not-started" and assignment.cycle == 1)):
        status = _moved_status(module, completed) or status
    return {
        "title": row["title"],
        "summary": row["summary"],
        "url": current_tree().url(row["pk"]),
        "length": f"{plural(len(module.lessons), 'lesson')}, {plural(module.minutes, 'minute')}" if module else "No lessons yet",
        "state": status.state,
        "state_words": status.text,
        "not_approved": row["approved_on"] is None,
        "picture": row["picture"],
    }


def _moved_status(module, completed):
    """Return the CardStatus of a module not begun, some of whose lessons were completed before they moved here; None if there are none."""
    dates = [completed[lesson.item_id] for lesson in module.lessons if lesson.item_id in completed]
    if not dates:
        return None
    if len(dates) == len(module.lessons):
        return CardStatus("done", f"Done {long_date(max(dates))}")
    return CardStatus("started", f"{len(dates)} of {plural(len(module.lessons), 'lesson')} done")


class CardStatus(NamedTuple):
    """A module's status on its card. `state` is "done", "overdue", "due", "started" or "not-started"."""

    state: str
    text: str


def card_status(assignment, *, on: date):
    """Return the CardStatus for a member's newest assignment of a module (or None) on the date `on`."""
    state = getattr(assignment, "state", None) if assignment else None
    if state and state.completed_at:
        return CardStatus("done", f"Done {long_date(state.completed_at)}")
    due = due_status(assignment, on=on)
    if due.state in {"overdue", "due"}:
        return CardStatus(due.state, due.text)
    if state and state.lessons_done:
        return CardStatus("started", f"{state.lessons_done} of {plural(state.lessons_asked, 'lesson')} done")
    return CardStatus("started", "Started") if state else CardStatus("not-started", "Not started")
