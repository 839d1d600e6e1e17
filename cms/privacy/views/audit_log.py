"""The searchable audit log."""

from datetime import datetime, time, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from cms.audit.models import AuditEntry
from cms.people.decorators import administrators_only
from cms.people.forms import search_text
from cms.people.models import Authority, User

PAGE_SIZE = 50
MAX_PEOPLE = 100
SEARCH_FIELDS = ["what", "person", "actor", "authority", "since", "until"]


@require_safe
@administrators_only
def audit(request):
    """Show audit entries, newest first, a page at a time."""
    chosen = {name: search_text(request.GET, name) for name in SEARCH_FIELDS}
    entries = _matching_entries(chosen)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    # Page by primary key, which grows as entries are added, so that old pages cost no more than the first.
    page = list(entries.select_related("authority").order_by("-pk")[: PAGE_SIZE + 1])
    page, older = page[:PAGE_SIZE], len(page) > PAGE_SIZE
    keys = {key for entry in page for key in (entry.actor, entry.about) if key}
    names: dict = {user.subject: str(user) for user in User.objects.filter(subject__in=keys)}
    context = {
        "rows": [{"entry": entry, "actor": names.get(entry.actor, ""), "about": names.get(entry.about, "")} for entry in page],
        "older": page[-1].pk if older else None,
        "newest": bool(before),
        "chosen": chosen,
        "kinds": AuditEntry.What.choices,
        "authorities": Authority.objects.all(),
    }
    return render(request, "privacy/audit.html", context)


def _matching_entries(chosen):
    """Return the entries that match the search. Unknown values are ignored."""
    entries = AuditEntry.objects.all()
    if chosen["what"] in AuditEntry.What.values:
        entries = entries.filter(what=chosen["what"])
    if chosen["authority"]:
        entries = entries.filter(authority__slug=chosen["authority"])
    if chosen["person"]:
        entries = entries.filter(about__in=_subjects_matching(chosen["person"]))
    if chosen["actor"]:
        entries = entries.filter(actor__in=_subjects_matching(chosen["actor"]))
    if since := _parse_day(chosen["since"]):
        entries = entries.filter(at__gte=_midnight(since))
    if until := _parse_day(chosen["until"]):
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries


def _subjects_matching(text):
    """Return the keys of up to MAX_PEOPLE people whose name or address matches the text."""
    return list(User.objects.matching_name(text).order_by("pk").values_list("subject", flat=True)[:MAX_PEOPLE])


def _parse_day(text):
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 9000 else None


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
