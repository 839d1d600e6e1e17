"""The catalogue: every module as a card, with where one stands."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from cms.parts import counted
from cms.tree import current
from learning.filters import FilterForm
from learning.models.records import Assignment
from learning.outline import outline
from learning.ways.through import day, due_words


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
    sizes = {pk: module for pk, module in outline().items() if module.lessons}
    ways = {
        assignment.module.page_id: assignment
        for assignment in Assignment.objects.of(request.user).newest_cycle().select_related("module", "state")
    }
    if chosen["time"]:
        kept = {pk for pk in kept if pk in sizes and sizes[pk].minutes <= int(chosen["time"])}
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
