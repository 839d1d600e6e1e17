"""What is held about one person's part in events, for them to take along; who can see it; and what goes when they are forgotten."""

from cms.parts import Chapter, Sight
from community.models.records import Interest


def export(person):
    """Everything of this house; see EXPORT_MEMBER in cms/hooks.py."""
    rows = Interest.objects.filter(member=person).select_related("event").order_by("made_at")
    return [Chapter("interests", "Events you are interested in", [{"event": one.event.title, "said": one.made_at} for one in rows])]


def erase(person, at):
    """All of it goes: it was nobody else's, and is no evidence."""
    Interest.objects.filter(member=person).delete()


def visibility(person):
    """Who can see what of this house; see WHO_SEES in cms/hooks.py."""
    return [Sight("Events you are interested in", "It is no booking.", who="Only you")]
