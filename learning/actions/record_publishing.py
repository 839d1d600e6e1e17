"""Keep the learning record in step when trainers publish, move and retire pages. Called by Wagtail's signals.

Nothing here removes evidence.
"""

from uuid import uuid4

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page

from learning.actions.checks import check_published
from learning.actions.record import DONE_ELSEWHERE, waive
from learning.lesson_text import snapshot
from learning.models import LessonPage
from learning.models.records import Assignment, Item, ItemVersion, LessonState, ModuleState, ModuleVersion, Requirement

REMOVED_REASON = "The lesson is no longer part of the module; everything else was done."


@transaction.atomic
def lesson_published(*, page, revision_id, by, at):
    """Store a new version of the lesson if its text or recordings changed, update what its module requires, and return the Item."""
    item = _item_of(page, Item.Kind.LESSON)
    changed = page.changed_since(item.current) if item.current else "words"
    if changed:
        number = item.current.number + 1 if item.current else 1
        change, what_changed = _change_description(page, item.current, changed)
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
    update_structure(module_page=page.get_parent(), by=by, at=at)
    item.refresh_from_db(fields=["module"])
    check_published(page=page, item=item, by=by, at=at)
    return item


def _change_description(page, version, changed):
    """Return (kind of change, what changed) as the trainer described the change since `version`.

    If only a recording changed and the page's description is still that of the previous change, it is not used again.
    """
    if version is None:
        return ItemVersion.Change.FIRST, ""
    if changed == "recordings" and (page.change, page.what_changed) == (version.change, version.what_changed):
        return ItemVersion.Change.CLARIFIED, ""
    return page.change or ItemVersion.Change.CLARIFIED, page.what_changed


@transaction.atomic
def module_published(*, page, at):
    """Create or update the module's Item and what it requires, and return the Item."""
    item = _item_of(page, Item.Kind.MODULE)
    item.title, item.retired_at = page.title, None
    item.valid_months, item.renew_days = page.valid_months, page.renew_days
    item.save()
    update_structure(module_page=page, by=None, at=at)
    return item


@transaction.atomic
def unpublished(*, page, by, at):
    """Retire the page's item. Records of it stay; its module no longer requires it."""
    Item.objects.in_use().of_page(page.pk).update(retired_at=at)
    if isinstance(page, LessonPage):
        update_structure(module_page=page.get_parent(), by=by, at=at)


@transaction.atomic
def pages_deleted(*, by, at):
    """Retire the items whose pages have been deleted, and update what their modules require."""
    orphans = Item.objects.in_use().filter(page__isnull=True)
    modules = list(Page.objects.filter(learning_item__lessons__in=orphans).distinct())
    orphans.update(retired_at=at)
    for module_page in modules:
        update_structure(module_page=module_page, by=by, at=at)


@transaction.atomic
def moved(*, page, from_module, by, at):
    """Update what the old and the new module of a moved lesson require; they may be the same."""
    for module_page in {from_module.pk: from_module, page.get_parent().pk: page.get_parent()}.values():
        update_structure(module_page=module_page, by=by, at=at)


@transaction.atomic
def update_structure(*, module_page, by, at):
    """Store a new ModuleVersion if the module's live lessons or their order have changed.

    Open assignments are recounted against it. Where everything still required is done, here or in the module a lesson came from, a
    waiver with a reason completes the module.
    """
    # FOR NO KEY UPDATE, because events being written refer to this row: FOR UPDATE would wait for them while they wait for us.
    module = Item.objects.select_for_update(no_key=True).of_page(module_page.pk).filter(kind=Item.Kind.MODULE).first()
    lessons = Item.objects.in_use().filter(
        kind=Item.Kind.LESSON, page__path__startswith=module_page.path, page__live=True, current__isnull=False
    )
    if module is None:
        # The module was never published, so a lesson moved into it is not required by any module.
        lessons.update(module=None)
        return
    lessons = list(lessons.order_by("page__path"))
    Item.objects.filter(pk__in=[lesson.pk for lesson in lessons]).exclude(module=module).update(module=module)
    before = list(Requirement.objects.filter(structure=module.structure_id).values_list("item", flat=True))
    after = [lesson.pk for lesson in lessons]
    if module.structure_id and before == after:
        return
    structure = ModuleVersion.objects.create(module=module, number=module.structures.count() + 1, made_at=at)
    Requirement.objects.bulk_create(
        Requirement(structure=structure, item=lesson, position=position) for position, lesson in enumerate(lessons, start=1)
    )
    # Members completing a lesson right now finish first, or wait for us and then see the new structure.
    locked = list(Assignment.objects.select_for_update(of=("self",), no_key=True).filter(module=module).open().order_by("pk"))
    module.structure = structure
    module.save(update_fields=["structure"])
    removed = [pk for pk in before if pk not in after]
    if locked and lessons:
        _complete_finished(module, after, removed, by, at)
    ModuleState.objects.filter(module=module, completed_at__isnull=True).update(
        structure=structure, lessons_asked=len(lessons), lessons_done=Coalesce(Subquery(_done_count(after, OuterRef("assignment"))), 0)
    )


def _complete_finished(module, lessons, removed, by, at):
    """Complete each open assignment that has done all of `lessons` (ids), by waiving a lesson that was removed.

    If none was removed, everything required was done in other modules, from which the lessons have moved here.
    """
    finished = (
        Assignment.objects.filter(module=module)
        .open()
        .annotate(done=Coalesce(Subquery(_done_count(lessons, OuterRef("pk"))), 0))
        .filter(done=len(lessons))
        .select_related("member")
        # Each waiver locks its member, and so may waivers of other modules at the same time: always lock in the same order.
        .order_by("member_id")
    )
    waived, reason = (Item.objects.get(pk=removed[0]), REMOVED_REASON) if removed else (module, DONE_ELSEWHERE)
    for assignment in finished:
        waive(assignment=assignment, lesson=waived, by=by, reason=reason, event_id=uuid4(), at=at)


def _done_count(lessons, assignment):
    """Return a subquery that counts how many of these lessons are done in `assignment`, an OuterRef to its key, or in other modules."""
    return (
        LessonState.objects.counting_in(assignment)
        .filter(completed_at__isnull=False, item__in=lessons)
        .order_by()
        .values("assignment__member")
        .annotate(count=Count("item", distinct=True))
        .values("count")
    )


def _item_of(page, kind):
    """Return the page's item, created if there is none and locked until the transaction ends."""
    Item.objects.get_or_create(page_id=page.pk, defaults={"kind": kind, "title": page.title})
    return Item.objects.select_for_update(of=("self",), no_key=True).select_related("current").get(page_id=page.pk)
