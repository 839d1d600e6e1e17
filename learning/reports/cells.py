"""The state of one module for one person on one day, in words and as a shape."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from learning.models.records import Assignment

DUE_SOON = timedelta(days=14)
STATES = {
    "overdue": "Overdue",
    "due": "Due soon",
    "started": "Started",
    "not-started": "Not started",
    "ending": "Ending soon",
    "done": "Completed",
    "waived": "Waived",
    "not-asked": "Not asked",
}


@dataclass(frozen=True)
class Cell:
    """`state` is a key of STATES. `on` is the date that belongs to it: completed on, or due on."""

    state: str
    words: str
    on: date | None = None
    assignment: Assignment | None = None

    @property
    def is_open(self):
        """Return whether something is left to do."""
        return self.state in ("overdue", "due", "started", "not-started", "ending")


NOT_ASKED = Cell("not-asked", "Not asked")


def short_date(value, *, today):
    """Return "8 Jan", with the year if it is not this year's."""
    return date_format(value, "j M" if value.year == today.year else "j M y")


def cell_of(assignment, *, on):
    """Return the Cell of an assignment as it was at the end of the date `on`; NOT_ASKED for None.

    The assignment has its `state` and `module`, and `has_passed` if known. While what is to be renewed still counts, the cell says
    when it ends.
    """
    if assignment is None or not _is_asked_on(assignment, on):
        return NOT_ASKED
    state = getattr(assignment, "state", None)
    completed_on = timezone.localdate(state.completed_at) if state and state.completed_at else None
    if completed_on and completed_on <= on:
        valid_until = assignment.module.valid_until(completed_on)
        if valid_until and valid_until < on:
            return Cell("overdue", f"Ended {short_date(valid_until, today=on)}", valid_until, assignment)
        evidence = "Passed" if getattr(assignment, "has_passed", False) else "Read"
        kind, verb = ("waived", "Waived") if assignment.is_waived else ("done", evidence)
        return Cell(kind, f"{verb} {short_date(completed_on, today=on)}", completed_on, assignment)
    return _open_cell(assignment, state, on)


def _open_cell(assignment, state, on):
    """Return the Cell of an assignment that was not complete on the date `on`."""
    due_on = assignment.due_on
    if assignment.source == Assignment.Source.RENEWAL and due_on and due_on >= on:
        return Cell("ending", f"Ends {short_date(due_on, today=on)}", due_on, assignment)
    if due_on and due_on < on:
        return Cell("overdue", f"Overdue {short_date(due_on, today=on)}", due_on, assignment)
    if due_on and due_on <= on + DUE_SOON:
        return Cell("due", f"Due {short_date(due_on, today=on)}", due_on, assignment)
    if state and timezone.localdate(state.started_at) <= on:
        # How many lessons were done on an earlier day is not kept, so it is said of today only.
        is_today = on >= timezone.localdate()
        return Cell("started", f"{state.lessons_done} of {state.lessons_asked}" if is_today else "Started", due_on, assignment)
    return Cell("not-started", "Not started", due_on, assignment)


def _is_asked_on(assignment, on):
    """Return whether it had been asked for by the end of the date `on`, and was begun or had not lapsed."""
    if timezone.localdate(assignment.made_at) > on:
        return False
    is_begun = getattr(assignment, "state", None) is not None
    return is_begun or assignment.lapsed_at is None or timezone.localdate(assignment.lapsed_at) > on
