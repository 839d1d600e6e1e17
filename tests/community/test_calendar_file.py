"""The calendar file: readable by any calendar, and safe with hostile text."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.reporting.calendar_file import MAX_LINE_OCTETS, Entry, calendar_file
from tests.community.builders import make_event, make_upcoming


def parsed(content):
    """Return the properties of a file's only event as {name with parameters: value}, parsed according to RFC 5545."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= MAX_LINE_OCTETS
    for line in content.split(b"\r\n"):
        line.decode()  # raises if a character is split between two lines
    lines = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    alarm = inside[inside.index("BEGIN:VALARM") :]
    assert {line.partition(":")[0] for line in alarm} == {"BEGIN", "ACTION", "DESCRIPTION", "TRIGGER", "END"}
    inside = inside[: inside.index("BEGIN:VALARM")]
    pairs = [line.partition(":")[::2] for line in inside]
    assert len({name for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def entry(**changes):
    given = {
        "uid": "event-1@drumbeat",
        "title": "A day on risk",
        "starts": date(2026, 12, 3),
        "ends": date(2026, 12, 3),
        "place": "Online",
        "text": "Come.",
        "url": "https://drumbeat.example/events/a-day-on-risk/",
        "changed_at": datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        **changes,
    }
    return parsed(calendar_file(Entry(**given)))


def test_whole_days_end_on_the_day_after_the_last():
    found = entry(ends=date(2026, 12, 31))
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20261203", "20270101")
    assert found["DTSTAMP"] == "20261102T093000Z"
    assert found["URL"] == "https://drumbeat.example/events/a-day-on-risk/"


def test_a_later_version_of_an_event_has_a_higher_sequence():
    changes = [datetime(2026, 11, 2, 9, 30, tzinfo=UTC) + timedelta(minutes=minutes) for minutes in (0, 1, 60 * 24 * 365 * 20)]
    numbers = [int(entry(changed_at=at)["SEQUENCE"]) for at in changes]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31


def test_times_are_given_in_utc():
    summer = timezone.get_default_timezone()
    found = entry(starts=datetime(2027, 6, 1, 10, 0, tzinfo=summer), ends=datetime(2027, 6, 1, 12, 30, tzinfo=summer))
    assert (found["DTSTART"], found["DTEND"]) == ("20270601T090000Z", "20270601T113000Z")


HOSTILE = [
    "Risk; whose, and \\why",
    "Two\nlines\r\nand\rmore",
    "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:another",
    "Tab\tand \x00 nothing \x07 else",
    "café ☕ " * 40,
    "👩‍👩‍👧 " * 40,
    "a" * 74 + "é",
    " begins with a space",
]


def test_hostile_text_is_escaped_and_adds_no_lines():
    for words in HOSTILE:
        plain = "\n".join("".join(c for c in line if c >= " " or c == "\t") for line in words.splitlines())
        found = entry(title=words, place=words, text=words)
        assert [unescaped(found[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [plain] * 3, words
        assert found["UID"] == "event-1@drumbeat", words


def test_empty_properties_are_left_out():
    assert not {"LOCATION", "DESCRIPTION"} & set(entry(place="", text=""))


@pytest.mark.django_db
def test_a_member_downloads_an_event_with_its_times(events, alice):
    day = timezone.localdate() + timedelta(days=12)
    event = make_event(
        events, "Theory, of change", starts_on=day, start_time=time(10), end_time=time(12, 30), mode="both", place="Town Hall; Ashdale"
    )
    response = alice.get(reverse("community:calendar", args=[event.pk]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    found = parsed(response.content)
    begins = datetime.combine(day, time(10), timezone.get_default_timezone()).astimezone(UTC)
    assert found["DTSTART"] == f"{begins:%Y%m%dT%H%M%SZ}"
    assert found["DTEND"] == f"{begins + timedelta(hours=2, minutes=30):%Y%m%dT%H%M%SZ}"
    assert unescaped(found["SUMMARY"]) == "Theory, of change"
    assert unescaped(found["LOCATION"]) == "In person and online, Town Hall; Ashdale"
    assert found["URL"] == f"http://testserver{event.url}"
    assert alice.get(reverse("community:calendar", args=[event.pk])).content == response.content


@pytest.mark.django_db
@pytest.mark.parametrize(("more_days", "has_end"), [(0, False), (1, True)])
def test_without_an_end_time_only_an_event_of_several_days_has_an_end(events, alice, more_days, has_end):
    day = timezone.localdate() + timedelta(days=12)
    event = make_event(events, starts_on=day, ends_on=day + timedelta(days=more_days), start_time=time(10))
    found = parsed(alice.get(reverse("community:calendar", args=[event.pk])).content)
    assert "DTSTART" in found
    assert ("DTEND" in found) is has_end
    assert found.get("DTEND") != found["DTSTART"]


@pytest.mark.django_db
def test_an_event_without_times_lasts_whole_days(events, alice):
    day = timezone.localdate() + timedelta(days=12)
    event = make_event(events, starts_on=day, ends_on=day + timedelta(days=1))
    found = parsed(alice.get(reverse("community:calendar", args=[event.pk])).content)
    assert found["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
    assert found["DTEND;VALUE=DATE"] == f"{day + timedelta(days=2):%Y%m%d}"


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"days": -1}, {"days": 60, "only_month": True}])
def test_past_and_undated_events_have_no_calendar_file(events, alice, fields):
    assert alice.get(reverse("community:calendar", args=[make_upcoming(events, **fields).pk])).status_code == 404


@pytest.mark.django_db
def test_a_non_ascii_slug_gives_a_valid_file_name(events, alice):
    event = make_upcoming(events, slug="été")
    assert "filename*=utf-8''" in alice.get(reverse("community:calendar", args=[event.pk]))["Content-Disposition"]
