"""What members do about events. Short: load, ask, act or show."""

from datetime import datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from cms.people.decorators import members_only
from cms.tree import current
from community import actions
from community.calendar_file import Entry, calendar_file
from community.listing import where_words
from community.models import EventPage


def _event(request, pk):
    return get_object_or_404(EventPage.objects.visible_to(request.user), pk=pk)


def _url(event):
    return current().url(event.pk) or "/"


@require_POST
@members_only
def be_interested(request, pk):
    """Say that one thinks of coming."""
    event = _event(request, pk)
    try:
        actions.be_interested(member=request.user, event=event, at=timezone.now())
    except actions.EventIsOver:
        words = f"“{event.title}” is over, so there is nothing to come to. What came of it stands on its page."
        return render(request, "community/refused.html", {"words": words, "event": {"title": event.title, "url": _url(event)}}, status=403)
    messages.success(request, "Noted: you are interested. You can take it back on this page.")
    return redirect(_url(event))


@require_POST
@members_only
def take_back_interest(request, pk):
    """Take it back."""
    event = _event(request, pk)
    actions.take_back_interest(member=request.user, event=event)
    messages.success(request, "Taken back. Nothing of it is kept.")
    return redirect(_url(event))


@require_safe
@members_only
def calendar(request, pk):
    """The event as a calendar file, while it is still to come and its day is known."""
    event = _event(request, pk)
    if event.only_month or not event.is_upcoming(timezone.localdate()):
        raise Http404
    starts, ends = _span(event)
    entry = Entry(
        uid=f"event-{event.translation_key}@drumbeat",
        title=event.title,
        starts=starts,
        ends=ends,
        place=where_words(event.get_mode_display(), event.place),
        text=event.summary,
        url=request.build_absolute_uri(_url(event)),
        changed_at=event.last_published_at or event.latest_revision_created_at or timezone.now(),
    )
    response = HttpResponse(calendar_file(entry), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{event.slug}.ics")
    response["Cache-Control"] = "private, no-cache"
    return response


def _span(event):
    """When it begins and ends: UK moments if a time is known, days otherwise. On one day without a time to end at, the end is None."""
    if event.start_time is None:
        return event.starts_on, event.ends_on
    here = timezone.get_default_timezone()
    starts = datetime.combine(event.starts_on, event.start_time, here)
    if event.end_time is None and event.ends_on == event.starts_on:
        return starts, None
    return starts, datetime.combine(event.ends_on, event.end_time or time(23, 59), here)
