"""One page with four ways to start a module, and the report on a Word file before anything is made of it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from cms.components import counted
from cms.pages.blocks import reading_minutes
from learning.actions.drafting import AlreadyMade, forget_word_files, module_from_word, start_module
from learning.models import LearnIndexPage, LessonPage, WordFile, WordPicture
from learning.models.pages import MOST_MINUTES
from learning.newmodule.forms import CopyForm, PictureForm, StartForm, WordForm
from learning.newmodule.pattern import LESSONS
from learning.permissions import may_start_module
from learning.word.reading import Plan, read

TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


@dataclass
class LessonRow:
    """A lesson to be, as the report shows it."""

    title: str
    words: int
    minutes: int

    @property
    def is_too_long(self):
        return self.minutes > MOST_MINUTES

    @property
    def length(self):
        return f"{counted(self.words, 'word')}, about {counted(self.minutes, 'minute')}"


def _ask(request):
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
    """The four ways."""
    _ask(request)
    return _start_page(request)


@require_POST
def from_pattern(request):
    """A module with three lessons of prompts."""
    _ask(request)
    form = StartForm(request.POST, prefix="pattern")
    if not form.is_valid():
        return _start_page(request, pattern_form=form, status=422)
    module = start_module(**form.cleaned_data, lessons=LESSONS, by=request.user)
    messages.success(request, f"“{module.title}” and its {len(LESSONS)} lessons are drafts now. Put your own words where the prompts are.")
    return redirect("wagtailadmin_pages:edit", module.get_first_child().pk)


@require_POST
def from_copy(request):
    """To Wagtail's own page for copying, which makes new identities."""
    _ask(request)
    form = CopyForm(request.POST, prefix="copy")
    if not form.is_valid():
        return _start_page(request, copy_form=form, status=422)
    return redirect("wagtailadmin_pages:copy", form.cleaned_data["module"].pk)


@require_POST
def from_word(request):
    """Read a Word file; nothing is made of it yet, and the file itself is not kept."""
    _ask(request)
    at = timezone.now()
    forget_word_files(at=at)
    form = WordForm(request.POST, request.FILES, prefix="word")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan, pictures = read(file)
        except ValidationError as problem:
            form.add_error("file", problem)
        else:
            row = WordFile.objects.create(by=request.user, name=file.name[:120], read=plan.as_json(), read_at=at)
            WordPicture.objects.bulk_create(WordPicture(file=row, **vars(picture)) for picture in pictures)
            return redirect("newmodule:word_report", row.uid)
    return _start_page(request, word_form=form, status=422)


def _row(request, uid):
    _ask(request)
    return get_object_or_404(WordFile.objects.of(request.user), uid=uid)


def word_report(request, uid):
    """What the file would become, before anything is made; and the one press that makes it."""
    row = _row(request, uid)
    if not row.read:
        return _to_what_was_made(request, row.module)
    plan = Plan.from_json(row.read)
    posted = request.POST if request.method == "POST" else None
    form = StartForm(posted, initial={"title": plan.title})
    pictures = [
        (one, PictureForm(posted, prefix=f"picture-{one.number}", initial={"alternative": one.alternative}))
        for one in row.pictures.defer("content")
    ]
    if posted is not None:
        checked = [form.is_valid(), *(one.is_valid() for _, one in pictures)]
        if all(checked):
            return _make(request, row, form, {picture.number: one.said for picture, one in pictures})
    lessons = [_lesson_row(lesson) for lesson in plan.lessons]
    context = {"row": row, "plan": plan, "form": form, "pictures": pictures, "lessons": lessons, "most_minutes": MOST_MINUTES}
    context["too_long"] = any(lesson.is_too_long for lesson in lessons)
    return render(request, "learning/desk/word_report.html", context, status=422 if posted is not None else 200)


def _make(request, row, form, pictures):
    try:
        module = module_from_word(word_file=row, **form.cleaned_data, pictures=pictures, by=request.user)
    except AlreadyMade as made:
        return _to_what_was_made(request, made.module)
    many = counted(module.numchild, "lesson")
    messages.success(request, f"“{module.title}” and its {many} are drafts now. Nobody sees them until you publish.")
    return redirect("wagtailadmin_pages:edit", module.get_first_child().pk)


def _to_what_was_made(request, module):
    if module is None:
        messages.warning(request, "This file has become a module before, and that module has been deleted since.")
        return redirect("newmodule:start")
    messages.success(request, f"This file has become “{module.title}”. Nothing was made twice.")
    return redirect("wagtailadmin_explore", module.pk)


def _lesson_row(lesson):
    block = LessonPage._meta.get_field("body").stream_block
    body = block.to_python([one for one in lesson.blocks if one["type"] != "picture"])
    words = sum(len(text.split()) for text in block.get_searchable_content(body))
    return LessonRow(lesson.title, words, reading_minutes(body))


@require_POST
def forget(request, uid):
    """Forget what was read, and begin again."""
    _row(request, uid).delete()
    messages.success(request, "What was read in the file is forgotten. Nothing was made.")
    return redirect("newmodule:start")


@require_safe
def word_picture(request, uid, number):
    """A picture of the file, for the person who is asked what it shows."""
    picture = get_object_or_404(_row(request, uid).pictures, number=number)
    response = HttpResponse(bytes(picture.content), content_type=TYPES[picture.name.rpartition(".")[2]])
    response["Cache-Control"] = "private, no-store"
    return response
