"""Views of events: showing interest, and the calendar file."""

from datetime import datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.reporting.calendar_file import Entry, calendar_file
from community import actions
from community.formatting import format_place
from community.models import EventPage


@require_POST
@members_only
def be_interested(request, pk):
    """Show interest in an upcoming event."""
    event = _get_event(request, pk)
    try:
        actions.be_interested(member=request.user, event=event, at=timezone.now())
    except actions.EventIsOver:
        is_what = "is cancelled" if event.cancelled_on else "is over"
        message = f"“{event.title}” {is_what}. You can read about it on its page."
        context = {"words": message, "event": {"title": event.title, "url": _event_url(event)}}
        return render(request, "community/refused.html", context, status=403)
    messages.success(request, "Saved: you are interested. You can change your mind on this page.")
    return redirect(_event_url(event))


@require_POST
@members_only
def take_back_interest(request, pk):
    """Withdraw interest in an event."""
    event = _get_event(request, pk)
    actions.take_back_interest(member=request.user, event=event)
    messages.success(request, "You are no longer interested. We have deleted the record of it.")
    return redirect(_event_url(event))


@require_safe
@members_only
def calendar(request, pk):
    """Download an upcoming event as a calendar file. 404 if it is over or its exact date is not known."""
    event = _get_event(request, pk)
    if event.only_month or not event.is_upcoming(timezone.localdate()):
        raise Http404
    starts, ends = _start_and_end(event)
    entry = Entry(
        uid=f"event-{event.translation_key}@drumbeat",
        title=event.title,
        starts=starts,
        ends=ends,
        place=format_place(event.get_mode_display(), event.place),
        text=event.summary,
        url=request.build_absolute_uri(_event_url(event)),
        is_cancelled=event.cancelled_on is not None,
        changed_at=event.last_published_at or event.latest_revision_created_at or timezone.now(),
    )
    response = HttpResponse(calendar_file(entry), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{event.slug}.ics")
    response["Cache-Control"] = "private, no-cache"
    return response


def _get_event(request, pk):
    return get_object_or_404(EventPage.objects.visible_to(request.user), pk=pk)


def _event_url(event):
    return current_tree().url(event.pk) or "/"


def _start_and_end(event):
    """Return two aware datetimes in UK time if the event has a start time, otherwise two dates.

    The end is None for an event on one day with a start time and no end time.
    """
    if event.start_time is None:
        return event.starts_on, event.ends_on
    uk_time = timezone.get_default_timezone()
    starts = datetime.combine(event.starts_on, event.start_time, uk_time)
    if event.end_time is None and event.ends_on == event.starts_on:
        return starts, None
    return starts, datetime.combine(event.ends_on, event.end_time or time(23, 59), uk_time)
