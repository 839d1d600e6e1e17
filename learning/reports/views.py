"""Pages for people who manage a hub or lead an authority. Each loads only people the user may see."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.components import Button, plural
from cms.people.dates import add_months
from cms.people.models import Cover
from cms.people.permissions import is_member, needs_second_factor, people_managed_by
from cms.reporting.spreadsheets import table_response
from learning.actions.diplomas import clocks_of
from learning.actions.reminders import AlreadyReminded, NothingToRemind, remind_now
from learning.models.records import SignOff
from learning.pathways.progress import enrolments_of, progress_of
from learning.permissions import has_reports
from learning.reports import person as person_report
from learning.reports.attention import people_to_ask
from learning.reports.forms import PackDateForm, TeamFilterForm
from learning.reports.matrix import modules_to_report, rows_of
from learning.reports.scope import get_scope, scopes_of
from learning.reports.tables import team_table

PAGE_SIZE = 50
MAX_TO_ASK = 12


def managers_only(view):
    """Let people in who manage a hub or lead an authority, with a second factor; 404 for other members."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not is_member(request.user):
            return redirect("/")
        if not has_reports(request.user):
            raise Http404
        if needs_second_factor(request.user):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return wrapped


@require_safe
@managers_only
def reports(request):
    """List the hubs and the authority the user may report on, or open the only one."""
    scopes = scopes_of(request.user)
    if len(scopes) == 1:
        return redirect(scopes[0].report_url)
    return render(request, "learning/reports/reports.html", {"scopes": scopes})


