"""Dates and places as text, never more exact than they are known."""

import re
from datetime import date

from django.utils.dateformat import format as format_date


def format_days(starts_on, ends_on, *, only_month=False, start_time=None, end_time=None):
    """Return the dates of an event: “Wednesday 15 September 2021, 10:00 to 12:30”, “30 November to 2 December 2026”.

    With `only_month` no day is named: “September 2021”. The times appear on an event of one day only.
    """
    ends_on = ends_on or starts_on
    if only_month:
        if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
            return format_date(ends_on, "F Y")
        return _format_range(starts_on, ends_on, "F Y", "F")
    if starts_on == ends_on:
        return format_date(starts_on, "l j F Y") + _format_times(start_time, end_time)
    return _format_range(starts_on, ends_on, "j F Y", "j" if starts_on.month == ends_on.month else "j F")


def _format_range(first, last, full_format, same_year_format):
    if first.year != last.year:
        same_year_format = full_format
    return f"{format_date(first, same_year_format)} to {format_date(last, full_format)}"


def _format_times(start, end):
    if start is None:
        return ""
    return f", {start:%H:%M} to {end:%H:%M}" if end else f", {start:%H:%M}"


def format_partial_date(text):
    """Return 2021, 2021-06 or 2021-06-01 as “2021”, “June 2021” or “1 June 2021”. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise ValueError(f"“{text}” is not a year, a month or a day.")
    day = date.fromisoformat(text + "-01-01"[: 10 - len(text)])
    return format_date(day, {4: "Y", 7: "F Y", 10: "j F Y"}[len(text)])


def format_place(mode, place):
    """Return where an event is: “In person, Northallerton”, “Online”, "" if neither is known."""
    return ", ".join(part for part in (mode, place) if part)
