"""What members do with lessons, and their own record. Short: load, ask, act or show."""

from itertools import pairwise
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from cms.parts import Button
from cms.people.decorators import members_only
from cms.tree import current
from learning import myrecord
from learning.actions import record
from learning.forms import CompleteForm, EventForm, NoteForm, PlaceForm
from learning.models.records import Item, ItemVersion, LessonState
from learning.permissions import may_learn
from learning.words import difference


def _item(uid):
    return get_object_or_404(Item.objects.select_related("page", "module", "current").defer("current__snapshot"), uid=uid)


def _onward(request, otherwise):
    """Where the form asked to go on to, if that is on this site."""
    url = request.POST.get("next", "")
    return redirect(url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else otherwise)


def _refused(request, words, status, typed=""):
    context = {"words": words, "typed": typed, "learn_url": reverse("learning:my_learning")}
    return render(request, "learning/refused.html", context, status=status)


def _not_open(request):
    return _refused(request, "This lesson or module is not open to you, or is no longer published. Nothing was written down.", 404)


def _id_taken(request):
    return _refused(request, "This form was already used for something else. Go back to the page, load it again, and press once more.", 409)


def _no_longer_asked(request):
    words = "This question is no longer asked, or the lesson is no longer open to you. Nothing was written down."
    return _refused(request, words, 404, typed=request.POST.get("text", "")[:60_000])


@require_POST
@members_only
def carry_on(request, uid):
    """Begin a module, or go on with it: to the very lesson and place."""
    module, form = _item(uid), EventForm(request.POST)
    if not form.is_valid():
        return _id_taken(request)
    try:
        record.begin(member=request.user, module=module, event_id=form.cleaned_data["event"], at=timezone.now())
    except record.NotOpenToYou:
        return _not_open(request)
    except record.EventIdTaken:
        return _id_taken(request)
    return redirect(myrecord.where_to_go_on(request.user, module))


@require_POST
@members_only
def complete(request, uid):
    """Mark a lesson as complete."""
    lesson, form = _item(uid), CompleteForm(request.POST)
    if not form.is_valid():
        return _id_taken(request)
    number = form.cleaned_data["version"]
    version = lesson.current
    if version is None or version.number != number:
        version = get_object_or_404(ItemVersion, item=lesson, number=number)
    try:
        written = record.complete_lesson(
            member=request.user, lesson=lesson, version=version, event_id=form.cleaned_data["event"], at=timezone.now()
        )
    except record.NotOpenToYou:
        return _not_open(request)
    except record.EventIdTaken:
        return _id_taken(request)
    if written.is_new and written.assignment.state.completed_at:
        messages.success(request, f"“{lesson.title}” is on your record, and with it the whole module.")
    else:
        messages.success(request, f"“{lesson.title}” is on your record.")
    return _onward(request, otherwise=reverse("learning:my_learning"))


@require_POST
@members_only
def keep_place(request, uid):
    """Keep how far down a lesson somebody is: from the page itself, or from the button that stands there without JavaScript."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        place = record.keep_place(
            member=request.user,
            lesson=_item(uid),
            anchor=form.cleaned_data["anchor"],
            percent=form.cleaned_data["percent"],
            event_id=form.cleaned_data["event"],
            at=timezone.now(),
        )
    except (record.NotOpenToYou, record.EventIdTaken):
        return _not_open(request)
    if "next" not in request.POST:
        return HttpResponse(status=204)
    if place:
        messages.success(request, "Your place is kept. You can carry on from here on any device.")
    else:
        messages.info(request, "This lesson is on your record already, so your place stays where you stopped.")
    return _onward(request, otherwise="/")


@require_POST
@members_only
def save_note(request, uid, prompt):
    """Save a private note to one of the lesson's questions."""
    lesson, form = _item(uid), NoteForm(request.POST)
    question = myrecord.question_of(lesson, prompt)
    if question is None or not may_learn(request.user, lesson):
        return _no_longer_asked(request)
    back = f"{current().url(lesson.page_id)}?go-on=1#note-{prompt}"
    if not form.is_valid():
        context = {"form": form, "question": question, "lesson": lesson, "back_url": back, "action": request.path}
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
        return _no_longer_asked(request)
    except record.EventIdTaken:
        return _id_taken(request)
    return redirect(back)


def what_changed(request, uid):
    """What changed in a lesson since one completed it; after a material change, saying that one has read it."""
    return _read_what_changed(request, uid) if request.method == "POST" else _show_what_changed(request, uid)


@require_safe
@members_only
def _show_what_changed(request, uid):
    lesson = _item(uid)
    if not may_learn(request.user, lesson):
        return _not_open(request)
    state = (
        LessonState.objects.filter(assignment__member=request.user, item=lesson, completed_at__isnull=False)
        .select_related("version")
        .order_by("-assignment__cycle")
        .first()
    )
    read = state.read_number if state else 0
    since = state.version.number if state and state.version else 0
    versions = list(lesson.versions.order_by("number"))
    changes = [
        {
            "on": new.made_at,
            "kind_words": new.get_change_display().split(":")[0],
            "summary": new.what_changed,
            "diff_html": difference(old.snapshot, new.snapshot),
            "since": new.number > read,
        }
        for old, new in pairwise(versions)
        if new.change != ItemVersion.Change.EDITORIAL and new.number > since
    ][::-1]
    button = None
    if state and read < lesson.last_material:
        button = Button("I have read what changed", request.path, {"event": str(uuid4()), "version": str(lesson.current.number)})
    item = {"title": lesson.title, "url": current().url(lesson.page_id)}
    context = {"item": item, "changes": changes, "button": button, "state": state}
    return render(request, "learning/what_changed.html", context)


@require_POST
@members_only
def _read_what_changed(request, uid):
    lesson, form = _item(uid), CompleteForm(request.POST)
    if not form.is_valid():
        return _id_taken(request)
    version = get_object_or_404(ItemVersion, item=lesson, number=form.cleaned_data["version"])
    try:
        record.reread(member=request.user, lesson=lesson, version=version, event_id=form.cleaned_data["event"], at=timezone.now())
    except record.NotOpenToYou:
        return _not_open(request)
    except record.EventIdTaken:
        return _id_taken(request)
    messages.success(request, "Noted: you have read what changed. Your completion and its date stand.")
    return redirect(current().url(lesson.page_id) or reverse("learning:my_learning"))


@require_safe
@members_only
def my_learning(request):
    """One's own record: what one is doing, what one has done, and what each completion rests on."""
    return render(request, "learning/my_learning.html", myrecord.everything(request.user))
