"""What a manager can choose from: the modules of today, and the people with how each stands to the chosen modules."""

from dataclasses import dataclass

from django.utils.formats import date_format

from cms.components import plural
from cms.people.models import User
from learning.models.records import Assignment, Item
from learning.outline import outline
from learning.reports.matrix import modules_to_report, rows_of

# So many fit on one page. Paging would lose what was ticked.
MAX_PEOPLE = 100


@dataclass(frozen=True)
class ModuleChoice:
    """A module that can be assigned."""

    item_id: int
    title: str
    line: str


@dataclass(frozen=True)
class PersonChoice:
    """A person, what to say of each chosen module, and whether any of them can still be asked."""

    person: User
    job_role: str
    hub: str
    states: tuple[tuple[str, str], ...]
    can_be_asked: bool


def modules_to_assign(people):
    """Return the published modules that have lessons, in the catalogue's order."""
    outlines = {module.item_id: module for module in outline().values()}
    return [
        ModuleChoice(
            module.item_id,
            module.title,
            f"{plural(len(outlines[module.item_id].lessons), 'lesson')}, {plural(outlines[module.item_id].minutes, 'minute')}",
        )
        for module in modules_to_report(people)
        if module.url
    ]


def people_to_choose(people, modules, *, on):
    """Return a PersonChoice for each of the people, with the states in the chosen modules (ModuleChoices) on the date `on`."""
    return [
        PersonChoice(
            row.person,
            row.job_role,
            row.hub,
            tuple((module.title, asked_words(cell, on=on)) for module, cell in zip(modules, row.cells, strict=True)),
            not modules or any(cell.state == "not-asked" for cell in row.cells),
        )
        for row in rows_of(people, modules, on=on)
    ]


def asked_words(cell, *, on):
    """Return why a person has no box, such as "Already asked, due 4 December", or "Not asked"."""
    if cell.state == "not-asked":
        return "Not asked"
    if cell.state == "ending":
        return f"Asked to do it again, until {_date(cell.on, on)}"
    if cell.state in ("done", "waived"):
        return f"{'Done' if cell.state == 'done' else 'Waived'} {_date(cell.on, on)}"
    if cell.assignment.source == Assignment.Source.SELF and cell.on is None:
        return "Started without being asked"
    if cell.on is None:
        return "Already asked, no due date"
    return f"Already asked, {'overdue since' if cell.state == 'overdue' else 'due'} {_date(cell.on, on)}"


def _date(value, on):
    return date_format(value, "j F" if value.year == on.year else "j F Y")


def items_of(modules):
    """Return the Items of ModuleChoices, in their order."""
    items = Item.objects.in_bulk([module.item_id for module in modules])
    return [items[module.item_id] for module in modules if module.item_id in items]
