"""Personal data in notices: export, erasure, and who can see it."""

from cms.hooks import ExportSection, VisibilityEntry
from cms.notices.models import Notice, NoticePreferences


def export(person):
    """Return the person's data as ExportSections; see EXPORT_MEMBER in cms/hooks.py."""
    notices = Notice.objects.filter(recipient=person).order_by("pk")
    preferences = NoticePreferences.objects.filter(user=person)
    return [
        ExportSection("notices", "Your notices", [_notice_row(notice) for notice in notices]),
        ExportSection("notice_preferences", "How you want to be told", [_preferences_row(row) for row in preferences]),
    ]


def _notice_row(notice):
    """What it is about is left out: the person may no longer be allowed to read it."""
    return {
        "kind": notice.kind,
        "how many": notice.count,
        "first": notice.first_at,
        "latest": notice.latest_at,
        "read": notice.read_at,
        "emailed": notice.emailed_at,
    }


def _preferences_row(preferences):
    return {
        "email": preferences.get_email_display(),
        "hour": preferences.hour,
        "weekday": preferences.get_weekday_display(),
        "quiet from": preferences.quiet_from,
        "quiet until": preferences.quiet_until,
        "not at weekends": preferences.not_at_weekends,
        "last email": preferences.last_email_at,
    }


def erase(person, at):
    """Delete the person's notices and preferences; see FORGET_MEMBER in cms/hooks.py."""
    Notice.objects.filter(recipient=person).delete()
    NoticePreferences.objects.filter(user=person).delete()


def visibility(person):
    """Return who can see this data, as VisibilityEntries; see WHO_SEES in cms/hooks.py."""
    text = "Nobody sees what you follow, which notices you have read, or when you want to be emailed. Notices are deleted after 90 days."
    return [VisibilityEntry("Your notices, and how you want to be told", text, who="Only you")]
