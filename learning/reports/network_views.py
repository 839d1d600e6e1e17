"""Pages of the programme lead: what the network has learnt, in numbers in which nobody can be recognised."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.components import plural
from cms.people.decorators import programme_leads_only
from cms.reporting.small_numbers import smallest_shown
from cms.reporting.spreadsheets import table_response
from learning.reports import network

# A night's count that is older than this did not finish.
LATE_AFTER = timedelta(hours=30)


@require_safe
@programme_leads_only
def overview(request):
    """List every module with how many people in the network were asked and have completed it."""
    modules = network.modules()
    return render(request, "learning/reports/network.html", {"modules": modules, **_counted(modules)})


@require_safe
@programme_leads_only
def module(request, uid):
    """Show one module by authority, job role, month and lesson."""
    shown = _get_module(uid)
    tables = network.tables_of(shown)
    stop = network.most_stop_after(tables["lessons"], minimum=smallest_shown())
    context = {
        "module": shown,
        "tables": tables,
        "authorities_words": plural(len(tables["authorities"]), "authority", "authorities"),
        "hides_some": any(not row.is_shown for rows in tables.values() for row in rows),
        "most_stop": {"lesson": stop[0].name, "people": plural(stop[1], "person", "people")} if stop else None,
        "crumbs": [{"title": "The network", "url": reverse("learning:network")}],
        **_counted([shown]),
    }
    return render(request, "learning/reports/network_module.html", context)


@require_safe
@programme_leads_only
def module_file(request, uid, file_kind):
    """Download a module's table by authority as CSV or Excel. It has the figures of the page and no others."""
    shown = _get_module(uid)
    add_entry(what=AuditEntry.What.LISTED, by=request.user, words=f"The network: {shown.title}")
    counted = _counted([shown])["counted_at"] or timezone.now()
    title = f"The network, {shown.title} {timezone.localtime(counted):%Y-%m-%d}"
    return table_response(file_kind, title, *network.network_table(network.tables_of(shown)["authorities"]))


def _get_module(uid):
    for module in network.modules():
        if str(module.uid) == str(uid):
            return module
    raise Http404


def _counted(modules):
    """Return when the modules were counted, whether that was longer ago than a night, and the smallest number shown."""
    counted_at = min((module.total.counted_at for module in modules if module.total), default=None)
    is_late = counted_at is not None and timezone.now() - counted_at > LATE_AFTER
    return {"counted_at": counted_at, "is_late": is_late, "minimum": smallest_shown()}
