"""Adding months to dates, as retention periods and legal deadlines count them."""

from calendar import monthrange
from datetime import date


def add_months(day, count):
    """Return the same day `count` months later (earlier if negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
