"""Template context of the event index and the reflection index. The number of queries does not depend on the number of pages."""

from django.core.paginator import Paginator
from django.utils import timezone

from cms.components import plural
from cms.page_tree.snapshot import current_tree
from community.formatting import format_days, format_partial_date, format_place
from community.forms.events import EventFilterForm
from community.models import EventPage, ReflectionPage

PAGE_SIZE = 20
MAX_UPCOMING = 30
# An event that lasts for longer is offered under its first ten years only.
MAX_YEARS_SPANNED = 10
KIND_LABELS, MODE_LABELS = dict(EventPage.Kind.choices), dict(EventPage.Mode.choices)
EVENT_FIELDS = [
    "pk",
    "title",
    "summary",
    "kind",
    "starts_on",
    "ends_on",
    "only_month",
    "cancelled_on",
    "start_time",
    "end_time",
    "mode",
    "place",
    "host__name",
]


def event_index_context(page, request):
    """Return upcoming events, soonest first, and past ones, newest first, both filtered by the query string."""
    today = timezone.localdate()
    visible_events = EventPage.objects.visible_to(request.user).child_of(page)
    form = _event_filter_form(request.GET, visible_events)
    events = form.filter(visible_events)
    upcoming = list(events.upcoming(on=today).order_by("starts_on", "title").values(*EVENT_FIELDS)[: MAX_UPCOMING + 1])
    past_rows = events.past(on=today).order_by("-starts_on", "title").values(*EVENT_FIELDS)
    past = Paginator(past_rows, PAGE_SIZE).get_page(request.GET.get("page"))
    is_first_page = past.number == 1
    return {
        "form": form,
        "upcoming": [_event_row(row) for row in upcoming[:MAX_UPCOMING]] if is_first_page else [],
        "more_upcoming": len(upcoming) > MAX_UPCOMING and is_first_page,
        "past": [_event_row(row) for row in past],
        "page_obj": past,
        "past_words": plural(past.paginator.count, "write-up"),
        "nothing": not (upcoming or past.paginator.count),
        "all_url": current_tree().url(page.pk) if any(form.chosen.values()) else "",
        "reflections_url": _first_url("community.reflectionindexpage"),
    }


def _event_filter_form(data, events):
    spans = set(events.order_by().values_list("starts_on__year", "ends_on__year", "programme").distinct())
    years = {year for first, last, _ in spans for year in range(first, min(last, first + MAX_YEARS_SPANNED - 1) + 1)}
    return EventFilterForm(
        data,
        years=sorted(years, reverse=True),
        programmes=sorted({programme for *_, programme in spans if programme}),
        kinds=EventPage.Kind.choices,
    )


def _event_row(row):
    where = format_place(MODE_LABELS.get(row["mode"], ""), row["place"])
    host = f"Led by {row['host__name']}" if row["host__name"] else ""
    return {
        "title": row["title"],
        "url": current_tree().url(row["pk"]) or "",
        "summary": row["summary"],
        "when": format_days(
            row["starts_on"], row["ends_on"], only_month=row["only_month"], start_time=row["start_time"], end_time=row["end_time"]
        ),
        "is_cancelled": row["cancelled_on"] is not None,
        "kind": KIND_LABELS.get(row["kind"], ""),
        "line": ". ".join(part for part in (where, host) if part),
    }


def reflection_index_context(page, request):
    """Return one page of reflections, newest first."""
    reflections = ReflectionPage.objects.visible_to(request.user).child_of(page).select_related("authority")
    page_obj = Paginator(reflections.order_by("-written", "title"), PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "page_obj": page_obj,
        "reflections": [
            {
                "title": reflection.title,
                "url": current_tree().url(reflection.pk) or "",
                "summary": reflection.summary,
                "who": reflection.attribution_label,
                "when": format_partial_date(reflection.written),
            }
            for reflection in page_obj
        ],
        "events_url": _first_url("community.eventindexpage"),
    }


def _first_url(kind):
    node = current_tree().first_live(kind)
    return node.url if node and node.url else ""
