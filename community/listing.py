"""The list of events and the list of reflections. A fixed number of queries, however many there are."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils import timezone

from cms.components import counted
from cms.page_tree.snapshot import current_tree
from community.filters import FilterForm
from community.words import days_words, partial_date_words

A_PAGE = 20
MOST_UPCOMING = 30
EVENT_FIELDS = [
    "pk",
    "title",
    "summary",
    "kind",
    "starts_on",
    "ends_on",
    "only_month",
    "start_time",
    "end_time",
    "mode",
    "place",
    "host__name",
]


def events(page, everything, kinds, modes, request):
    """Upcoming events, soonest first, and the others, newest first, filtered as the address says."""
    on = timezone.localdate()
    spans = set(everything.order_by().values_list("starts_on__year", "ends_on__year", "programme").distinct())
    form = FilterForm(
        request.GET,
        years=sorted({year for first, last, _ in spans for year in range(first, min(last, first + 9) + 1)}, reverse=True),
        programmes=sorted({programme for *_, programme in spans if programme}),
        kinds=kinds,
    )
    found = _filtered(everything, form)
    upcoming = list(found.upcoming(on=on).order_by("starts_on", "title").values(*EVENT_FIELDS)[: MOST_UPCOMING + 1])
    past = Paginator(found.past(on=on).order_by("-starts_on", "title").values(*EVENT_FIELDS), A_PAGE).get_page(request.GET.get("page"))
    words = {"kinds": dict(kinds), "modes": dict(modes)}
    filtered = any(form.chosen.values())
    soon = upcoming[:MOST_UPCOMING] if past.number == 1 else []
    return {
        "form": form,
        "upcoming": [_event_row(one, words) for one in soon],
        "more_upcoming": len(upcoming) > MOST_UPCOMING and past.number == 1,
        "past": [_event_row(one, words) for one in past],
        "page_obj": past,
        "past_words": counted(past.paginator.count, "write-up"),
        "nothing": not (upcoming or past.paginator.count),
        "all_url": current_tree().url(page.pk) if filtered else "",
        "reflections_url": _url_of("community.reflectionindexpage"),
    }


def _filtered(everything, form):
    chosen = form.chosen
    if chosen["year"]:
        everything = everything.filter(starts_on__year__lte=chosen["year"], ends_on__year__gte=chosen["year"])
    if form.programme_names:
        everything = everything.filter(programme__in=form.programme_names)
    return everything.filter(Q(kind=chosen["kind"]) if chosen["kind"] else Q())


def _event_row(one, words):
    return {
        "title": one["title"],
        "url": current_tree().url(one["pk"]) or "",
        "summary": one["summary"],
        "when": days_words(
            one["starts_on"], one["ends_on"], only_month=one["only_month"], start_time=one["start_time"], end_time=one["end_time"]
        ),
        "kind": words["kinds"].get(one["kind"], ""),
        "line": ". ".join(
            part
            for part in [
                where_words(words["modes"].get(one["mode"], ""), one["place"]),
                one["host__name"] and f"Led by {one['host__name']}",
            ]
            if part
        ),
    }


def where_words(mode, place):
    """Where it is, in words: “In person, Northallerton”, “Online”; empty when neither is known."""
    return ", ".join(part for part in (mode, place) if part)


def reflections(everything, request):
    """All reflections, newest first."""
    page_obj = Paginator(everything.select_related("authority").order_by("-written", "title"), A_PAGE).get_page(request.GET.get("page"))
    return {
        "page_obj": page_obj,
        "reflections": [
            {
                "title": one.title,
                "url": current_tree().url(one.pk) or "",
                "summary": one.summary,
                "who": one.attribution_label,
                "when": partial_date_words(one.written),
            }
            for one in page_obj
        ],
        "events_url": _url_of("community.eventindexpage"),
    }


def _url_of(kind):
    node = current_tree().first_live(kind)
    return node.url if node and node.url else ""
