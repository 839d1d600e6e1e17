"""What the network has learnt, in numbers. Every figure here comes from NetworkCount, where small numbers were left out."""

from dataclasses import dataclass
from itertools import pairwise

from cms.page_tree.snapshot import current_tree
from learning.models.records import NetworkCount
from learning.outline import outline

Table = NetworkCount.Table
BAR = 100  # the length of the longest bar, in the units of its SVG
HIDDEN_BAR = 18  # of every row that is not shown, whatever its figures


@dataclass(frozen=True)
class Row:
    """A row of a table and its bar. `asked` and `completed` are None if they are not shown."""

    name: str
    asked: int | None
    completed: int | None
    outline: float
    fill: float

    @property
    def is_shown(self):
        return self.completed is not None

    @property
    def share(self):
        """Return the share of those asked who have completed it, in whole per cent, or None."""
        return round(100 * self.completed / self.asked) if self.completed is not None and self.asked else None


@dataclass(frozen=True)
class Module:
    """A module of today, with its total over the network (a NetworkCount), or None if it has not been counted yet."""

    item_id: int
    uid: object
    title: str
    url: str
    total: NetworkCount | None


def modules():
    """Return a Module for each published module, in the catalogue's order. Takes one query."""
    tree = current_tree()
    totals = {count.module_id: count for count in NetworkCount.objects.filter(table=Table.TOTAL)}
    return [
        Module(module.item_id, module.uid, tree.nodes[page_id].title, tree.url(page_id), totals.get(module.item_id))
        for page_id, module in outline().items()
        if module.lessons and tree.is_open(page_id)
    ]


def tables_of(module):
    """Return {name of the table: Rows} of a Module, with authorities and job roles in alphabetical order. Takes one query."""
    counts = NetworkCount.objects.filter(module=module.item_id).select_related("authority", "job_role", "lesson").order_by("pk")
    found = {table: [count for count in counts if count.table == table] for table in Table.values}
    lessons = {lesson.item_id: number for number, lesson in enumerate(_lessons(module), start=1)}
    return {
        "authorities": _rows(sorted(found[Table.AUTHORITY], key=lambda count: count.authority.name), lambda count: count.authority.name),
        "job_roles": _rows(sorted(found[Table.JOB_ROLE], key=lambda count: count.job_role.title), lambda count: count.job_role.title),
        "months": _rows(found[Table.MONTH], lambda count: f"{count.month:%B %Y}"),
        "lessons": _rows(
            [count for count in found[Table.LESSON] if count.lesson_id in lessons],
            lambda count: f"Lesson {lessons[count.lesson_id]}: {count.lesson.title}",
        ),
    }


def _lessons(module):
    return next((known.lessons for known in outline().values() if known.item_id == module.item_id), ())


def _rows(counts, name):
    longest = max((count.asked or count.completed or 0 for count in counts), default=0) or 1

    def length(count):
        return round(BAR * (count or 0) / longest, 1)

    return [
        Row(
            name(count),
            count.asked,
            count.completed,
            length(count.asked if count.asked is not None else count.completed) if count.is_shown else HIDDEN_BAR,
            length(count.completed),
        )
        for count in counts
    ]


def most_stop_after(rows, *, minimum):
    """Return (row, people) for the lesson after which most people stopped, or None if fewer than `minimum` stopped after each."""
    falls = [
        (before, before.completed - after.completed)
        for before, after in pairwise(rows)
        if before.is_shown and after.is_shown and before.completed - after.completed >= minimum
    ]
    return max(falls, key=lambda fall: fall[1], default=None)


def network_table(rows):
    """Return (header, rows) of the authorities' table as a file."""
    header = ["Authority", "Asked", "Completed", "Share of those asked, per cent"]
    return header, [
        [row.name, row.asked, row.completed, row.share] if row.is_shown else [row.name, "Not shown", "Not shown", None] for row in rows
    ]
