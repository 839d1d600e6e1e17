"""When an email is due: the person's day and hour, their quiet hours, and never a second time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.notices.models import NoticePreferences
from cms.notices.schedule import is_due, is_quiet, latest_slot

LONDON = ZoneInfo("Europe/London")


def on(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


def prefs(**choices):
    return NoticePreferences(**choices)


# Monday is 30 November 2026.
@pytest.mark.parametrize(
    ("choices", "first", "last", "now", "due"),
    [
        ({}, "2026-11-30 07:00", None, "2026-11-30 08:00", True),
        ({}, "2026-11-30 07:00", None, "2026-11-30 07:59", False),
        ({}, "2026-11-30 08:30", None, "2026-11-30 09:00", False),  # after today's email would have gone
        ({}, "2026-11-30 08:30", None, "2026-12-01 08:00", True),
        ({}, "2026-11-30 07:00", "2026-11-30 08:01", "2026-11-30 18:00", False),
        ({}, "2026-11-28 07:00", None, "2026-11-30 23:00", True),  # the worker had stopped
        ({"email": "weekly", "weekday": 2}, "2026-11-30 07:00", None, "2026-12-01 09:00", False),
        ({"email": "weekly", "weekday": 2}, "2026-11-30 07:00", None, "2026-12-02 08:00", True),
        ({"email": "weekly", "weekday": 2}, "2026-11-30 07:00", "2026-12-02 08:00", "2026-12-03 08:00", False),
        ({"email": "none"}, "2026-11-01 07:00", None, "2026-11-30 08:00", False),
        ({"email": "first"}, "2026-11-30 12:00", None, "2026-11-30 12:01", False),  # it may still be undone
        ({"email": "first"}, "2026-11-30 12:00", None, "2026-11-30 12:02", True),
        ({"email": "first", "quiet_from": 20, "quiet_until": 7}, "2026-11-30 21:00", None, "2026-11-30 23:00", False),
        ({"email": "first", "quiet_from": 20, "quiet_until": 7}, "2026-11-30 21:00", None, "2026-12-01 06:59", False),
        ({"email": "first", "quiet_from": 20, "quiet_until": 7}, "2026-11-30 21:00", None, "2026-12-01 07:00", True),
        ({"not_at_weekends": True}, "2026-12-04 12:00", None, "2026-12-05 08:00", False),
        ({"not_at_weekends": True}, "2026-12-04 12:00", None, "2026-12-07 08:00", True),
        # The clocks go back on 25 October and forward on 28 March.
        ({"hour": 1}, "2026-10-24 12:00", None, "2026-10-25 01:00", True),
        ({"hour": 1}, "2027-03-27 12:00", None, "2027-03-28 02:00", True),
    ],
)
def test_an_email_is_due_at_the_persons_hour_and_once(choices, first, last, now, due):
    preferences = prefs(**choices, last_email_at=on(last) if last else None)
    assert is_due(preferences, first_at=on(first), local=on(now)) is due


def test_nothing_is_due_in_any_quiet_hour_and_the_latest_slot_is_never_in_the_future():
    for choices in ({"quiet_from": 22, "quiet_until": 6}, {"quiet_from": 9, "quiet_until": 17}, {"not_at_weekends": True}):
        for email in ("daily", "weekly", "first"):
            preferences = prefs(email=email, **choices)
            for hour in range(24 * 8):
                now = on("2026-11-30 00:00") + timedelta(hours=hour)
                assert latest_slot(preferences, now) <= now
                if is_quiet(preferences, now):
                    assert not is_due(preferences, first_at=on("2026-11-01 08:00"), local=now)
