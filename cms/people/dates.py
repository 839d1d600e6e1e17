"""Counting in months, as calendars and the law do."""

from calendar import monthrange
from datetime import date


def add_months(day, count):
    """The same day `count` months later (earlier when negative), or that month's last day: of 31 January the last of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
