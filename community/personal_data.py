"""What this app stores about a person: export, erasure, and who can see it."""

from cms.hooks import ExportSection, VisibilityEntry
from community.models.records import Interest


def export(person):
    """Return the person's data as ExportSections; see EXPORT_MEMBER in cms/hooks.py."""
    interests = Interest.objects.filter(member=person).select_related("event").order_by("made_at")
    rows = [{"event": interest.event.title, "said": interest.made_at} for interest in interests]
    return [ExportSection("interests", "Events you are interested in", rows)]


def erase(person, at):
    """Delete the person's data; see FORGET_MEMBER in cms/hooks.py. Nothing stays, because none of it is evidence."""
    Interest.objects.filter(member=person).delete()


def visibility(person):
    """Return VisibilityEntries that say who can see the person's data; see WHO_SEES in cms/hooks.py."""
    return [VisibilityEntry("Events you are interested in", "Showing interest does not book a place.", who="Only you")]
