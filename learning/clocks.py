"""Due dates: counted from a start, and moved by the days someone is away. Runs no queries."""

from datetime import timedelta

from cms.people.dates import add_months

DAY, WEEK, MONTH = "day", "week", "month"
UNITS = [(DAY, "days"), (WEEK, "weeks"), (MONTH, "months")]


def date_within(start, number, unit):
    """Return the date `number` days, weeks or calendar months after `start`: 31 January and one month is the last of February."""
    if unit == MONTH:
        return add_months(start, number)
    return start + timedelta(days=number * (7 if unit == WEEK else 1))


def days_held(due_on, *, since, absences):
    """Return by how many days absences move a date that was set on `since`: the days away from then on, up to the moved date.

    `absences` are (first day, last day), both included. Due on 15 March and away from 1 March to 30 June: 122 days, due on 15 July.
    """
    held = 0
    for first_day, last_day in sorted(absences):
        if last_day >= since and first_day <= due_on + timedelta(days=held):
            held += (last_day - max(first_day, since)).days + 1
    return held
