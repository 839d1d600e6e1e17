"""Pages about someone's pathway: their own, and what their manager sees and does."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cms.people.decorators import members_only
from cms.people.permissions import people_managed_by
from learning.actions import pathways
from learning.models.records import StepKind
from learning.pathways.forms import SessionForm
from learning.pathways.progress import enrolments_of, progress_of
from learning.progress import long_date
from learning.reports.person import record_look
from learning.reports.views import managers_only

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def get_progress(person, slug):
    """Return the person's PathwayProgress of the pathway with this slug. Raises Http404."""
    found = progress_of(enrolments_of([person]).filter(pathway__slug=slug), on=timezone.localdate())
    if not found:
        raise Http404
    return found[0]


@require_safe
@members_only
def pathway(request, slug):
    """Show the reader where they are on their pathway, what comes next, and why they are on it."""
    progress = get_progress(request.user, slug)
    return render(request, "learning/pathways/pathway.html", {"progress": progress, "enrolment": progress.enrolment})


@get_or_post
@managers_only
def persons_pathway(request, subject, slug):
    """Show where someone is on their pathway. Their manager records live sessions and signs off at the end."""
    who = get_object_or_404(people_managed_by(request.user), subject=subject)
    progress, now = get_progress(who, slug), timezone.now()
    record_look(by=request.user, person=who, at=now)
    form = SessionForm(initial={"done_on": timezone.localdate(now)})
    if request.method == "POST":
        form, response = _change(request, who, progress, now)
        if response is not None:
            return response
    sessions = [row for row in progress.rows if row.step.kind == StepKind.SESSION]
    context = {"who": who, "progress": progress, "enrolment": progress.enrolment, "form": form, "sessions": sessions}
    return render(request, "learning/pathways/persons_pathway.html", context, status=422 if form.is_bound else 200)


def _change(request, who, progress, now):
    """Return (SessionForm, response) after a button was pressed; the response is None if the form has errors."""
    here = redirect("learning:persons_pathway", who.subject, progress.enrolment.pathway.slug)
    if "ready" in request.POST:
        if not progress.is_ready_to_sign:
            messages.info(request, "There are steps left, or it was signed off before, so nothing was changed.")
        else:
            pathways.sign_off_pathway(enrolment=progress.enrolment, by=request.user, at=now)
            messages.success(request, f"You have signed off {progress.enrolment.pathway} for {who}.")
        return None, here
    keys = {row.step.key: row for row in progress.rows if row.step.kind == StepKind.SESSION}
    row = keys.get(request.POST.get("step", ""))
    if row is None:
        raise Http404
    if "undo" in request.POST:
        pathways.mark_session(step=row.step, done_on=None, by=request.user)
        messages.success(request, f"“{row.title}” is open again.")
        return None, here
    form = SessionForm(request.POST)
    if not form.is_valid():
        return form, None
    pathways.mark_session(step=row.step, done_on=form.cleaned_data["done_on"], by=request.user)
    messages.success(request, f"{who} took part in “{row.title}” on {long_date(form.cleaned_data['done_on'])}.")
    return None, here
