"""The outline: the modules and lessons of today, in order. Copied with the tree (cms/tree.py) and exactly as fresh as it is.

The tables in `WATCHED`, pages included, move the tree's stamp (migration 0003). Nothing in it is about a person; nobody writes to it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.page_tree.snapshot import current_tree
from learning.models.records import Item, ItemVersion

NAME = "learning.outline"
WATCHED = ["learning_learnindexpage", "learning_modulepage", "learning_lessonpage", "learning_item", "learning_itemversion"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One published lesson as it is now; `version` is the number of its words, `minutes` what they take.

    `changed_at` is when the newest version that readers are told of was made: an editorial change does not count.
    """

    item_id: int
    uid: UUID
    page_id: int
    minutes: int
    content_note: str
    version: int
    changed_at: datetime
    last_material: int
    last_told: int


@dataclass(frozen=True, slots=True)
class Module:
    """One module that has a page, and its published lessons in order."""

    item_id: int
    uid: UUID
    page_id: int
    content_note: str
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self):
        """How long all lessons take together."""
        return sum(lesson.minutes for lesson in self.lessons)


def outline():
    """The modules by the id of their page, in the trainers' order."""
    return current_tree().extras[NAME]


def minutes_of_module(page_id):
    """How long the lessons of a module take together; None while it has none."""
    module = outline().get(page_id)
    return module.minutes if module and module.lessons else None


def minutes_of_lesson(page_id):
    """How long a published lesson takes; None for any other."""
    tree = current_tree()
    node = tree.nodes.get(page_id)
    above = tree.parent(node) if node else None
    module = outline().get(above.id) if above else None
    return next((lesson.minutes for lesson in module.lessons if lesson.page_id == page_id), None) if module else None


def build():
    """Read the outline from the database, in two queries; for the tree."""
    lessons = defaultdict(list)
    told = ItemVersion.objects.filter(item=OuterRef("pk"), number=OuterRef("last_told")).values("made_at")
    rows = (
        Item.objects.in_use()
        .filter(kind=Item.Kind.LESSON, page__live=True, current__isnull=False)
        .annotate(told_at=Subquery(told))
        .order_by("page__path")
        .values_list(
            "module_id",
            *("pk", "uid", "page_id", "current__minutes", "current__content_note", "current__number", "told_at"),
            *("last_material", "last_told"),
        )
    )
    for module_id, *facts in rows:
        lessons[module_id].append(Lesson(*facts))
    modules = (
        Item.objects.filter(kind=Item.Kind.MODULE, page__isnull=False)
        .order_by("page__path")
        .values_list("pk", "uid", "page_id", "page__modulepage__content_note")
    )
    return NAME, {page_id: Module(pk, uid, page_id, note or "", tuple(lessons[pk])) for pk, uid, page_id, note in modules}