@require_safe
@managers_only
def team(request, kind, slug):
    """Show who needs a word first, then everyone with every module."""
    scope, now = get_scope(request.user, kind, slug), timezone.now()
    on = timezone.localdate(now)
    people = scope.people(request.user)
    modules = modules_to_report(people)
    form = TeamFilterForm(request.GET, people=people, modules=modules)
    page_obj = Paginator(form.filter(people, on=on), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = form.shown_modules(modules)
    to_ask = people_to_ask(people, at=now)
    context = {
        "scope": scope,
        "others": [other for other in scopes_of(request.user) if other != scope],
        "now": now,
        "to_ask": [_ask_row(person, on) for person in to_ask[:MAX_TO_ASK]],
        "to_ask_words": plural(len(to_ask), "person needs", "people need"),
        "more_to_ask": max(0, len(to_ask) - MAX_TO_ASK),
        "form": form,
        "page_obj": page_obj,
        "found_words": plural(page_obj.paginator.count, "person", "people"),
        "matrix": _matrix(scope, page_obj, shown, on) if page_obj.paginator.count else None,
        "query": request.GET.urlencode(),
        "covering": scope.hub and Cover.objects.current().filter(deputy=request.user, hub=scope.hub).select_related("manager").first(),
    }
    return render(request, "learning/reports/team.html", context)


def _ask_row(asked, on):
    button = Button("Send a reminder", "", {"person": str(asked.person.subject)}) if asked.may_be_reminded(on) else None
    reminded = "Reminder sent today" if asked.reminded_on == on else ""
    return {"person": asked.person, "reasons": asked.reasons, "button": button, "reminded_on": asked.reminded_on, "reminded": reminded}


def _matrix(scope, people, modules, on):
    rows = rows_of(people, modules, on=on)
    return {
        "caption": f"{scope.title}: {plural(len(rows), 'person', 'people')} and {plural(len(modules), 'module')}",
        "columns": modules,
        "rows": [
            {
                "name": str(row.person),
                "subject": row.person.subject,
                "away_until": row.away_until,
                "line": row.job_role if scope.hub else ", ".join(part for part in (row.job_role, row.hub) if part),
                "cells": [{"column": module.title, "cell": cell} for module, cell in zip(modules, row.cells, strict=True)],
            }
            for row in rows
        ],
    }


@require_safe
@managers_only
def team_file(request, kind, slug, file_kind):
    """Download the report with the filters that are set, as CSV or Excel. The audit log says that it was."""
    scope, on = get_scope(request.user, kind, slug), timezone.localdate()
    people = scope.people(request.user)
    modules = modules_to_report(people)
    form = TeamFilterForm(request.GET, people=people, modules=modules)
    modules = form.shown_modules(modules)
    header, rows = team_table(rows_of(form.filter(people, on=on), modules, on=on), modules)
    add_entry(what=AuditEntry.What.LISTED, by=request.user, authority=scope.authority, words=scope.title)
    return table_response(file_kind, f"{scope.title} {on:%Y-%m-%d}", header, rows)


@require_safe
@managers_only
def pack(request, kind, slug):
    """Show the inspection pack: everyone who belonged here on a date, with the states of that date."""
    scope = get_scope(request.user, kind, slug)
    form = PackDateForm(request.GET or {"on": timezone.localdate()})
    if not form.is_valid():
        return render(request, "learning/reports/pack.html", {"scope": scope, "form": form}, status=422)
    on = form.cleaned_data["on"]
    people = scope.people_on(on)
    modules = modules_to_report(people)
    rows = rows_of(people, modules, on=on)
    if request.GET.get("file") in ("csv", "xlsx"):
        add_entry(what=AuditEntry.What.LISTED, by=request.user, authority=scope.authority, words=f"{scope.title}, {on:%Y-%m-%d}")
        return table_response(request.GET["file"], f"{scope.title} on {on:%Y-%m-%d}", *team_table(rows, modules))
    late = [
        {"person": row.person, "module": module.title, "on": cell.on}
        for row in rows
        for module, cell in zip(modules, row.cells, strict=True)
        if cell.state == "overdue"
    ]
    context = {
        "scope": scope,
        "form": form,
        "on": on,
        "now": timezone.now(),
        "rows": rows,
        "modules": modules,
        "late": sorted(late, key=lambda entry: entry["on"]),
        "people_words": plural(len(rows), "person", "people"),
        "clocks": clocks_of([row.person for row in rows], on=on),
        "pathways": progress_of(_enrolments_on(rows, on), on=on),
        "sign_offs": _sign_offs_of(rows, on),
    }
    return render(request, "learning/reports/pack.html", context)


def _enrolments_on(rows, on):
    """Return the enrolments of people who were on a pathway on the date `on`."""
    found = enrolments_of([row.person for row in rows]).filter(made_at__date__lte=on)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def _sign_offs_of(rows, on):
    """Return the sign-offs of the twelve months before the date `on` that counted on that day."""
    people = [row.person.pk for row in rows]
    found = SignOff.objects.counting_on(on).filter(member__in=people, seen_on__range=(add_months(on, -12), on))
    return found.select_related("member", "observer").order_by("seen_on", "pk")


@require_safe
@managers_only
def person(request, subject):
    """Show one person's record for supervision. They can see who opened it."""
    who, now = _get_person(request, subject), timezone.now()
    person_report.record_look(by=request.user, person=who, at=now)
    row, modules = person_report.record_of(who, on=timezone.localdate(now))
    context = {
        "who": who,
        "row": row,
        "now": now,
        "to_do": [{"module": module, "cell": cell} for module, cell in modules if cell.is_open],
        "done": [{"module": module, "cell": cell} for module, cell in modules if cell.state in ("done", "waived")],
        "evidence": person_report.evidence_of(who),
        "looks": person_report.looks_at(who),
        "absences": who.absences.current_or_later(),
        "pathways": progress_of(enrolments_of([who]), on=timezone.localdate(now)),
        "sign_offs": SignOff.objects.filter(member=who).select_related("observer", "module"),
        "clock": next(iter(clocks_of([who], on=timezone.localdate(now))), None),
        "rule_url": _rule_url(request.user, who),
    }
    return render(request, "learning/reports/person.html", context)


def _rule_url(user, who):
    """Return the URL on which the user asks this person for a pathway, in the first hub or authority of theirs that the person is in."""
    membership = who.membership
    for scope in scopes_of(user):
        if (scope.hub and membership.hub_id == scope.hub.pk) or (not scope.hub and membership.authority_id == scope.authority.pk):
            return f"{scope.url('new_rule')}?person={who.subject}"
    return ""


def _get_person(request, subject):
    return get_object_or_404(people_managed_by(request.user), subject=subject)


@require_POST
@managers_only
def remind(request, subject):
    """Send someone an email about what is overdue, and go back to the page it was asked on."""
    who = _get_person(request, subject)
    try:
        remind_now(member=who, by=request.user, at=timezone.now())
        messages.success(request, f"{who} gets an email with a link to what is waiting.")
    except AlreadyReminded:
        messages.info(request, f"{who} was reminded less than a week ago, so nothing was sent.")
    except NothingToRemind:
        messages.info(request, f"{who} has nothing waiting any more, so nothing was sent.")
    for scope in scopes_of(request.user):
        if request.POST.get("back") == f"{scope.kind}/{scope.slug}":
            return redirect(scope.report_url)
    return redirect("learning:person", subject)
