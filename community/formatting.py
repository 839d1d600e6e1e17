"""Dates in words, never more exact than they are known."""

import re
from datetime import date

from django.utils.dateformat import format as written


def format_days(starts_on, ends_on, *, only_month=False, start_time=None, end_time=None):
    """The days of something in words: “Wednesday 15 September 2021, 10:00 to 12:30”, “30 November to 2 December 2026”."""
    first, last = starts_on, ends_on or starts_on
    if only_month:
        return _span(first, last, "F Y", first.month == last.month, "F")
    if first == last:
        return written(first, "l j F Y") + _times(start_time, end_time)
    return _span(first, last, "j F Y", False, "j" if first.month == last.month else "j F")


def _span(first, last, whole, is_one, short):
    if first.year != last.year:
        return f"{written(first, whole)} to {written(last, whole)}"
    return written(last, whole) if is_one else f"{written(first, short)} to {written(last, whole)}"


def _times(start, end):
    if start is None:
        return ""
    return f", {start:%H:%M} to {end:%H:%M}" if end else f", {start:%H:%M}"


def format_partial_date(when):
    """2021, 2021-06 or 2021-06-01 as “2021”, “June 2021” or “1 June 2021”. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", when):
        raise ValueError(f"“{when}” is not a year, a month or a day.")
    day = date.fromisoformat(when + "-01-01"[: 10 - len(when)])
    return written(day, {4: "Y", 7: "F Y", 10: "j F Y"}[len(when)])
