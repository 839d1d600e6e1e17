"""The reviewers' queue, and one review."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies.actions import review as actions
from casestudies.actions.reread import ChangedMeanwhile, NotPermitted, reread
from casestudies.actions.story_page import build_page, word_count
from casestudies.choices import Changed, Source
from casestudies.content_hash import content_hash
from casestudies.forms.contribute import LABELS
from casestudies.forms.review import PauseForm, QuestionForm, RereadForm, ReviewForm
from casestudies.identifiers import identifier_advice, whole_story_of
from casestudies.models import Approval, Message, Rereading, Review, ReviewerPause, Submission
from casestudies.page_context import story_sections
from casestudies.permissions import held_reviews, independent_of, may_decide, may_review, rereadable
from casestudies.views.access import reviewers_only
from casestudies.views.contribute import crumbs, too_late
from casestudies.views.submitting import PROMISED_DAYS
from cms.members.actions import TooManyReports
from cms.page_tree.snapshot import current_tree
from cms.people.working_days import working_days_between
from cms.safeguarding.explanations import EXPLANATIONS

WORDS_A_MINUTE = 40  # to read closely and to look around
TAKEN = "Someone else has taken this review, or the authors have taken it back."
CHANGED_SINCE = "Its words have changed since you opened it. Read it once more, then decide. Nothing you typed is lost."
STAYS = "It stays, and is due again in a year."
TAKEN_OFF = "It is off the site until it is changed and reviewed again. Those who wrote it are told."
MAX_AGAIN = 20
CHANGED = "The authors changed it. Read the new version, then decide. Nothing you typed is lost."


@require_safe
@reviewers_only
def queue(request):
    """List what the reviewer has, then what waits for someone, oldest first."""
    user, today = request.user, timezone.localdate()
    rows = list(Submission.objects.with_reviewers().select_related("page").prefetch_related("bases", "messages"))
    allowed = {submission for _, submission in independent_of([user], rows, on=today)}
    passed = set(Submission.objects.filter(passes__reviewer=user).values_list("pk", flat=True))
    held = held_reviews(rows, on=today)
    mine = [row for row in rows if row.reviewer_id == user.pk and row.pk in allowed]
    waiting = [row for row in rows if row.pk not in held and row not in mine and row.pk in allowed and row.pk not in passed]
    paused = ReviewerPause.objects.filter(reviewer=user, until__gt=today).first()
    context = {
        "again": rereadable(user, on=today)[:MAX_AGAIN],
        "paused": paused,
        "mine": [_row(row, today, is_mine=True) for row in mine],
        "waiting": [_row(row, today) for row in waiting],
        "others": sum(row.pk not in held and row.pk not in allowed and not _is_own(user, row) for row in rows),
        "overrides": Approval.objects.filter(kind=Approval.Kind.OVERRIDE).select_related("by").order_by("-pk")[:10],
        "crumbs": crumbs(("To review", "")),
    }
    return render(request, "casestudies/queue.html", context)


def _is_own(user, submission):
    return user.pk in {submission.author_id, submission.second_author_id}


def _row(submission, today, *, is_mine=False):
    talk = [message for message in submission.messages.all() if message.kind in {Message.Kind.QUESTION, Message.Kind.ANSWER}]
    bases = list(submission.bases.all())
    words = word_count(submission)
    days = working_days_between(timezone.localtime(submission.submitted_at).date(), today)
    return {
        "submission": submission,
        "is_mine": is_mine,
        "title": submission.title,
        "days": days,
        "is_late": days > PROMISED_DAYS,
        "words": words,
        "minutes": max(10, round(words / WORDS_A_MINUTE / 5) * 5),
        "basis": bases[-1].get_basis_display() if bases else "",
        "is_answered": bool(talk) and talk[-1].kind == Message.Kind.ANSWER,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@reviewers_only
def pause(request):
    """Ask nothing of the reviewer for a while, or ask again."""
    if request.method == "POST" and request.POST.get("wish") == "end":
        actions.pause(by=request.user, until=None)
        messages.success(request, "Welcome back. You are asked again from now on.")
        return redirect("casestudies:queue")
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        actions.pause(by=request.user, until=until)
        messages.success(request, f"We will not ask you anything before {date_format(until, 'j F Y')}. What you have in hand stays yours.")
        return redirect("casestudies:queue")
    context = {"form": form, "crumbs": crumbs(("To review", reverse("casestudies:queue")), ("A break", ""))}
    return render(request, "casestudies/pause.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@reviewers_only
def read_again(request, pk):
    """Read a published case study again, a year after it was approved, and say whether it can stay."""
    page = next((page for page in rereadable(request.user, on=timezone.localdate()) if page.pk == int(pk)), None)
    if page is None:
        raise Http404
    seen = content_hash(page)
    form = RereadForm(request.POST or None, initial={"seen": seen})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not form.check_identifiers().open:
            choice = {"outcome": form.cleaned_data["outcome"], "note": form.cleaned_data["note"], "seen_hash": form.cleaned_data["seen"]}
            try:
                reread(page=page, by=request.user, at=timezone.now(), **choice)
            except NotPermitted:
                raise Http404 from None
            except TooManyReports:
                form.add_error(None, "You have sent a lot of reports in the last hour. Nothing you typed is lost. Please try again later.")
            except ChangedMeanwhile:
                form.data = {**form.data.dict(), "seen": seen}
                form.add_error(None, CHANGED_SINCE)
                status = 409
            else:
                stays = choice["outcome"] == Rereading.Outcome.STAYS
                messages.success(request, STAYS if stays else TAKEN_OFF)
                return redirect("casestudies:queue")
    context = {
        "form": form,
        "page": page,
        "sections": story_sections(page),
        "details": whole_story_of(page),
        **_about(page),
        "crumbs": crumbs(("To review", reverse("casestudies:queue")), (page.title, "")),
    }
    return render(request, "casestudies/read_again.html", context, status=status)


@require_POST
@reviewers_only
def take(request, uid):
    """Take a review, or say “Not me”."""
    submission = get_object_or_404(Submission, uid=uid, state=Submission.State.SUBMITTED)
    if request.POST.get("wish") == "pass":
        if submission.reviewer_id != request.user.pk and not may_review(request.user, submission, on=timezone.localdate()):
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
            return _refuse(request, submission)
        raise Http404
    page = _ReviewPage(request, submission)
    if request.method != "POST":
        form = ReviewForm(submission=submission, initial={**submission.attempt, "seen": submission.content_hash})
        return page.show(form, QuestionForm())
    steps = {"attempt": page.save_attempt, "ask": page.ask, "decide": page.decide}
    return steps.get(request.POST.get("wish", ""), page.save_attempt)()


def _refuse(request, submission):
    """Refuse a form about a review: to who is not independent as if it did not exist, to others with their own words."""
    if not may_review(request.user, submission, on=timezone.localdate()):
        actions.note_refused(by=request.user, submission=submission)
        raise Http404
    if request.POST.get("wish") == "decide" and Review.objects.filter(
        submission=submission, reviewer=request.user, content_hash=request.POST.get("seen", "")
    ):
        messages.info(request, "Your decision is recorded already.")
        return redirect("casestudies:queue")
    labels = [("How you tried", "how"), ("Your note to the authors", "note"), ("Your question", "question")]
    return too_late(request, None, [(label, request.POST.get(name, "")) for label, name in labels])


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
            "form": form,
            "question_form": question_form,
            "basis": basis,
            "changed": [changed[key] for key in submission.changed if key in changed],
            "sources": sources,
            "details": whole_story_of(page),
            "desk_advice": list(identifier_advice(page)) if submission.is_from_desk else [],
            **_about(page, None if submission.is_from_desk else submission.fields.get("themes") or []),
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
            self.submission = actions.show_newest_words(submission=self.submission)
            form.data = form.data.copy()
            form.data["seen"] = self.submission.content_hash
            form.add_error(None, CHANGED)
            return self.show(form, QuestionForm(), status=409)
        except actions.NotIndependent:
            actions.note_refused(by=self.request.user, submission=self.submission)
            raise Http404 from None
        except actions.TakenMeanwhile:
            return _refuse(self.request, self.submission)
        messages.success(self.request, "Your decision is recorded, and the authors are told.")
        return redirect("casestudies:queue")


def _about(page, slugs=None):
    """Return what readers see besides the sections. `slugs` are the themes of a page that is not saved yet."""
    themes = page.themes.all() if slugs is None else [theme for theme in current_tree().themes if theme.slug in slugs]
    return {
        "questions": [child.value for child in page.questions],
        "further": [child.value for child in page.further],
        "themes": [theme.name for theme in themes],
        "address": page.slug,
    }


def _place(field):
    return LABELS.get(field, field).removesuffix(" (optional)")
