"""An event as a calendar file (RFC 5545), which any calendar can read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MAX_LINE_OCTETS = 75


@dataclass(frozen=True)
class Entry:
    """What stands in the file. `starts` and `ends` are both aware datetimes, or both dates with `ends` the last day itself.

    `ends` is None where nobody has said when it is over: an end at the very start is no end (RFC 5545, 3.8.2.2).
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None
    place: str
    text: str
    url: str
    changed_at: datetime


def calendar_file(entry):
    """The file's bytes: UTF-8, lines of at most 75 octets ended by CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Drumbeat//Events//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_moment(entry.changed_at)}",
        *_when(entry),
        f"SUMMARY:{escape_text(entry.title)}",
        *([f"LOCATION:{escape_text(entry.place)}"] if entry.place else []),
        *([f"DESCRIPTION:{escape_text(entry.text)}"] if entry.text else []),
        f"URL:{entry.url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(fold_line(line) + b"\r\n" for line in lines)


def escape_text(text):
    """Text as a property's value. Characters that have no business in a line are left out."""
    lines = "\n".join("".join(c for c in line if c >= " " or c == "\t") for line in text.splitlines())
    return lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold_line(line):
    """A line in UTF-8, broken so that none of its parts is longer than 75 octets, and no character is cut."""
    parts, part = [], b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > MAX_LINE_OCTETS:
            parts.append(part)
            part = b" "  # every further part begins with a space, which counts
        part += octets
    return b"\r\n".join([*parts, part])


def _when(entry):
    if isinstance(entry.starts, datetime):
        return [f"DTSTART:{_moment(entry.starts)}", *([f"DTEND:{_moment(entry.ends)}"] if entry.ends else [])]
    # Where only days are given, the end is the day after the last.
    return [f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{(entry.ends or entry.starts) + timedelta(days=1):%Y%m%d}"]


def _moment(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
