"""Count what the whole network has learnt, once a night, and keep only what may be shown."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cms.people.models import Absence, Authority, JobRole, Membership
from cms.reporting.small_numbers import hidden_rows, smallest_shown
from learning.models.records import Assignment, Item, LessonState, NetworkCount, Requirement

Table = NetworkCount.Table


@transaction.atomic
def count_network(*, at):
    """Replace every NetworkCount by the counts of the moment `at`; return how many modules were counted.

    People who left are not counted, nor are those away that day. A module that a manager waived for someone counts as neither asked
    nor completed for them.
    """
    minimum = smallest_shown()
    away = Absence.objects.on(timezone.localdate(at)).values("user")
    people = Membership.objects.current().filter(user__is_active=True).exclude(user__in=away)
    assignments = Assignment.objects.newest_cycle().filter(member__in=people.values("user"), module__retired_at=None)
    assignments = assignments.exclude(waived_at__isnull=False, state__completed_at=F("waived_at"))
    assignments = assignments.exclude(lapsed_at__isnull=False, state__isnull=True)  # nobody asks for it any more
    modules = Item.objects.in_use().filter(kind=Item.Kind.MODULE)
    counts = {module.pk: _Tables(module, at, minimum) for module in modules}
    _add_people(counts, assignments)
    _add_months(counts, assignments, timezone.localdate(at))
    _add_lessons(counts, assignments)
    NetworkCount.objects.all().delete()
    NetworkCount.objects.bulk_create([row for tables in counts.values() for row in tables.rows()], batch_size=500)
    return len(counts)


class _Tables:
    """The counts of one module: {table: {key: (asked, completed)}}, in an order that stays the same from night to night."""

    def __init__(self, module, at, minimum):
        self.module, self.at, self.minimum = module, at, minimum
        self.counts: dict[str, dict] = defaultdict(dict)

    def rows(self):
        """Return the NetworkCounts that may be shown. A hidden figure is None; if the whole is too small there is the total only."""
        hidden = {table: hidden_rows(list(self.counts[table].values()), minimum=self.minimum) for table in (*KEYS, Table.MONTH)}
        if None in hidden.values():
            return [self._row(Table.TOTAL, None, None)]
        total = tuple(map(sum, zip(*self.counts[Table.AUTHORITY].values(), strict=True)))
        rows = [self._row(Table.TOTAL, *(total or (0, 0)))]
        for table, field in {**KEYS, Table.MONTH: "month"}.items():
            for index, (key, counts) in enumerate(self.counts[table].items()):
                if any(counts):
                    asked, completed = (None, None) if index in hidden[table] else (counts[0], counts[-1])
                    rows.append(self._row(table, asked, completed, **{field: key}))
        for lesson_id, completed in self.counts[Table.LESSON].items():
            rows.append(self._row(Table.LESSON, None, None if 0 < completed < self.minimum else completed, lesson_id=lesson_id))
        return rows

    def _row(self, table, asked, completed, **key):
        return NetworkCount(module=self.module, table=table, asked=asked, completed=completed, counted_at=self.at, **key)


# The tables of people, with the field of NetworkCount that says which row it is.
KEYS = {Table.AUTHORITY: "authority_id", Table.JOB_ROLE: "job_role_id"}
_CURRENT = Q(member__memberships__ended_on__isnull=True)


def _add_people(counts, assignments):
    """Add asked and completed by authority and by job role, with a row for every authority and role so that pairs stay the same."""
    for table, model in {Table.AUTHORITY: Authority, Table.JOB_ROLE: JobRole}.items():
        everything = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for tables in counts.values():
            tables.counts[table] = dict.fromkeys(everything, (0, 0))
        # The filter and the group are of one join, so that only the current membership counts.
        grouped = assignments.filter(_CURRENT).values_list("module", f"member__memberships__{KEYS[table]}").order_by()
        for module_id, key, asked, completed in grouped.annotate(asked=Count("pk"), completed=Count("state__completed_at")):
            if module_id in counts:
                counts[module_id].counts[table][key] = (asked, completed)


def _add_months(counts, assignments, on):
    """Add completed by month, from the first month with a completion to the month of the date `on`."""
    grouped = assignments.filter(state__completed_at__isnull=False).annotate(month=TruncMonth("state__completed_at"))
    completed: dict[int, dict] = defaultdict(dict)
    for module_id, month, people in grouped.values_list("module", "month").order_by().annotate(people=Count("pk")):
        completed[module_id][timezone.localdate(month).replace(day=1)] = people
    for module_id, months in completed.items():
        if module_id in counts:
            counts[module_id].counts[Table.MONTH] = {month: (months.get(month, 0),) for month in _months(min(months), max(*months, on))}


def _months(first, last):
    """Yield the first day of each month from `first`, which is one, to `last`."""
    month = first
    while month <= last:
        yield month
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _add_lessons(counts, assignments):
    """Add how many have completed each lesson that a module requires today, in order."""
    required = Requirement.objects.filter(structure__in=Item.objects.filter(pk__in=counts).values("structure")).order_by("position")
    for module_id, lesson_id in required.values_list("structure__module", "item"):
        counts[module_id].counts[Table.LESSON][lesson_id] = 0
    done = LessonState.objects.filter(assignment__in=assignments, completed_at__isnull=False, waived=False)
    for module_id, lesson_id, people in done.values_list("assignment__module", "item").order_by().annotate(people=Count("pk")):
        if module_id in counts and lesson_id in counts[module_id].counts[Table.LESSON]:
            counts[module_id].counts[Table.LESSON][lesson_id] = people
