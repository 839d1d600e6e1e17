"""One page with four ways to start a module, and a report on a Word file before anything is created from it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from cms.components import plural
from cms.library.upload_limits import count_upload
from cms.pages.blocks import reading_minutes
from learning.actions.drafts import (
    AlreadyImported,
    NothingToSplit,
    forget_word_files,
    module_from_word,
    split_lesson,
    start_module,
)
from learning.models import LearnIndexPage, LessonPage, WordFile, WordPicture
from learning.models.pages import MAX_MINUTES
from learning.new_module.forms import CopyForm, PictureForm, StartForm, WordForm
from learning.pattern import LESSONS
from learning.permissions import may_split, may_start_module
from learning.word_import.parser import Plan, read

MAX_BUTTONS = 5  # more lessons than these are a click away, below the module
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


@dataclass
class LessonRow:
    """A lesson to be created, as the report shows it."""

    title: str
    words: int
    minutes: int
    texts: list[str]

    @property
    def is_too_long(self):
        return self.minutes > MAX_MINUTES

    @property
    def length(self):
        return f"{plural(self.words, 'word')}, about {plural(self.minutes, 'minute')}"


def _check_permission(request):
    if not may_start_module(request.user):
        raise PermissionDenied


def _start_page(request, *, status=200, **forms):
    learn = LearnIndexPage.objects.get()
    context = {
        "empty_url": reverse("wagtailadmin_pages:add", args=["learning", "modulepage", learn.pk]),
        "pattern_form": StartForm(prefix="pattern"),
        "copy_form": CopyForm(prefix="copy"),
        "word_form": WordForm(prefix="word"),
        "pattern": [title for title, _ in LESSONS],
        **forms,
    }
    return render(request, "learning/desk/new_module.html", context, status=status)


@require_safe
def start(request):
    """Show the four ways to start a module."""
    _check_permission(request)
    return _start_page(request)


@require_POST
def from_pattern(request):
    """Create a module from the pattern."""
    _check_permission(request)
    form = StartForm(request.POST, prefix="pattern")
    if not form.is_valid():
        return _start_page(request, pattern_form=form, status=422)
    module = start_module(**form.cleaned_data, lessons=LESSONS, by=request.user)
    return _to_first_lesson(request, module, "Replace the prompts with your own text: a lesson is not published while one is left.")


@require_POST
def from_copy(request):
    """Redirect to Wagtail's page for copying, which gives the copies new ids."""
    _check_permission(request)
    form = CopyForm(request.POST, prefix="copy")
    if not form.is_valid():
        return _start_page(request, copy_form=form, status=422)
    return redirect("wagtailadmin_pages:copy", form.cleaned_data["module"].pk)


@require_POST
def from_word(request):
    """Read a Word file. Nothing is created yet, and the file itself is not stored."""
    _check_permission(request)
    at = timezone.now()
    forget_word_files(at=at)
    form = WordForm(request.POST, request.FILES, prefix="word")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            count_upload(request.user, "word-file")
            plan, pictures = read(file)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            row = WordFile.objects.create(by=request.user, name=file.name[:120], read=plan.as_json(), read_at=at)
            WordPicture.objects.bulk_create(WordPicture(file=row, **vars(picture)) for picture in pictures)
            return redirect("newmodule:word_report", row.uid)
    return _start_page(request, word_form=form, status=422)


def _get_word_file(request, uid):
    _check_permission(request)
    return get_object_or_404(WordFile.objects.of(request.user), uid=uid)


def word_report(request, uid):
    """Show what the file would become, and with POST create the module."""
    row = _get_word_file(request, uid)
    if not row.read:
        return _redirect_to_module(request, row.module)
    plan = Plan.from_json(row.read)
    posted = request.POST if request.method == "POST" else None
    form = StartForm(posted, initial={"title": plan.title})
    pictures = [
        (picture, PictureForm(posted, prefix=f"picture-{picture.number}", initial={"alternative": picture.alternative}))
        for picture in row.pictures.defer("content")
    ]
    if posted is not None:
        are_valid = [form.is_valid(), *(picture_form.is_valid() for _, picture_form in pictures)]
        if all(are_valid):
            return _create_module(request, row, form, {picture.number: picture_form.description for picture, picture_form in pictures})
    lessons = [_lesson_row(lesson) for lesson in plan.lessons]
    context = {"row": row, "plan": plan, "form": form, "pictures": pictures, "lessons": lessons, "max_minutes": MAX_MINUTES}
    context["too_long"] = any(lesson.is_too_long for lesson in lessons)
    return render(request, "learning/desk/word_report.html", context, status=422 if posted is not None else 200)


