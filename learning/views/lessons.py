"""What members do with modules and lessons: start, save their place, write notes, complete, read what changed."""

from itertools import pairwise
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from cms.components import Button
from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from learning.actions import record
from learning.forms import CompleteForm, EventForm, NoteForm, PlaceForm
from learning.lesson_text import difference
from learning.models.records import Item, ItemVersion, LearningEvent, LessonState
from learning.my_learning import continue_url, reflection_question
from learning.permissions import may_learn


def get_item(uid):
    return get_object_or_404(Item.objects.select_related("page", "module", "current").defer("current__snapshot"), uid=uid)


def get_lesson(uid):
    """Return the item with its page's text."""
    items = Item.objects.select_related("page__lessonpage", "module", "current").defer("current__snapshot")
    return get_object_or_404(items, uid=uid, kind=Item.Kind.LESSON)


def shown_version(lesson, number):
    """Return the version of the lesson with this number, or None if no page has shown it.

    That is so if the published text is not that of the newest version, because publishing was interrupted.
    """
    if lesson.current is None or lesson.current.number != number:
        return ItemVersion.objects.filter(item=lesson, number=number).defer("snapshot").first()
    is_shown = lesson.page is None or lesson.page.lessonpage.content_hash == lesson.current.content_hash
    return lesson.current if is_shown else None


def _redirect_next(request, default):
    """Redirect to the submitted `next` if it is on this site, else to `default`."""
    url = request.POST.get("next", "")
    return redirect(url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else default)


def refused(request, message, status, typed=""):
    context = {"words": message, "typed": typed, "learn_url": reverse("learning:my_learning")}
    return render(request, "learning/refused.html", context, status=status)


def not_open(request):
    return refused(request, "This lesson or module is not available to you, or is no longer published.", 404)


def id_taken(request):
    return refused(request, "This form has already been used for something else. Go back, reload the page and try again.", 409)


def _voided(request):
    message = "An administrator has corrected your record since you sent this form, so it does not count any more. Open the lesson again."
    return refused(request, message, 409)


def _question_not_open(request):
    message = "This question is no longer in the lesson, or the lesson is no longer available to you."
    return refused(request, message, 404, typed=request.POST.get("text", "")[:60_000])


@require_POST
@members_only
def carry_on(request, uid):
    """Start or continue a module, and redirect to where the member stopped reading."""
    module, form = get_item(uid), EventForm(request.POST)
    if not form.is_valid():
        return id_taken(request)
    try:
        record.begin(member=request.user, module=module, event_id=form.cleaned_data["event"], at=timezone.now())
    except record.NotOpenToYou:
        return not_open(request)
    except record.EventIdTaken:
        return id_taken(request)
    return redirect(continue_url(request.user, module))


@require_POST
@members_only
def complete(request, uid):
    """Mark a lesson as complete."""
    lesson, form = get_lesson(uid), CompleteForm(request.POST)
    if not form.is_valid():
        return id_taken(request)
    event_id = form.cleaned_data["event"]
    version = shown_version(lesson, form.cleaned_data["version"])
    if version is None and not LearningEvent.objects.of(request.user).filter(pk=event_id).exists():
        return other_text(request, lesson)
    try:
        result = record.complete_lesson(
            member=request.user, lesson=lesson, version=version or lesson.current, event_id=event_id, at=timezone.now()
        )
    except record.NotOpenToYou:
        return not_open(request)
    except record.EventIdTaken:
        return id_taken(request)
    except (record.EventVoided, record.CheckNotPassed) as fault:
        return _voided(request) if isinstance(fault, record.EventVoided) else _check_first(request, lesson)
    return _after_completion(request, lesson, result)


def _check_first(request, lesson):
    messages.info(request, "This lesson has a check now. It is complete when you have read it and passed the check.")
    return redirect(f"{current_tree().url(lesson.page_id)}?go-on=1#complete")


def _after_completion(request, lesson, result):
    """Redirect to the end of the module if this completed it, else to the next lesson."""
    if result.is_new and result.assignment.state.completed_at:
        messages.success(request, f"“{lesson.title}” is on your record, and so is the whole module.")
        return redirect("learning:finished", uid=lesson.module.uid)
    messages.success(request, f"“{lesson.title}” is on your record.")
    return _redirect_next(request, default=reverse("learning:my_learning"))


def other_text(request, lesson):
    """Show the lesson again, with its text of now, because the form was not about a text that we have recorded."""
    if not may_learn(request.user, lesson):
        return not_open(request)
    messages.error(
        request,
        "We have not marked this lesson as complete, because its text changed while you had it open. This is the text now. Read what is "
        "new to you, and mark it as complete at the end.",
    )
    request.GET = QueryDict("go-on=1")  # they have been past the content note
    response = lesson.page.lessonpage.serve(request)
    response.status_code = 409
    return response


