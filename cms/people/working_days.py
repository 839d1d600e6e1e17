"""Working days in England: Monday to Friday without bank holidays."""

from datetime import date, timedelta

from django.core.checks import Warning as CheckWarning
from django.utils import timezone

SATURDAY = 5
# Bank holidays of England and Wales, from www.gov.uk/bank-holidays (read in November 2026). Add a year when it is published.
BANK_HOLIDAYS = {
    date(year, month, day)
    for year, days in {
        2026: [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)],
        2027: [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)],
        2028: [(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)],
    }.items()
    for month, day in days
}
WARN_BEFORE = timedelta(days=180)


def is_working_day(day):
    return day.weekday() < SATURDAY and day not in BANK_HOLIDAYS


def working_days_after(day, number):
    """Return the date of the `number`th working day after `day`."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(start, end):
    """Return how many working days after `start` have come by `end`, which is one of them if it is a working day."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def latest_day_to_be_late(today, number):
    """Return the last date of which the `number`th working day after it is before `today`."""
    day = today - timedelta(days=1)
    while working_days_after(day, number) >= today:
        day -= timedelta(days=1)
    return day


def check_bank_holidays(**kwargs):
    """Warn half a year before the list of bank holidays ends."""
    end = date(max(day.year for day in BANK_HOLIDAYS), 12, 31)
    if timezone.localdate() < end - WARN_BEFORE:
        return []
    hint = "Add the next year to cms/people/working_days.py, from www.gov.uk/bank-holidays."
    return [CheckWarning(f"The bank holidays we know end on {end:%d %B %Y}.", hint=hint, id="people.W010")]
