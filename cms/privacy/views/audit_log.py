"""The audit log, to search."""

from datetime import datetime, time, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from cms.audit.models import AuditEntry
from cms.people.decorators import administrators_only
from cms.people.forms import search_text
from cms.people.models import Authority, User

A_PAGE = 50
MOST_PEOPLE = 100
ASKED = ["what", "person", "actor", "authority", "since", "until"]


@require_safe
@administrators_only
def audit(request):
    """The audit log, newest first, a page at a time from any entry on."""
    chosen = {name: search_text(request.GET, name) for name in ASKED}
    entries = _found(chosen)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    # By the key, which grows as entries are added: however far back one reads, no page costs more than the first.
    page = list(entries.select_related("authority").order_by("-pk")[: A_PAGE + 1])
    page, older = page[:A_PAGE], len(page) > A_PAGE
    keys = {key for entry in page for key in (entry.actor, entry.about) if key}
    names: dict = {one.subject: str(one) for one in User.objects.filter(subject__in=keys)}
    context = {
        "rows": [{"entry": one, "actor": names.get(one.actor, ""), "about": names.get(one.about, "")} for one in page],
        "older": page[-1].pk if older else None,
        "newest": bool(before),
        "chosen": chosen,
        "kinds": AuditEntry.What.choices,
        "authorities": Authority.objects.all(),
    }
    return render(request, "people/audit.html", context)


def _found(chosen):
    """The entries that were asked for; what cannot be understood counts as any."""
    entries = AuditEntry.objects.all()
    if chosen["what"] in AuditEntry.What.values:
        entries = entries.filter(what=chosen["what"])
    if chosen["authority"]:
        entries = entries.filter(authority__slug=chosen["authority"])
    if chosen["person"]:
        entries = entries.filter(about__in=_keys_of(chosen["person"]))
    if chosen["actor"]:
        entries = entries.filter(actor__in=_keys_of(chosen["actor"]))
    if since := _day(chosen["since"]):
        entries = entries.filter(at__gte=_midnight(since))
    if until := _day(chosen["until"]):
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries


def _keys_of(words):
    """The keys of people whose name or address has all of these words, the first hundred."""
    return list(User.objects.matching_name(words).order_by("pk").values_list("subject", flat=True)[:MOST_PEOPLE])


def _day(words):
    try:
        day = parse_date(words)
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 9000 else None


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
