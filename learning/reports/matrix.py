"""People and modules: who was asked for what, and how far they are. The number of queries does not depend on the number of people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from cms.page_tree.snapshot import current_tree
from cms.people.models import Absence, Membership, User
from learning.models.records import Assignment, Item, LessonState
from learning.outline import outline
from learning.reports.cells import DUE_SOON, Cell, cell_of


@dataclass(frozen=True)
class Module:
    """A module as a column. `url` is None if it is no longer published."""

    item_id: int
    title: str
    url: str | None


@dataclass(frozen=True)
class Row:
    """One person's cells, in the order of the modules."""

    person: User
    job_role: str
    hub: str
    cells: tuple[Cell, ...]
    away_until: date | None = None


def modules_to_report(people):
    """Return the modules of today in the catalogue's order, then others that any of the people were asked for, by title."""
    tree = current_tree()
    published = [(module.item_id, page_id) for page_id, module in outline().items() if module.lessons and tree.is_open(page_id)]
    modules = [Module(item_id, tree.nodes[page_id].title, tree.url(page_id)) for item_id, page_id in published]
    asked = Assignment.objects.filter(member__in=people.order_by().values("pk")).values("module")
    others = (
        Item.objects.filter(pk__in=asked, kind=Item.Kind.MODULE).exclude(pk__in=[item_id for item_id, _ in published]).order_by("title")
    )
    return [*modules, *(Module(pk, title, None) for pk, title in others.values_list("pk", "title"))]


def rows_of(people, modules, *, on):
    """Return a Row for each person, with the states of the date `on` (see cell_of). Takes three queries.

    The newest cycle that had begun by then counts. Job role and hub are those of that day.
    """
    people = list(people)
    cells: dict[tuple[int, int], Assignment] = {}
    assignments = Assignment.objects.filter(member__in=people, module__in=[module.item_id for module in modules], made_at__date__lte=on)
    passed = LessonState.objects.filter(assignment=OuterRef("pk"), passed_at__isnull=False)
    for assignment in assignments.annotate(has_passed=Exists(passed)).select_related("state", "module").order_by("cycle"):
        cells[assignment.member_id, assignment.module_id] = assignment
    then = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), user__in=people, started_on__lte=on)
    where = {membership.user_id: membership for membership in then.select_related("hub", "job_role").order_by("pk")}
    away = dict(Absence.objects.on(on).filter(user__in=people).values_list("user", "last_day"))
    rows = []
    for person in people:
        membership = where.get(person.pk)
        rows.append(
            Row(
                person,
                str(membership.job_role) if membership else "",
                str(membership.hub or "") if membership else "",
                tuple(cell_of(cells.get((person.pk, module.item_id)), on=on) for module in modules),
                away.get(person.pk),
            )
        )
    return rows


def with_state(people, state, *, module=None, on):
    """Return those of the people who have a module in this state (a key of STATES), or this module (an Item's id) if one is given."""
    assignments = Assignment.objects.newest_cycle().filter(member=OuterRef("pk"), **({"module": module} if module else {}))
    unfinished = assignments.open()
    late, soon = Q(due_on__lt=on), Q(due_on__gte=on, due_on__lte=on + DUE_SOON)
    ending = Q(source=Assignment.Source.RENEWAL, due_on__gte=on)
    waived = Q(waived_at__isnull=False, state__completed_at=F("waived_at"))
    chosen = {
        "done": assignments.filter(state__completed_at__isnull=False).exclude(waived),
        "waived": assignments.filter(waived),
        "overdue": unfinished.filter(late),
        "due": unfinished.filter(soon).exclude(ending),
        "ending": unfinished.filter(ending),
        "started": unfinished.filter(state__isnull=False).exclude(late | soon | ending),
        "not-started": unfinished.filter(state__isnull=True).exclude(late | soon | ending),
        "not-asked": assignments.exclude(lapsed_at__isnull=False, state__isnull=True),
    }[state]
    return people.filter(~Exists(chosen) if state == "not-asked" else Exists(chosen))
