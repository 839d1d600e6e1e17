"""Adding months to dates, as retention periods and legal deadlines count them; and dates of which only the year may be known."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date
from itertools import product

from django.db.models import BooleanField, Func

_YEARS = ["[1-9][0-9][0-9][0-9]"]
_MONTHS = ["0[1-9]", "1[0-2]"]
_DAYS = ["0[1-9]", "[12][0-9]", "3[01]"]
# Patterns that mean the same to SQLite's GLOB and as a regular expression.
_PARTIAL_DATES = ["-".join(parts) for parts in [*product(_YEARS), *product(_YEARS, _MONTHS), *product(_YEARS, _MONTHS, _DAYS)]]


class IsPartialDate(Func):
    """Whether a text is a year, a month or a day: 2017, 2019-12 or 2021-06-01. For constraints; built into both databases."""

    arity = 1
    output_field = BooleanField()

    def as_sqlite(self, compiler, connection):
        sql, params = compiler.compile(self.source_expressions[0])
        return "(" + " OR ".join(f"{sql} GLOB '{pattern}'" for pattern in _PARTIAL_DATES) + ")", params * len(_PARTIAL_DATES)

    def as_postgresql(self, compiler, connection):
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} ~ '^({'|'.join(_PARTIAL_DATES)})$')", params


def add_months(day, count):
    """Return the same day `count` months later (earlier if negative), or the last day of a shorter month.

    Years that Python does not know give the first or the last day it knows.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