@require_POST
@members_only
def go_on(request, uid):
    """Show a lesson after its content note. The place saved at its start means that the module does not ask again."""
    lesson, form = get_item(uid), EventForm(request.POST)
    if not form.is_valid():
        return id_taken(request)
    try:
        record.keep_place(member=request.user, lesson=lesson, anchor="", percent=1, event_id=form.cleaned_data["event"], at=timezone.now())
    except (record.NotOpenToYou, record.EventIdTaken):
        return not_open(request)
    # Someone who had completed the lesson keeps the place they had, so the note is skipped in the address.
    return redirect(f"{current_tree().url(lesson.page_id)}?go-on=1")


@require_POST
@members_only
def keep_place(request, uid):
    """Save how far down a lesson the member is. Sent by script, or without JavaScript by a button, which also sends `next`."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        place = record.keep_place(
            member=request.user,
            lesson=get_item(uid),
            anchor=form.cleaned_data["anchor"],
            percent=form.cleaned_data["percent"],
            event_id=form.cleaned_data["event"],
            at=timezone.now(),
        )
    except (record.NotOpenToYou, record.EventIdTaken):
        return not_open(request)
    if "next" not in request.POST:
        return HttpResponse(status=204)
    if place:
        messages.success(request, "Your place is saved. You can carry on from here on any device.")
    else:
        messages.info(request, "You have already completed this lesson, so your place stays where you stopped.")
    return _redirect_next(request, default="/")


@require_POST
@members_only
def save_note(request, uid, prompt):
    """Save a private note on one of the lesson's questions."""
    lesson, form = get_item(uid), NoteForm(request.POST)
    question = reflection_question(lesson, prompt)
    if question is None or not may_learn(request.user, lesson):
        return _question_not_open(request)
    back_url = f"{current_tree().url(lesson.page_id)}?go-on=1#note-{prompt}"
    if not form.is_valid():
        context = {"form": form, "question": question, "lesson": lesson, "back_url": back_url, "action": request.path}
        return render(request, "learning/note.html", context, status=422)
    try:
        record.save_note(
            member=request.user,
            lesson=lesson,
            prompt=prompt,
            question=question,
            text=form.cleaned_data["text"],
            event_id=form.cleaned_data["event"],
            at=timezone.now(),
        )
    except record.NotOpenToYou:
        return _question_not_open(request)
    except record.EventIdTaken:
        return id_taken(request)
    return redirect(back_url)


def what_changed(request, uid):
    """Show what changed in a lesson since the member completed it; with POST, record that they have read it."""
    return _read_what_changed(request, uid) if request.method == "POST" else _show_what_changed(request, uid)


@require_safe
@members_only
def _show_what_changed(request, uid):
    lesson = get_item(uid)
    if not may_learn(request.user, lesson):
        return not_open(request)
    state = LessonState.objects.completed_by(request.user, lesson).select_related("version").first()
    read_number = state.read_number if state else 0
    button = None
    if state and read_number < lesson.last_material:
        button = Button("I have read what changed", request.path, {"event": str(uuid4()), "version": str(lesson.current.number)})
    context = {
        "item": {"title": lesson.title, "url": current_tree().url(lesson.page_id)},
        "changes": _changes(lesson, since=state.version.number if state and state.version else 0, read_number=read_number),
        "button": button,
        "state": state,
    }
    return render(request, "learning/what_changed.html", context)


def _changes(lesson, *, since, read_number):
    """Return the changes to the lesson after version number `since`, newest first, without editorial ones."""
    changes = [
        {
            "on": new.made_at,
            "kind_words": new.get_change_display().split(":")[0],
            "summary": new.what_changed,
            "diff_html": difference(old.snapshot, new.snapshot),
            "since": new.number > read_number,
        }
        for old, new in pairwise(lesson.versions.order_by("number"))
        if new.change != ItemVersion.Change.EDITORIAL and new.number > since
    ]
    return changes[::-1]


@require_POST
@members_only
def _read_what_changed(request, uid):
    lesson, form = get_item(uid), CompleteForm(request.POST)
    if not form.is_valid():
        return id_taken(request)
    version = get_object_or_404(ItemVersion.objects.defer("snapshot"), item=lesson, number=form.cleaned_data["version"])
    try:
        record.reread(member=request.user, lesson=lesson, version=version, event_id=form.cleaned_data["event"], at=timezone.now())
    except record.NotOpenToYou:
        return not_open(request)
    except record.EventIdTaken:
        return id_taken(request)
    except record.EventVoided:
        return _voided(request)
    messages.success(request, "Thank you. Your record shows that you have read what changed. Your completion and its date stay the same.")
    return redirect(current_tree().url(lesson.page_id) or reverse("learning:my_learning"))
