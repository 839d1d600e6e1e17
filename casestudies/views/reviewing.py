"""The reviewers' queue, and one review."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies.actions import review as actions
from casestudies.actions.story_page import build_page, word_count
from casestudies.choices import Changed, Source
from casestudies.forms.contribute import LABELS
from casestudies.forms.review import QuestionForm, ReviewForm
from casestudies.models import Approval, Message, Submission
from casestudies.page_context import story_sections
from casestudies.permissions import independent_of, may_decide, may_review
from casestudies.views.access import reviewers_only
from casestudies.views.contribute import crumbs
from casestudies.views.submitting import PROMISED_DAYS
from cms.people.working_days import working_days_between
from cms.safeguarding.explanations import EXPLANATIONS

WORDS_A_MINUTE = 40  # to read closely and to look around
TAKEN = "Someone else has taken this review, or the authors have taken it back."
CHANGED = "The authors changed it. Read the new version, then decide. Nothing you typed is lost."


@require_safe
@reviewers_only
def queue(request):
    """List what the reviewer has, then what waits for someone, oldest first."""
    user, today = request.user, timezone.localdate()
    rows = list(Submission.objects.with_reviewers().select_related("page").prefetch_related("bases", "messages"))
    allowed = {submission for _, submission in independent_of([user], rows, on=today)}
    passed = set(Submission.objects.filter(passes__reviewer=user).values_list("pk", flat=True))
    waiting = [row for row in rows if row.reviewer_id is None and row.pk in allowed and row.pk not in passed]
    mine = [row for row in rows if row.reviewer_id == user.pk]
    context = {
        "mine": [_row(row, today) for row in mine],
        "waiting": [_row(row, today) for row in waiting],
        "others": sum(row.reviewer_id is None and row.pk not in allowed and not _is_own(user, row) for row in rows),
        "overrides": Approval.objects.filter(kind=Approval.Kind.OVERRIDE).order_by("-pk")[:10],
        "crumbs": crumbs(("To review", "")),
    }
    return render(request, "casestudies/queue.html", context)


def _is_own(user, submission):
    return user.pk in {submission.author_id, submission.second_author_id}


def _row(submission, today):
    talk = [message for message in submission.messages.all() if message.kind in {Message.Kind.QUESTION, Message.Kind.ANSWER}]
    bases = list(submission.bases.all())
    words = word_count(submission)
    days = working_days_between(timezone.localtime(submission.submitted_at).date(), today)
    return {
        "submission": submission,
        "title": submission.title,
        "days": days,
        "is_late": days > PROMISED_DAYS,
        "words": words,
        "minutes": max(10, round(words / WORDS_A_MINUTE / 5) * 5),
        "basis": bases[-1].get_basis_display() if bases else "",
        "is_answered": bool(talk) and talk[-1].kind == Message.Kind.ANSWER,
    }


@require_POST
@reviewers_only
def take(request, uid):
    """Take a review, or say “Not me”."""
    submission = get_object_or_404(Submission, uid=uid, state=Submission.State.SUBMITTED)
    if request.POST.get("wish") == "pass":
        if not may_review(request.user, submission, on=timezone.localdate()):
            raise Http404
        actions.pass_on(submission=submission, by=request.user, at=timezone.now())
        messages.success(request, "It is back in the queue for someone else. Nobody asks why.")
        return redirect("casestudies:queue")
    try:
        actions.take_review(submission=submission, by=request.user, at=timezone.now())
    except actions.NotIndependent:
        actions.note_refused(by=request.user, submission=submission)
        raise Http404 from None
    except actions.TakenMeanwhile:
        messages.warning(request, TAKEN)
        return redirect("casestudies:queue")
    return redirect("casestudies:review", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@reviewers_only
def review(request, uid):
    """Read a submission, try to work out who it is, ask the authors, and decide."""
    submission = get_object_or_404(Submission.objects.select_related("author", "second_author", "page"), uid=uid)
    if not may_decide(request.user, submission, on=timezone.localdate()):
        if request.method == "POST":
            actions.note_refused(by=request.user, submission=submission)
        raise Http404
    page = _ReviewPage(request, submission)
    if request.method != "POST":
        form = ReviewForm(submission=submission, initial={**submission.attempt, "seen": submission.content_hash})
        return page.show(form, QuestionForm())
    steps = {"attempt": page.save_attempt, "ask": page.ask, "decide": page.decide}
    return steps.get(request.POST.get("wish", ""), page.save_attempt)()


class _ReviewPage:
    """The page of one review: each method is what one of its buttons does."""

    def __init__(self, request, submission):
        self.request, self.submission = request, submission
        self.url = reverse("casestudies:review", args=[submission.uid])

    def show(self, form, question_form, status=200):
        submission, page = self.submission, build_page(self.submission)
        basis = submission.bases.last()
        changed, sources = dict(Changed.choices), dict(Source.choices)
        answers = [{"row": row, "title": EXPLANATIONS[row.kind].title, "place": _place(row.field)} for row in submission.answers.all()]
        context = {
            "submission": submission,
            "page": page,
            "sections": story_sections(page),
            "questions": [child.value for child in page.questions],
            "form": form,
            "question_form": question_form,
            "basis": basis,
            "changed": [changed[key] for key in submission.changed if key in changed],
            "sources": sources,
            "answers": answers,
            "disputed": [found for found in answers if found["row"].is_disputed],
            "confirmed": form.confirmed if form.is_bound else [],
            "talk": submission.messages.filter(kind__in=[Message.Kind.QUESTION, Message.Kind.ANSWER]),
            "crumbs": crumbs(("To review", reverse("casestudies:queue")), (page.title, "")),
        }
        return render(self.request, "casestudies/review.html", context, status=status)

    def _form(self):
        return ReviewForm(self.request.POST, submission=self.submission)

    def save_attempt(self):
        form = self._form()
        actions.save_attempt(submission=self.submission, by=self.request.user, attempt=form.typed(), at=timezone.now())
        messages.success(self.request, "Your attempt is saved.")
        return redirect(f"{self.url}#attempt")

    def ask(self):
        form, question_form = self._form(), QuestionForm(self.request.POST)
        actions.save_attempt(submission=self.submission, by=self.request.user, attempt=form.typed(), at=timezone.now())
        if not question_form.is_valid() or question_form.check_identifiers().open:
            blank = ReviewForm(submission=self.submission, initial={**form.typed(), "seen": self.submission.content_hash})
            return self.show(blank, question_form, status=422)
        actions.ask(submission=self.submission, by=self.request.user, text=question_form.cleaned_data["question"], at=timezone.now())
        messages.success(self.request, "Your question is sent. You will get an email when they answer.")
        return redirect(f"{self.url}#talk")

    def decide(self):
        form = self._form()
        if not form.is_valid() or form.check_identifiers().open:
            return self.show(form, QuestionForm(), status=422)
        data = {name: form.cleaned_data[name] for name in ("decision", "audience", "minutes", "sources", "result", "how", "note")}
        try:
            actions.decide(
                submission=self.submission,
                by=self.request.user,
                seen_hash=form.cleaned_data["seen"],
                confirmed=form.confirmed,
                at=timezone.now(),
                **data,
            )
        except actions.Undecided as problem:
            form.add_error("note" if not data["note"] and data["decision"] != "approve" else "decision", str(problem))
            return self.show(form, QuestionForm(), status=422)
        except actions.ChangedMeanwhile:
            form.data = form.data.copy()
            form.data["seen"] = self.submission.content_hash
            form.add_error(None, CHANGED)
            return self.show(form, QuestionForm(), status=409)
        except actions.NotIndependent:
            actions.note_refused(by=self.request.user, submission=self.submission)
            raise Http404 from None
        except actions.TakenMeanwhile:
            messages.warning(self.request, TAKEN)
            return redirect("casestudies:queue")
        messages.success(self.request, "Your decision is recorded, and the authors are told.")
        return redirect("casestudies:queue")


def _place(field):
    return LABELS.get(field, field).removesuffix(" (optional)")
