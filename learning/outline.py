"""The outline: today's modules and lessons, in order. Part of the page tree snapshot (cms/page_tree), so it is always in step with it.

Database triggers on the tables in `WATCHED` invalidate the snapshot (learning/migrations/0002_database_rules.py and
0010_ask_first.py). The outline is read-only and contains nothing about a person.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.page_tree.snapshot import current_tree
from learning.models.records import Item, ItemVersion, ModuleVersion

NAME = "learning.outline"
WATCHED = [
    "learning_learnindexpage",
    "learning_modulepage",
    "learning_lessonpage",
    "learning_item",
    "learning_itemversion",
    "learning_moduleversion",
]


@dataclass(frozen=True, slots=True)
class LessonOutline:
    """A published lesson. `version` is the number of its published version, and `content_hash` the hash of its text.
    `minutes` include those of its check.

    `asks_first` is true if its content note is a hard one.

    `changed_at` is when the newest version that readers are told about was published, and `what_changed` its line for them; editorial
    changes do not count.
    """

    item_id: int
    uid: UUID
    page_id: int
    minutes: int
    content_note: str
    asks_first: bool
    version: int
    changed_at: datetime
    what_changed: str
    last_material: int
    last_told: int
    content_hash: str
    has_check: bool


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module that has a page, and its published lessons in order. `published_at` is when its first lesson was published, or None."""

    item_id: int
    uid: UUID
    page_id: int
    content_note: str
    asks_first: bool
    published_at: datetime | None
    lessons: tuple[LessonOutline, ...]

    @property
    def minutes(self):
        """Return the total minutes of all lessons."""
        return sum(lesson.minutes for lesson in self.lessons)


def outline():
    """Return {page id: ModuleOutline}, in the order trainers gave the modules."""
    return current_tree().extras[NAME]


def minutes_of_module(page_id):
    """Return the total minutes of a module's lessons, or None while it has none."""
    module = outline().get(page_id)
    return module.minutes if module and module.lessons else None


def minutes_of_lesson(page_id):
    """Return the minutes of a published lesson, or None if the lesson is not published."""
    tree = current_tree()
    node = tree.nodes.get(page_id)
    parent = tree.parent(node) if node else None
    module = outline().get(parent.id) if parent else None
    return next((lesson.minutes for lesson in module.lessons if lesson.page_id == page_id), None) if module else None


def build():
    """Return (NAME, outline) for the page tree snapshot, using two queries."""
    lessons = defaultdict(list)
    told = ItemVersion.objects.filter(item=OuterRef("pk"), number=OuterRef("last_told"))
    rows = (
        Item.objects.in_use()
        .filter(kind=Item.Kind.LESSON, page__live=True, current__isnull=False)
        .annotate(told_at=Subquery(told.values("made_at")), told_what=Subquery(told.values("what_changed")))
        .order_by("page__path")
        .values_list(
            "module_id",
            *("pk", "uid", "page_id", "current__minutes", "current__content_note", "page__lessonpage__ask_first"),
            *("current__number", "told_at", "told_what"),
            *("last_material", "last_told", "current__content_hash"),
            "current_check__minutes",
        )
    )
    for module_id, *fields, check_minutes in rows:
        lesson = LessonOutline(*fields, has_check=check_minutes is not None)
        lessons[module_id].append(replace(lesson, minutes=lesson.minutes + check_minutes) if lesson.has_check else lesson)
    first_structures = ModuleVersion.objects.filter(module=OuterRef("pk"), number=1).values("made_at")
    modules = (
        Item.objects.filter(kind=Item.Kind.MODULE, page__isnull=False)
        .annotate(published_at=Subquery(first_structures))
        .order_by("page__path")
        .values_list("pk", "uid", "page_id", "page__modulepage__content_note", "page__modulepage__ask_first", "published_at")
    )
    return NAME, {
        page_id: ModuleOutline(pk, uid, page_id, note or "", bool(note and asks_first), published_at, tuple(lessons[pk]))
        for pk, uid, page_id, note, asks_first, published_at in modules
    }