def _create_module(request, row, form, pictures):
    try:
        module = module_from_word(word_file=row, **form.cleaned_data, pictures=pictures, by=request.user)
    except AlreadyImported as error:
        return _redirect_to_module(request, error.module)
    return _to_first_lesson(request, module, "Readers cannot see them until you publish them.")


def _to_first_lesson(request, module, advice):
    """Redirect to the first of the new lessons, with a message that leads to the others and to the module."""
    first, *others = module.get_children()
    buttons = [messages.button(_edit_url(page), f"Lesson {number}: {page.title}") for number, page in enumerate(others, start=2)]
    buttons = [*buttons[:MAX_BUTTONS], messages.button(_edit_url(module), "The module itself")]
    text = f"“{module.title}” and its {plural(module.numchild, 'lesson')} are now drafts. {advice} This is lesson 1."
    messages.success(request, text, buttons=buttons)
    return redirect(_edit_url(first))


def _edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _redirect_to_module(request, module):
    if module is None:
        messages.warning(request, "This file has already become a module, which has since been deleted.")
        return redirect("newmodule:start")
    messages.success(request, f"This file has already become the module “{module.title}”.")
    return redirect("wagtailadmin_explore", module.pk)


def _lesson_row(lesson):
    block = LessonPage._meta.get_field("body").stream_block
    body = block.to_python([raw for raw in lesson.blocks if raw["type"] != "picture"])
    texts = [str(text) for text in block.get_searchable_content(body)]
    return LessonRow(lesson.title, sum(len(text.split()) for text in texts), reading_minutes(body), texts)


def split(request, pk):
    """Ask at which heading to split a lesson, and with POST make two drafts of it."""
    lesson = get_object_or_404(LessonPage, pk=pk)
    if not may_split(request.user, lesson):
        raise PermissionDenied
    draft, status = lesson.get_latest_revision_as_object(), 200
    if request.method == "POST":
        try:
            second = split_lesson(lesson=lesson, at_block=request.POST.get("at", ""), by=request.user)
        except NothingToSplit:
            messages.error(request, "Select the heading that the second lesson begins with.")
            status = 422
        else:
            buttons = [messages.button(_edit_url(second), f"Go to “{second.title}”")]
            text = f"“{draft.title}” is now two drafts. Readers see no change until you publish both. This is the first."
            messages.success(request, text, buttons=buttons)
            return redirect(_edit_url(lesson))
    context = {"lesson": lesson, "title": draft.title, "places": _places_to_split(draft), "is_live": lesson.live}
    return render(request, "learning/desk/split.html", context, status=status)


def _places_to_split(draft):
    """Return {"id", "text", "length"} of each heading of a lesson after its first block. `length` is that of both parts."""
    body, stream_block = draft.body.get_prep_value(), draft.body.stream_block
    places = []
    for index, block in enumerate(body):
        if index and block["type"] == "heading":
            parts = [reading_minutes(stream_block.to_python(part)) for part in (body[:index], body[index + 1 :])]
            length = f"{plural(parts[0], 'minute')}, then {plural(parts[1], 'minute')}"
            places.append({"id": block["id"], "text": block["value"]["text"], "length": length})
    return places


@require_POST
def forget(request, uid):
    """Delete what was read, to start again."""
    _get_word_file(request, uid).delete()
    messages.success(request, "We have deleted what we read from the file. No module was created.")
    return redirect("newmodule:start")


@require_safe
def word_picture(request, uid, number):
    """Return a picture from the file, for the person describing it."""
    picture = get_object_or_404(_get_word_file(request, uid).pictures, number=number)
    response = HttpResponse(bytes(picture.content), content_type=CONTENT_TYPES[picture.name.rpartition(".")[2]])
    response["Cache-Control"] = "private, no-store"
    return response
