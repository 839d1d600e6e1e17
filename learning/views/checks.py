"""A lesson's check: one question a page, saved as the member goes, and the result."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from learning import marking
from learning.actions import checks, record
from learning.check_pages import question_context, result_context
from learning.forms import CompleteForm
from learning.models.records import Attempt, OpenAttempt
from learning.permissions import may_learn
from learning.views.lessons import get_item, get_lesson, id_taken, not_open, other_text, refused, shown_version


@require_POST
@never_cache
@members_only
def begin(request, uid):
    """Begin or carry on with a lesson's check, and redirect to the first question without an answer."""
    lesson, form = get_lesson(uid), CompleteForm(request.POST)
    if not form.is_valid():
        return id_taken(request)
    version = shown_version(lesson, form.cleaned_data["version"])
    if version is None:
        return other_text(request, lesson)
    try:
        attempt = checks.begin_check(
            member=request.user, lesson=lesson, version=version, event_id=form.cleaned_data["event"], at=timezone.now()
        )
    except record.EventIdTaken:
        return id_taken(request)
    except (record.NotOpenToYou, checks.NoCheck):
        return not_open(request)
    return redirect("learning:check_question", uid=uid, number=_first_unanswered(attempt) or 1)


def _first_unanswered(attempt):
    """Return the number of the first question without an answer, or None."""
    questions = attempt.check_version.questions
    return next((number for number, question in enumerate(questions, start=1) if question["id"] not in attempt.answers), None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@members_only
def question(request, uid, number):
    """Ask one question, or show what there is to say to the answer; with POST, save the answer."""
    lesson = get_item(uid)
    if not may_learn(request.user, lesson):
        return not_open(request)
    attempt = OpenAttempt.objects.filter(member=request.user, item=lesson).select_related("check_version").first()
    if request.method == "POST":
        return _save_answer(request, lesson, attempt, number)
    if attempt is None:
        return _after_the_end(request, lesson)
    if not 1 <= number <= len(attempt.check_version.questions):
        raise Http404
    return render(request, "learning/check/question.html", question_context(lesson, attempt, number, again="again" in request.GET))


def _after_the_end(request, lesson):
    """Redirect to the result of the newest attempt, or to the lesson if the member has not tried yet."""
    if Attempt.objects.of(request.user).filter(item=lesson).exists():
        return redirect("learning:check_result", uid=lesson.uid)
    return redirect(current_tree().url(lesson.page_id) or reverse("learning:my_learning"))


def _save_answer(request, lesson, attempt, number):
    asked = attempt.check_version.questions if attempt else []
    question = next((question for question in asked if question["id"] == request.POST.get("question")), None)
    if question is None:
        message = "You have finished this check, in this window or another, so this answer was not saved."
        return refused(request, message, 409, typed=request.POST.get("answer", "")[:5000])
    is_stopping = "stop" in request.POST
    try:
        answer = marking.read_answer(question, request.POST)
        checks.save_answer(member=request.user, lesson=lesson, question=question, answer=answer, at=timezone.now())
    except marking.Unanswered as fault:
        if is_stopping:
            return _stop(request, lesson)
        context = question_context(lesson, attempt, asked.index(question) + 1, fault=str(fault), typed=request.POST)
        return render(request, "learning/check/question.html", context, status=422)
    except checks.NoOpenAttempt:
        return _after_the_end(request, lesson)
    if is_stopping:
        return _stop(request, lesson)
    goes_on = question["kind"] == "branching" and not marking.is_finished(question, answer)
    url = reverse("learning:check_question", args=[lesson.uid, asked.index(question) + 1])
    return redirect(f"{url}?again=1" if goes_on else url)


def _stop(request, lesson):
    messages.success(request, "Your answers are saved. You can carry on with the check from here on any device.")
    return redirect(f"{current_tree().url(lesson.page_id)}?go-on=1#complete")


@require_POST
@never_cache
@members_only
def finish(request, uid):
    """Hand in the open attempt, and redirect to its result. Handing in twice gives one result."""
    lesson = get_item(uid)
    try:
        checks.hand_in(member=request.user, lesson=lesson, at=timezone.now())
    except checks.NoOpenAttempt:
        return _after_the_end(request, lesson)
    except checks.NotFinished as missing:
        number = missing.args[0]
        messages.error(request, f"Question {number} has no answer yet.")
        return redirect("learning:check_question", uid=uid, number=number)
    return redirect("learning:check_result", uid=uid)


@require_safe
@never_cache
@members_only
def result(request, uid):
    """Show the member how their newest attempt went."""
    lesson = get_item(uid)
    attempts = Attempt.objects.of(request.user).filter(item=lesson).select_related("check_version")
    attempt = attempts.first()
    if attempt is None or not may_learn(request.user, lesson):
        return not_open(request)
    return render(request, "learning/check/result.html", result_context(request.user, lesson, attempt))
