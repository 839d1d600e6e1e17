"""What the first page of the desk says of modules and lessons: which stand still, and where people stop."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.desk.home import DeskPanel, day, first_rows, pages_of, row
from cms.models import Recording
from cms.parts import counted
from learning.lesson_text import heard, heard_now, recordings_in
from learning.models import LessonPage, ModulePage
from learning.models.pages import MOST_MINUTES
from learning.models.records import Assignment, Item, ModuleState

STILL = timedelta(days=30)
STOPPED = timedelta(days=14)
LEAST_PEOPLE = 5


def standing_still(user, now):
    """Modules without a lesson, modules that nobody has begun, and drafts nobody has touched, for thirty days."""
    mine, then = pages_of(user), now - STILL
    lessons = LessonPage.objects.live().filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
    begun = Assignment.objects.filter(module__page=OuterRef("pk"), state__isnull=False)
    live = ModulePage.objects.live().filter(pk__in=mine.values("pk")).annotate(has_lessons=Exists(lessons), is_begun=Exists(begun))
    empty = first_rows(live.filter(has_lessons=False).order_by("path"))
    unread = first_rows(live.filter(has_lessons=True, is_begun=False, first_published_at__lt=then).order_by("path"))
    drafts = first_rows(
        mine.type(ModulePage, LessonPage)
        .filter(has_unpublished_changes=True, latest_revision_created_at__lt=then)
        .order_by("latest_revision_created_at", "pk")
    )
    return DeskPanel(
        name="standing-still",
        heading="Modules that stand still",
        rows=[
            *(row(page, "Published, and none of its lessons is") for page in empty),
            *(row(page, f"Nobody has begun it since {day(page.first_published_at)}") for page in unread),
            *(row(page, f"A draft nobody has touched since {day(page.latest_revision_created_at)}") for page in drafts),
        ],
        empty="Every module has lessons and readers, and no draft has lain about for thirty days.",
        intro="A module without lessons, one that nobody has begun in thirty days, or a draft left alone for thirty days.",
        order=140,
    )


def where_people_stop(user, now):
    """The lessons at which at least five people have stood for a fortnight. How many, never who."""
    stops = ModuleState.objects.stopped(since=now - STOPPED).at_lessons(least=LEAST_PEOPLE)
    pages = pages_of(user).filter(learning_item__in=stops.values("lesson")).select_related("learning_item").in_bulk()
    by_item = {page.learning_item.pk: page for page in pages.values()}
    rows = [(by_item[stop["lesson"]], stop["people"]) for stop in stops if stop["lesson"] in by_item]
    return DeskPanel(
        name="where-people-stop",
        heading="Where people stop",
        rows=[row(page, f"{counted(people, 'person', 'people')} came this far and no further in a fortnight") for page, people in rows],
        empty="There is no lesson at which five people or more have stood for a fortnight.",
        intro="Lessons at which five people or more have stood for a fortnight. Fewer are not shown, and never who. "
        "Is it too long, or hard to follow?",
        order=150,
    )


def recordings_changed(user):
    """Published lessons whose recordings say something else now than when the lesson was published; None while there is none."""
    named = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), to_content_type=ContentType.objects.get_for_model(Recording)
    ).annotate(page=Cast("object_id", BigIntegerField()))
    kept = {
        page: body
        for page, body in Item.objects.in_use()
        .filter(kind=Item.Kind.LESSON, page__live=True, page__in=named.values("page"))
        .values_list("page_id", "current__snapshot__body")
        if body
    }
    library = Recording.objects.in_bulk({key for body in kept.values() for key in recordings_in(body)})
    changed = [page for page, body in kept.items() if heard(body) != heard_now(body, library)]
    rows = [row(page, "Publish it again, and say what kind of change it is") for page in first_rows(pages_of(user).filter(pk__in=changed))]
    if not rows:
        return None
    return DeskPanel(
        name="recordings-changed",
        heading="Recordings changed under published lessons",
        rows=rows,
        empty="",
        intro="The title or transcript of a recording was changed in the library. Readers have the new words, and no record says so yet.",
        order=145,
    )


def worth_a_look(page):
    """What a trainer should look at before they publish a lesson or a module, in sentences; none of it keeps it from being published."""
    if not page.summary:
        yield "It has no summary. That is the sentence by which people choose."
    if isinstance(page, LessonPage):
        yield f"It takes about {counted(page.minutes, 'minute')}; {MOST_MINUTES} is the most that can be published."
        if not page.sources:
            yield "No source is given. Where does each fact come from?"
        return
    if not page.objectives:
        yield "It says nothing of what people will be able to do afterwards."
    if page.pk and not LessonPage.objects.live().child_of(page).exists():
        yield "None of its lessons is published yet."
