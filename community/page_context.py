"""Template context of an event and of a reflection."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cms.components import Button, plural
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import breadcrumbs
from cms.people.models import Authority
from community.formatting import format_days, format_partial_date, format_place
from community.models import EventPage, Interest, ReflectionPage

NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
MAX_OTHER_REFLECTIONS = 5


def event_context(page, request):
    """Return what an event page shows besides its own fields."""
    return {
        "crumbs": breadcrumbs(page),
        "facts": _facts(page),
        "sessions": [child.value for child in page.sessions],
        "themes": _themes(page),
        "themes_heading": _themes_heading(len(page.points)),
        "contributions": _contributions(page),
        "quotes": [child.value for child in page.quotes],
        "since": _notes_since(page),
        "parts": _parts(page, request.user) if page.pk else [],
        "coming": _coming(page, request) if page.pk and page.is_upcoming(timezone.localdate()) else None,
        "cancelled": _cancelled(page) if page.cancelled_on else None,
    }


def _facts(page):
    parent = current_tree().nodes.get(page.part_of_id)
    unknown_place = "Not yet known" if page.is_upcoming(timezone.localdate()) else "Not recorded"
    facts = [
        {"term": "What", "value": page.get_kind_display()},
        {"term": "When", "value": page.when_words},
        {"term": "Where", "value": format_place(page.get_mode_display(), page.place) or unknown_place},
        {"term": "Led by", "value": page.host.name if page.host_id else ""},
        {"term": "Programme", "value": page.programme},
    ]
    if parent and parent.live and parent.url:
        facts.append({"term": "Part of", "value": "", "link_url": parent.url, "link_words": parent.title})
    facts.append({"term": "About", "value": ", ".join(theme.name for theme in page.themes.all()) if page.pk else ""})
    if page.attendance is not None:
        facts.append({"term": "There", **_attendance(page)})
    return [fact for fact in facts if fact["value"] or fact.get("link_url")]


def _attendance(page):
    text = f"{plural(page.attendance, 'person', 'people')}. Source:"
    if page.attendance_url:
        return {"value": text, "link_url": page.attendance_url, "link_words": page.attendance_source}
    return {"value": f"{text} {page.attendance_source}"}


def _themes_heading(count):
    """Return “Three themes”."""
    return f"{NUMBERS[count] if count < len(NUMBERS) else count} {'theme' if count == 1 else 'themes'}"


def _themes(page):
    """Return the themes with their points; each point has a number and an id to link to."""
    return [
        {
            "title": child.value["theme"],
            "points": [
                {"number": number, "id": _point_id(point.id, theme_number, number), "value": point.value}
                for number, point in enumerate(child.value["points"].bound_blocks, start=1)
            ],
        }
        for theme_number, child in enumerate(page.points, start=1)
    ]


def _point_id(block_id, theme_number, number):
    """Return an id from the block's own, so that it survives reordering; a block that is not saved yet is numbered instead."""
    try:
        return f"point-{UUID(str(block_id)).hex[:8]}"
    except ValueError:
        return f"point-{theme_number}-{number}"


def _contributions(page):
    contributions = [child.value for child in page.contributions]
    if not contributions:
        return []
    authority_ids = [int(contribution["authority"]) for contribution in contributions if contribution["authority"]]
    names = dict(Authority.objects.filter(pk__in=authority_ids).values_list("pk", "name"))
    return [
        {
            "authority": names.get(int(contribution["authority"] or 0), "An authority that is no longer listed"),
            "title": contribution["title"],
            "text": contribution["text"],
            "links": contribution["links"],
        }
        for contribution in contributions
    ]


def _notes_since(page):
    notes = sorted((child.value for child in page.since if child.value["day"]), key=lambda note: note["day"])
    return [{"on": format_partial_date(note["day"].isoformat()), "text": note["text"], "links": note["links"]} for note in notes]


def _parts(page, user):
    parts = EventPage.objects.visible_to(user).filter(part_of=page.pk).order_by("starts_on", "title")
    return [
        {
            "title": part["title"],
            "url": current_tree().url(part["pk"]),
            "when": format_days(part["starts_on"], part["ends_on"], only_month=part["only_month"]),
        }
        for part in parts.values("pk", "title", "starts_on", "ends_on", "only_month")
    ]


def _coming(page, request):
    """Return what a member can do about an upcoming event, None for a draft outside a preview.

    A preview shows it as a member sees it who has not shown interest.
    """
    is_preview = getattr(request, "is_preview", False)
    if page.cancelled_on or (not page.live and not is_preview):
        return None
    is_interested = not is_preview and Interest.objects.of(request.user).filter(event=page).exists()
    count = Interest.objects.shown_count(page)
    url_name = "community:take_back_interest" if is_interested else "community:be_interested"
    return {
        "is_interested": is_interested,
        "button": Button("I am no longer interested" if is_interested else "I am interested", reverse(url_name, args=[page.pk]), {}),
        "many_words": f"{plural(count, 'person', 'people')} are interested." if count else "",
        "calendar_url": "" if page.only_month else reverse("community:calendar", args=[page.pk]),
    }


def _cancelled(page):
    """Return the notice of a cancelled event. Its calendar file takes it out of the calendars that have it."""
    can_update = page.live and not page.only_month and page.is_upcoming(timezone.localdate())
    button = Button("Update my calendar", reverse("community:calendar", args=[page.pk])) if can_update else None
    return {"heading": "This event is cancelled", "text": f"It was cancelled on {format_days(page.cancelled_on, None)}.", "button": button}


def reflection_context(page, request):
    """Return what a reflection shows besides its own fields."""
    others = ReflectionPage.objects.visible_to(request.user).exclude(pk=page.pk).order_by("-written", "title").values("pk", "title")
    return {
        "crumbs": breadcrumbs(page),
        "when": format_partial_date(page.written) if page.written else "",
        "is_retold": page.voice == page.Voice.RETOLD,
        "others": [{"title": row["title"], "url": current_tree().url(row["pk"])} for row in others[:MAX_OTHER_REFLECTIONS]],
    }
