"""From the checked draft to the reviewers, and where it is after that."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from casestudies.actions import drafts, submit
from casestudies.actions.approval import override_review
from casestudies.actions.review import TakenMeanwhile, answer
from casestudies.actions.story_page import build_page
from casestudies.actions.withdraw import withdraw
from casestudies.choices import Basis
from casestudies.forms.contribute import AnswerForm, BasisForm, saved_form
from casestudies.forms.review import OverrideForm
from casestudies.identifiers import whole_story_of
from casestudies.models import CaseStudyPage, Message, Submission
from casestudies.permissions import held_reviews, may_send_page, may_withdraw, may_write, reviewers
from casestudies.views.access import authors_only
from casestudies.views.contribute import own_crumbs, too_late
from cms.people.decorators import members_only
from cms.people.models import Role, RoleGrant, User
from cms.people.permissions import needs_second_factor
from cms.people.working_days import working_days_after, working_days_between

PROMISED_DAYS = 10
NOT_READY = "Something in it has to be looked at again before it can be sent."


def _editable(request, submission):
    if not (may_write(request.user, submission) or (submission.is_from_desk and submission.is_editable)):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def checklist(request, submission):
    """Ask what was changed and why it may be shared. The answer shows the reference, once."""
    _editable(request, submission)
    last = submission.bases.last()
    initial = {"changed": submission.changed, "changed_else": submission.changed_else, "audience": submission.audience}
    if last:
        initial |= {"basis": last.basis, "agreed_on": last.agreed_on, "told": last.told}
    form = BasisForm(request.POST or None, submission=submission, initial=initial)
    if request.method == "POST" and form.is_valid() and not form.check_identifiers().open:
        basis, reference = submit.record_basis(submission=submission, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _ready(request, submission, basis, reference)
    details = whole_story_of(build_page(submission))
    context = {"form": form, "submission": submission, "details": details, "crumbs": own_crumbs("Before you send it")}
    return render(request, "casestudies/checklist.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def reference(request, submission):
    """Say that the reference has been shown, and make a new one on request."""
    _editable(request, submission)
    last = submission.bases.last()
    if last is None:
        return redirect("casestudies:checklist", submission.uid)
    if request.method == "POST" and last.basis != Basis.COMPOSITE:
        return _ready(request, submission, last, submit.renew_reference(submission=submission, by=request.user, at=timezone.now()))
    return _ready(request, submission, last, "")


def _ready(request, submission, basis, reference):
    """Show the reference, if it is new, and the button that sends the case study."""
    context = {
        "submission": submission,
        "reference": reference,
        "is_composite": basis.basis == Basis.COMPOSITE,
        "crumbs": own_crumbs("Send it"),
    }
    return render(request, "casestudies/reference.html", context)


@require_POST
@authors_only
def send(request, submission):
    """Send it to the reviewers."""
    if submission.state == Submission.State.SUBMITTED:  # the button was pressed twice
        return redirect("casestudies:where", submission.uid)
    _editable(request, submission)
    last = submission.bases.last()
    if last and last.basis != Basis.COMPOSITE and not request.POST.get("written_down"):
        messages.warning(request, "Tick that you have written the reference down or printed it. If you have not, make a new one.")
        return redirect("casestudies:reference", submission.uid)
    open_findings = 0
    if not submission.is_from_desk:
        form = saved_form(submission)
        open_findings = form.check_identifiers().open_count if form.is_complete() else 1
    try:
        submit.submit(submission=submission, open_findings=open_findings, at=timezone.now())
    except submit.NotReady as problem:
        messages.warning(request, str(problem) or NOT_READY)
        if str(problem):
            return redirect("casestudies:checklist", submission.uid)
        return redirect("casestudies:checklist" if submission.is_from_desk else "casestudies:write", submission.uid)
    messages.success(request, "Sent. You will get an email when there is news.")
    return redirect("casestudies:where", submission.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def where(request, submission):
    """Show the way to publication, and let the authors answer their reviewer."""
    form = AnswerForm(request.POST or None)
    is_open = submission.state == Submission.State.SUBMITTED
    if request.method == "POST":
        if not is_open:
            return too_late(request, submission, [("Your answer", form["text"].value())])
        if form.is_valid() and not form.check_identifiers().open:
            try:
                answer(submission=submission, by=request.user, text=form.cleaned_data["text"], at=timezone.now())
            except TakenMeanwhile:
                return too_late(request, submission, [("Your answer", form.cleaned_data["text"])])
            messages.success(request, "Your answer is sent.")
            return redirect("casestudies:where", submission.uid)
    talk = list(submission.messages.exclude(kind=Message.Kind.ATTEMPT))
    context = {
        "submission": submission,
        "form": form,
        "talk": talk,
        "must_answer": is_open and bool(talk) and talk[-1].kind == Message.Kind.QUESTION,
        "steps": _steps(submission),
        "crumbs": own_crumbs("Where it is"),
        **_waiting(submission),
    }
    return render(request, "casestudies/where.html", context, status=422 if request.method == "POST" else 200)


def _waiting(submission):
    """Return when the authors should hear, or who can help if nobody is left who could review it."""
    if submission.state != Submission.State.SUBMITTED:
        return {}
    today = timezone.localdate()
    passed = set(submission.passes.values_list("reviewer_id", flat=True))
    left = [user for user in reviewers(submission, on=today) if user.pk not in passed]
    is_held = bool(held_reviews([submission], on=today))
    if not left and not is_held:
        held = RoleGrant.objects.current().filter(role=Role.ADMINISTRATOR)
        return {"is_stuck": True, "helpers": User.objects.filter(pk__in=held.values("user"), is_active=True)[:3]}
    start = timezone.localtime((is_held and submission.taken_at) or submission.submitted_at).date()
    return {"hear_by": working_days_after(start, PROMISED_DAYS), "days": working_days_between(start, today)}


def _steps(submission):
    """Return the way to publication as [{"title", "text", "place"}]; place is "done", "here" or "to come"."""
    state, basis, review = submission.state, submission.bases.last(), submission.reviews.last()
    order = {"draft": 0, "sent_back": 0, "submitted": 3, "declined": 3, "published": 5, "withdrawn": 5}
    now = max(order[state], 2 if state in ("draft", "sent_back") and basis else 0)
    texts = [
        ("Written", "By you and your co-author." if submission.second_author_id else "By you."),
        ("Checked for names and places", "Every finding is changed or answered."),
        ("Your checklist and their agreement", basis.get_basis_display() if basis else "What you changed, and why you may share it."),
        ("Read by someone independent", "Not from your hub, or from your authority where there is no hub."),
        ("Approved for an audience", submission.get_audience_display() or "You choose who may read it."),
        ("Published", "You will get an email."),
        ("Read again", "A year later, or as soon as anyone changes a word."),
    ]
    if state == "declined" and review:
        texts[3] = ("Read by someone independent", "They decided that it cannot be made safe.")
    return [
        {"title": title, "text": text, "place": "done" if n < now else "here" if n == now else "to come"}
        for n, (title, text) in enumerate(texts)
    ]


@require_POST
@authors_only
def take_back(request, submission):
    """Take it back from the reviewers, or make a published one a draft again."""
    try:
        if submission.state == Submission.State.SUBMITTED:
            drafts.take_back(submission=submission)
        else:
            drafts.change_published(submission=submission)
    except drafts.NotEditable:
        raise Http404 from None
    messages.success(request, "It is a draft again, and only its authors can read it.")
    return redirect("casestudies:where" if submission.is_from_desk else "casestudies:write", submission.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def withdraw_own(request, submission):
    """Take the author's own case study down for good, after a page that says what goes."""
    if not may_withdraw(request.user, submission) or submission.state == Submission.State.WITHDRAWN:
        raise Http404
    if request.method == "POST":
        withdraw(submission=submission, by=request.user, at=timezone.now())
        messages.success(request, "It is taken down. Its words are gone from this site; backups end within the time your site keeps them.")
        return redirect("casestudies:contribute")
    return render(request, "casestudies/withdraw_own.html", {"submission": submission, "crumbs": own_crumbs("Take it down")})


@require_POST
@members_only
def send_page(request, pk):
    """Begin to send a page that was written in Wagtail's admin for review."""
    page = get_object_or_404(CaseStudyPage, pk=pk)
    if not may_send_page(request.user, page):
        raise Http404
    submission = drafts.submission_of_page(page=page, by=request.user, at=timezone.now())
    return redirect("casestudies:checklist", submission.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def override(request, pk):
    """Let a superuser publish the latest revision of a page without a review, with a reason."""
    if not request.user.is_superuser:
        raise Http404
    if needs_second_factor(request.user):
        return redirect("second_factor")
    page = get_object_or_404(CaseStudyPage, pk=pk)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not form.check_identifiers().open:
        override_review(page=page, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        messages.success(request, "It is published without a review. Reviewers can read your reason.")
        return redirect("casestudies:contribute")
    context = {"form": form, "page": page, "crumbs": own_crumbs("Publish without a review")}
    return render(request, "casestudies/override.html", context, status=422 if request.method == "POST" else 200)
