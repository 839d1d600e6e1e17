"""The catalogue: every module as a card, a page at a time, with where one stands."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils import timezone

from cms.parts import counted
from cms.tree import current
from learning.filters import FilterForm
from learning.models.records import Assignment
from learning.outline import outline
from learning.progress.module_progress import day, due_words

A_PAGE = 24


def catalogue(page, modules, request):
    """Modules as cards, a page at a time, filtered as the address says; a filter nobody knows is no filter, never an error."""
    form = FilterForm(request.GET)
    chosen, found = form.chosen, modules
    if chosen["theme"]:
        found = found.filter(theme_links__tag__slug=chosen["theme"])
    if chosen["role"]:
        found = found.filter(Q(roles__slug=chosen["role"]) | Q(roles__isnull=True))
    sizes = {pk: module for pk, module in outline().items() if module.lessons}
    fit = dict.fromkeys(found.values_list("pk", flat=True))  # a module with two roles stands there once
    if chosen["time"]:
        fit = {pk: None for pk in fit if pk in sizes and sizes[pk].minutes <= int(chosen["time"])}
    page_obj = Paginator(list(fit), A_PAGE).get_page(request.GET.get("page"))
    shown = {one["pk"]: one for one in modules.filter(pk__in=list(page_obj)).values("pk", "title", "summary", "approved_on")}
    ways = {
        assignment.module.page_id: assignment
        for assignment in Assignment.objects.of(request.user)
        .filter(module__page__in=list(page_obj))
        .newest_cycle()
        .select_related("module", "state")
    }
    cards = [_card(shown[pk], sizes.get(pk), ways.get(pk)) for pk in page_obj if pk in shown]
    filtered = any(chosen.values())
    return {
        "cards": cards,
        "page_obj": page_obj,
        "form": form,
        "result_words": counted(page_obj.paginator.count, "module"),
        "result_for": f"for the role {form.roles[chosen['role']].lower()}" if chosen["role"] else "",
        "all_url": current().url(page.pk) if filtered else "",
        "all_words": f"Show all {modules.count()}" if filtered else "",
    }


def _card(one, size, assignment):
    state, words = card_state(assignment, on=timezone.localdate())
    return {
        "title": one["title"],
        "summary": one["summary"],
        "url": current().url(one["pk"]),
        "length": f"{counted(len(size.lessons), 'lesson')}, {counted(size.minutes, 'minute')}" if size else "No lessons yet",
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
