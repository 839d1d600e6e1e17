"""What a trainer's publishing, moving and retiring means for the record. Called by Wagtail's signals; harms nothing, ever."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page

from learning.actions.record import waive
from learning.lesson_text import snapshot
from learning.models import LessonPage
from learning.models.records import Assignment, Item, ItemVersion, LessonState, ModuleState, ModuleVersion, Requirement

RETIRED = "The lesson is no longer part of the module; everything else was done."


@transaction.atomic
def lesson_published(*, page, revision_id, by, at):
    """Keep the words of a lesson as published, and of its recordings, if they changed, and have its module ask for it. Returns the Item."""
    item = _item_of(page, Item.Kind.LESSON)
    changed = page.changed_since(item.current) if item.current else "words"
    if changed:
        number = item.current.number + 1 if item.current else 1
        change, what_changed = _said_of(page, item.current, changed)
        item.current = ItemVersion.objects.create(
            item=item,
            number=number,
            content_hash=page.content_hash,
            change=change,
            what_changed=what_changed,
            title=page.title,
            minutes=page.minutes,
            content_note=page.content_note,
            snapshot=snapshot(page),
            revision_id=revision_id,
            made_at=at,
            made_by=by,
        )
        if change == ItemVersion.Change.MATERIAL:
            item.last_material = number
        if change != ItemVersion.Change.EDITORIAL:
            item.last_told = number
    item.title, item.retired_at = page.title, None
    item.save()
    arrange(module_page=page.get_parent(), by=by, at=at)
    return item


def _said_of(page, version, changed):
    """The kind of change since the version, and what changed, as whoever published it said; of a first version nothing.

    Where only what a recording says is other, what still stands on the page from the change before is not said of this one.
    """
    if version is None:
        return ItemVersion.Change.FIRST, ""
    if changed == "recordings" and (page.change, page.what_changed) == (version.change, version.what_changed):
        return ItemVersion.Change.CLARIFIED, ""
    return page.change or ItemVersion.Change.CLARIFIED, page.what_changed


@transaction.atomic
def module_published(*, page, at):
    """Give a module that is published its Item, and write down what it asks. Returns the Item."""
    item = _item_of(page, Item.Kind.MODULE)
    item.title, item.retired_at = page.title, None
    item.save()
    arrange(module_page=page, by=None, at=at)
    return item


@transaction.atomic
def unpublished(*, page, by, at):
    """Take a page's item out of use. Its record stays; its module no longer asks for it."""
    Item.objects.in_use().of_page(page.pk).update(retired_at=at)
    if isinstance(page, LessonPage):
        arrange(module_page=page.get_parent(), by=by, at=at)


@transaction.atomic
def pages_deleted(*, by, at):
    """Take the items whose pages are gone out of use, and have their modules ask for what is left."""
    orphans = Item.objects.in_use().filter(page__isnull=True)
    modules = list(Page.objects.filter(learning_item__lessons__in=orphans).distinct())
    orphans.update(retired_at=at)
    for module_page in modules:
        arrange(module_page=module_page, by=by, at=at)


@transaction.atomic
def moved(*, page, from_module, by, at):
    """A lesson was moved within its module, or to another: both ask for what stands below them now."""
    for module_page in {from_module.pk: from_module, page.get_parent().pk: page.get_parent()}.values():
        arrange(module_page=module_page, by=by, at=at)


@transaction.atomic
def arrange(*, module_page, by, at):
    """Write down what a module asks for now, if that changed: its live lessons, in order.

    Open records are counted against it. Whoever had done all but what is no longer asked has the rest waived, with the reason.
    """
    # Not FOR UPDATE: a member who is writing an event points at the item, and would be waited for while they wait for us.
    module = Item.objects.select_for_update(no_key=True).of_page(module_page.pk).filter(kind=Item.Kind.MODULE).first()
    below = Item.objects.in_use().filter(
        kind=Item.Kind.LESSON, page__path__startswith=module_page.path, page__live=True, current__isnull=False
    )
    if module is None:
        # A module that was never published: a lesson that was moved into it is asked for by none.
        below.update(module=None)
        return
    lessons = list(below.order_by("page__path"))
    Item.objects.filter(pk__in=[lesson.pk for lesson in lessons]).exclude(module=module).update(module=module)
    before = list(Requirement.objects.filter(structure=module.structure_id).values_list("item", flat=True))
    after = [lesson.pk for lesson in lessons]
    if module.structure_id and before == after:
        return
    structure = ModuleVersion.objects.create(module=module, number=module.structures.count() + 1, made_at=at)
    Requirement.objects.bulk_create(
        Requirement(structure=structure, item=lesson, position=place) for place, lesson in enumerate(lessons, start=1)
    )
    # Whoever is completing a lesson at this moment is waited for, or waits for us and then sees the new structure.
    locked = list(Assignment.objects.select_for_update(of=("self",), no_key=True).filter(module=module).open().order_by("pk"))
    module.structure = structure
    module.save(update_fields=["structure"])
    gone = [pk for pk in before if pk not in after]
    if locked and gone and lessons:
        _waive_what_is_gone(module, after, gone, by, at)
    ModuleState.objects.filter(module=module, completed_at__isnull=True).update(
        structure=structure, lessons_asked=len(lessons), lessons_done=Coalesce(Subquery(_done_of(after)), 0)
    )


def _waive_what_is_gone(module, lessons, gone, by, at):
    ready = (
        Assignment.objects.filter(module=module)
        .open()
        .annotate(done=Coalesce(Subquery(_done_of(lessons, assignment="pk")), 0))
        .filter(done=len(lessons))
        .select_related("member")
        # Each waiver locks its person, as the waivers of other modules may at this moment: everybody in the same order.
        .order_by("member_id")
    )
    lesson = Item.objects.get(pk=gone[0])
    for assignment in ready:
        waive(assignment=assignment, lesson=lesson, by=by, reason=RETIRED, event_id=uuid4(), at=at)


def _done_of(lessons, assignment="assignment"):
    """How many of these lessons the outer row's assignment has done, as a subquery."""
    return (
        LessonState.objects.filter(assignment=OuterRef(assignment), completed_at__isnull=False, item__in=lessons)
        .order_by()
        .values("assignment")
        .annotate(many=Count("pk"))
        .values("many")
    )


def _item_of(page, kind):
    """The page's item, made if there is none; locked until the transaction ends."""
    Item.objects.get_or_create(page_id=page.pk, defaults={"kind": kind, "title": page.title})
    return Item.objects.select_for_update(of=("self",), no_key=True).select_related("current").get(page_id=page.pk)
