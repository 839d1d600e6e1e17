"""When a person may next be emailed. Pure functions: times go in as local, aware datetimes."""

from datetime import datetime, time, timedelta

from cms.notices.models import NoticePreferences

Email = NoticePreferences.Email
DAY = timedelta(days=1)
SATURDAY = 5
# Someone may undo a post for a minute; nobody should have an email about it then.
SETTLES_AFTER = timedelta(minutes=2)


def is_quiet(preferences, local):
    """Return whether nothing may be sent at this moment: quiet hours, or a weekend without emails."""
    if preferences.not_at_weekends and local.weekday() >= SATURDAY:
        return True
    return is_quiet_hour(preferences.quiet_from, preferences.quiet_until, local.hour)


def is_quiet_hour(start, end, hour):
    """Return whether the hour is within quiet hours from `start` to `end`, which may pass midnight. None is no quiet hours."""
    if start is None or end is None or start == end:
        return False
    return start <= hour < end if start < end else hour >= start or hour < end


def latest_slot(preferences, local):
    """Return the latest moment, up to `local`, at which a daily or weekly email was to be sent."""
    day = local.date()
    if preferences.email == Email.WEEKLY:
        day -= DAY * ((day.weekday() - preferences.weekday) % 7)
    slot = _at_hour(day, preferences.hour, local)
    if slot > local:
        slot = _at_hour(day - DAY * (7 if preferences.email == Email.WEEKLY else 1), preferences.hour, local)
    return slot


def _at_hour(day, hour, local):
    return datetime.combine(day, time(hour), local.tzinfo)


def is_due(preferences, *, first_at, local):
    """Return whether an email is due for notices of which the oldest is from `first_at`."""
    if preferences.email == Email.NONE or is_quiet(preferences, local):
        return False
    if preferences.email == Email.FIRST:
        return first_at <= local - SETTLES_AFTER
    slot = latest_slot(preferences, local)
    return first_at <= slot and (preferences.last_email_at is None or preferences.last_email_at < slot)


def next_email_words(preferences, local):
    """Return when the next email comes, as the end of a sentence; "" if none does."""
    if preferences.email == Email.NONE:
        return ""
    if preferences.email == Email.FIRST:
        return "when someone replies"
    step = DAY * (7 if preferences.email == Email.WEEKLY else 1)
    moment = latest_slot(preferences, local) + step
    while is_quiet(preferences, moment) and preferences.email == Email.DAILY:
        moment += DAY
    return f"on {moment:%A} {moment.day} {moment:%B} at {moment:%H:%M}"
