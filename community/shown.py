"""What an event write-up and a reflection show beside their words."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cms.parts import Button, counted
from cms.people.models import Authority
from cms.tree import current
from community.listing import where_words
from community.models.records import Interest
from community.words import days_words, partial_date_words

NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


def event(page, parts, request):
    """Everything an event page shows beside its words; `parts` are the events that are part of it."""
    return {
        "crumbs": _crumbs(page),
        "facts": _facts(page),
        "sessions": [child.value for child in page.sessions],
        "themes": _themes(page),
        "themes_heading": _heading(len(page.points)),
        "contributions": _contributions(page),
        "quotes": [child.value for child in page.quotes],
        "since": [
            {"on": partial_date_words(note["day"].isoformat()), "text": note["text"], "links": note["links"]}
            for note in sorted((child.value for child in page.since if child.value["day"]), key=lambda note: note["day"])
        ],
        "parts": [
            {
                "title": one["title"],
                "url": current().url(one["pk"]),
                "when": days_words(one["starts_on"], one["ends_on"], only_month=one["only_month"]),
            }
            for one in (parts.values("pk", "title", "starts_on", "ends_on", "only_month") if page.pk else [])
        ],
        "coming": _coming(page, request) if page.pk and page.is_upcoming(timezone.localdate()) else None,
    }


def _crumbs(page):
    tree = current()
    node = tree.nodes.get(page.pk)
    above = [{"title": one.title, "url": one.url} for one in tree.ancestors(node) if one.url not in (None, "/")] if node else []
    return [*above, {"title": page.title, "url": ""}]


def _facts(page):
    whole = current().nodes.get(page.part_of_id)
    nowhere = "Not yet known" if page.is_upcoming(timezone.localdate()) else "Not recorded"
    found = [
        {"term": "What", "value": page.get_kind_display()},
        {"term": "When", "value": page.when_words},
        {"term": "Where", "value": where_words(page.get_mode_display(), page.place) or nowhere},
        {"term": "Led by", "value": page.host.name if page.host_id else ""},
        {"term": "Programme", "value": page.programme},
    ]
    if whole and whole.live and whole.url:
        found.append({"term": "Part of", "value": "", "link_url": whole.url, "link_words": whole.title})
    found.append({"term": "About", "value": ", ".join(theme.name for theme in page.themes.all()) if page.pk else ""})
    if page.attendance is not None:
        found.append({"term": "There", **_attendance(page)})
    return [fact for fact in found if fact["value"] or fact.get("link_url")]


def _attendance(page):
    words = f"{counted(page.attendance, 'person', 'people')}. Source:"
    if page.attendance_url:
        return {"value": words, "link_url": page.attendance_url, "link_words": page.attendance_source}
    return {"value": f"{words} {page.attendance_source}"}


def _heading(many):
    """“Three themes”, as the heading above them."""
    return f"{NUMBERS[many] if many < len(NUMBERS) else many} {'theme' if many == 1 else 'themes'}"


def _themes(page):
    """The themes with their points, each point with a number and the id it can be linked by."""
    return [
        {
            "title": child.value["theme"],
            "points": [
                {"number": number, "id": _point_id(point.id, place, number), "value": point.value}
                for number, point in enumerate(child.value["points"].bound_blocks, start=1)
            ],
        }
        for place, child in enumerate(page.points, start=1)
    ]


def _point_id(block_id, place, number):
    """An id that stays when points change places: from the block's own; by its place while it has none."""
    try:
        return f"point-{UUID(str(block_id)).hex[:8]}"
    except ValueError:
        return f"point-{place}-{number}"


def _contributions(page):
    chosen = [child.value for child in page.contributions]
    if not chosen:
        return []
    names = dict(Authority.objects.filter(pk__in=[int(one["authority"]) for one in chosen if one["authority"]]).values_list("pk", "name"))
    return [
        {
            "authority": names.get(int(one["authority"] or 0), "An authority that is no longer listed"),
            "title": one["title"],
            "text": one["text"],
            "links": one["links"],
        }
        for one in chosen
    ]


def _coming(page, request):
    """What one can do about an event that is still to come: say that one is interested, and put it in one's calendar.

    A preview shows it too, as it will stand for somebody who has not said anything yet.
    """
    is_preview = getattr(request, "is_preview", False)
    if not page.live and not is_preview:
        return None
    mine = not is_preview and Interest.objects.of(request.user).filter(event=page).exists()
    many = Interest.objects.told(page)
    deed = "community:take_back_interest" if mine else "community:be_interested"
    return {
        "is_interested": mine,
        "button": Button("Take it back" if mine else "I am interested", reverse(deed, args=[page.pk]), {}),
        "many_words": f"{counted(many, 'person', 'people')} are interested." if many else "",
        "calendar_url": "" if page.only_month else reverse("community:calendar", args=[page.pk]),
    }


def reflection(page, others):
    """Everything a reflection shows beside its words; `others` are those one may read on with."""
    return {
        "crumbs": _crumbs(page),
        "when": partial_date_words(page.written) if page.written else "",
        "is_retold": page.voice == page.Voice.RETOLD,
        "others": [{"title": one["title"], "url": current().url(one["pk"])} for one in others.values("pk", "title")[:5]],
    }
