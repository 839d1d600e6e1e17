"""What Wagtail's admin tells trainers about modules and lessons: dashboard panels, and suggestions before publishing."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast
from laces.components import Component
from wagtail.models import Page, ReferenceIndex

from cms.components import plural
from cms.desk.dashboard import DeskPanel, content_row, editable_pages, first_rows, format_day
from cms.library.models import Recording
from learning import marking
from learning.lesson_text import recording_ids, recording_texts, recording_texts_now
from learning.models import LessonPage, ModulePage
from learning.models.records import Assignment, Item, ModuleState

STALLED_AFTER = timedelta(days=30)
STOPPED_AFTER = timedelta(days=14)
MIN_PEOPLE = 5


class StartPanel(Component):
    """The first panel of the desk's home page: a button to start a module."""

    name = "start"
    template_name = "learning/desk/start_panel.html"
    order = 10


def stalled_modules(user, now):
    """Return the panel of modules without lessons, modules no one has started, and untouched drafts, after thirty days."""
    editable, since = editable_pages(user), now - STALLED_AFTER
    lessons = LessonPage.objects.live().filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
    started = Assignment.objects.filter(module__page=OuterRef("pk"), state__isnull=False)
    live = ModulePage.objects.live().filter(pk__in=editable.values("pk"))
    live = live.annotate(has_lessons=Exists(lessons), is_started=Exists(started))
    empty = first_rows(live.filter(has_lessons=False).order_by("path"))
    unread = first_rows(live.filter(has_lessons=True, is_started=False, first_published_at__lt=since).order_by("path"))
    drafts = first_rows(
        editable.type(ModulePage, LessonPage)
        .filter(has_unpublished_changes=True, latest_revision_created_at__lt=since)
        .order_by("latest_revision_created_at", "pk")
    )
    return DeskPanel(
        name="standing-still",
        heading="Modules that need attention",
        rows=[
            *(content_row(page, "Published, but none of its lessons is") for page in empty),
            *(content_row(page, f"No one has started it since {format_day(page.first_published_at)}") for page in unread),
            *(content_row(page, f"A draft no one has edited since {format_day(page.latest_revision_created_at)}") for page in drafts),
        ],
        empty="Every module has lessons and readers, and no draft is more than thirty days old.",
        intro="Modules without lessons, modules no one has started in thirty days, and drafts not edited for thirty days.",
        order=140,
    )


def lessons_where_people_stop(user, now):
    """Return the panel of lessons where at least MIN_PEOPLE people have stopped for a fortnight. It shows counts, never names."""
    stops = ModuleState.objects.inactive(since=now - STOPPED_AFTER).by_current_lesson(minimum=MIN_PEOPLE)
    pages = editable_pages(user).filter(learning_item__in=stops.values("lesson")).select_related("learning_item").in_bulk()
    page_by_item = {page.learning_item.pk: page for page in pages.values()}
    rows = [(page_by_item[stop["lesson"]], stop["people"]) for stop in stops if stop["lesson"] in page_by_item]
    return DeskPanel(
        name="where-people-stop",
        heading="Where people stop",
        rows=[content_row(page, f"{plural(people, 'person', 'people')} stopped here over a fortnight ago") for page, people in rows],
        empty="There is no lesson where five or more people have stopped for a fortnight.",
        intro="Lessons where five or more people have stopped for a fortnight. We never show smaller numbers, or who they are. "
        "Is the lesson too long, or hard to follow?",
        order=150,
    )


def changed_recordings(user):
    """Return the panel of published lessons whose recordings have changed since publication, or None if there are none."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), to_content_type=ContentType.objects.get_for_model(Recording)
    ).annotate(page=Cast("object_id", BigIntegerField()))
    bodies = {
        page_id: body
        for page_id, body in Item.objects.in_use()
        .filter(kind=Item.Kind.LESSON, page__live=True, page__in=references.values("page"))
        .values_list("page_id", "current__snapshot__body")
        if body
    }
    library = Recording.objects.in_bulk({recording_id for body in bodies.values() for recording_id in recording_ids(body)})
    changed = [page_id for page_id, body in bodies.items() if recording_texts(body) != recording_texts_now(body, library)]
    pages = first_rows(editable_pages(user).filter(pk__in=changed))
    rows = [content_row(page, "Publish it again, and say what kind of change it is") for page in pages]
    if not rows:
        return None
    return DeskPanel(
        name="recordings-changed",
        heading="Recordings changed in published lessons",
        rows=rows,
        empty="",
        intro="The title or transcript of a recording was changed in the library. Readers see the new text, but no record says so yet.",
        order=145,
    )


def suggestions_before_publishing(page):
    """Yield what a trainer should look at before publishing a lesson or module. None of it prevents publishing."""
    if not page.summary:
        yield "It has no summary. People use the summary to decide what to read."
    if isinstance(page, LessonPage):
        if not page.sources:
            yield "No source is given. Where does each fact come from?"
        if place := marking.favoured_place(marking.questions_of(page.questions)):
            yield f"In every question with one right answer, answer {place} is the right one. Move some of them."
        return
    if not page.objectives:
        yield "It does not say what people will be able to do afterwards."
    if page.pk and not LessonPage.objects.live().child_of(page).exists():
        yield "None of its lessons is published yet."
