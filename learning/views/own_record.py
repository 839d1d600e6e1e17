"""A member's own record, notes and finished modules, on screen, on paper and as a file."""

import csv

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.people.mailer import absolute_url
from cms.reporting.calendar_file import Entry, calendar_file
from learning.models.records import Assignment, Item
from learning.my_learning import my_learning_context, my_learning_rows
from learning.my_notes import my_notes_context
from learning.permissions import may_learn
from learning.progress.finished import finished_context, team_sheet_context

# A spreadsheet program would run a cell that begins with one of these as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def _get_module(uid):
    return get_object_or_404(Item.objects.filter(kind=Item.Kind.MODULE), uid=uid)


@require_safe
@members_only
def my_learning(request):
    """Show the member's own record: modules in progress, modules completed, and what each completion is based on."""
    context = {**my_learning_context(request.user), "prints_now": "print" in request.GET}
    return render(request, "learning/my_learning.html", context)


@require_safe
@members_only
def download(request):
    """Send the member's own record as a CSV file that spreadsheet programs open."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-learning-{timezone.localdate():%Y-%m-%d}.csv"'
    writer = csv.writer(response)
    for row in my_learning_rows(request.user):
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA_SIGNS) else cell for cell in row])
    return response


@require_safe
@members_only
def due_dates(request):
    """Send what the member still has to do, with due dates, as a file for their own calendar."""
    due = Assignment.objects.of(request.user).open().newest_cycle().filter(due_on__isnull=False, module__retired_at=None)
    entries = [
        Entry(
            uid=f"due-{assignment.module.uid}-{assignment.cycle}-{request.user.subject}@drumbeat",
            title=f"Due: {assignment.module.title}",
            starts=assignment.due_on,
            ends=assignment.due_on,
            place="",
            text="From My learning on Drumbeat. Load the file again if a date changes.",
            url=absolute_url("learning:my_learning"),
            changed_at=timezone.now(),
        )
        for assignment in due.select_related("module").order_by("due_on", "pk")
    ]
    response = HttpResponse(calendar_file(*entries), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="due-dates.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@members_only
def my_notes(request):
    """Show the member's own notes by module, ready to print.

    In the query string, `module` chooses sections and `lines` leaves room to write.
    """
    context = my_notes_context(request.user, chosen=request.GET.getlist("module"), with_lines="lines" in request.GET)
    context["crumbs"] = [{"title": "My learning", "url": reverse("learning:my_learning")}, {"title": "My notes", "url": ""}]
    query = request.GET.copy()
    query["print"] = "1"
    context["print_url"] = f"?{query.urlencode()}"
    return render(request, "learning/my_notes.html", {**context, "prints_now": "print" in request.GET})


@require_safe
@members_only
def finished(request, uid):
    """Show the end of a module to a member who has completed it, and what to do next. Anyone else is sent to the module."""
    module = _get_module(uid)
    context = finished_context(request.user, module, on=timezone.localdate())
    if context is None:
        return redirect(current_tree().url(module.page_id) or reverse("learning:my_learning"))
    return render(request, "learning/finished.html", context)


@require_safe
@members_only
def team_sheet(request, uid):
    """Show a module as one side of A4 for a team: three questions with room to write."""
    module = _get_module(uid)
    if not may_learn(request.user, module):
        raise Http404
    return render(request, "learning/team_sheet.html", {**team_sheet_context(module), "prints_now": "print" in request.GET})
