"""Events and due dates as iCalendar files (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MAX_LINE_OCTETS = 75
REMINDER = "-P1D"  # a day before it starts


@dataclass(frozen=True)
class Entry:
    """One event of a calendar file.

    `starts` and `ends` are two aware datetimes, or two dates with `ends` the last day itself. `ends` is None if the end is not
    known, because DTEND must be later than DTSTART (RFC 5545, 3.8.2.2).
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None
    place: str
    text: str
    url: str
    changed_at: datetime
    is_cancelled: bool = False


def calendar_file(*entries):
    """Return the file as bytes: UTF-8, with lines of at most 75 octets that end in CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Drumbeat//Events//EN", "METHOD:PUBLISH"]
    lines += [line for entry in entries for line in _event_lines(entry)]
    return b"".join(fold_line(line) + b"\r\n" for line in [*lines, "END:VCALENDAR"])


def _event_lines(entry):
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_format_utc(entry.changed_at)}",
        f"LAST-MODIFIED:{_format_utc(entry.changed_at)}",
        f"SEQUENCE:{_sequence(entry.changed_at)}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        *_start_and_end_lines(entry),
        f"SUMMARY:{escape_text(entry.title)}",
        *([f"LOCATION:{escape_text(entry.place)}"] if entry.place else []),
        *([f"DESCRIPTION:{escape_text(entry.text)}"] if entry.text else []),
        f"URL:{entry.url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escape_text(entry.title)}",
        f"TRIGGER:{REMINDER}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _sequence(changed_at):
    """Return a whole number that grows with each change, so that calendars take a newer file for a newer version of the same event."""
    return int(changed_at.timestamp()) // 60


def escape_text(text):
    """Return `text` escaped as a TEXT value, without control characters (RFC 5545, 3.3.11)."""
    lines = "\n".join("".join(c for c in line if c >= " " or c == "\t") for line in text.splitlines())
    return lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold_line(line):
    """Return the line in UTF-8, folded at 75 octets without splitting a character (RFC 5545, 3.1)."""
    parts, part = [], b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > MAX_LINE_OCTETS:
            parts.append(part)
            part = b" "  # a continuation line starts with a space, which counts towards its length
        part += octets
    return b"\r\n".join([*parts, part])


def _start_and_end_lines(entry):
    if isinstance(entry.starts, datetime):
        return [f"DTSTART:{_format_utc(entry.starts)}", *([f"DTEND:{_format_utc(entry.ends)}"] if entry.ends else [])]
    # DTEND is exclusive for dates.
    return [f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{(entry.ends or entry.starts) + timedelta(days=1):%Y%m%d}"]


def _format_utc(value):
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
