"""Views for saving pages, for answering provocations and for reporting problems with pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.accounts.unsent_forms import shows_unsent_form, unsent_data
from cms.members import actions
from cms.members.forms import AnswerForm, ProblemForm
from cms.members.models import ProblemReport, Saved
from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.search.results import searchable_models
from cms.vocabulary.models import Provocation

PAGE_SIZE = 30


def _get_page(pk):
    return get_object_or_404(Page.objects.select_related("owner").order_by(), pk=pk)


@require_POST
@members_only
def save_page(request, pk):
    """Save a page for later."""
    page = _get_page(pk)
    try:
        actions.save_page(member=request.user, page=page, at=timezone.now())
    except actions.NotPermitted:
        raise Http404 from None
    messages.success(request, f"“{page.title}” has been saved. You will find it on your home page.")
    return _redirect_to_button(request, current_tree().url(page.pk))


@require_POST
@members_only
def unsave_page(request, pk):
    """Remove a page from the member's saved pages."""
    page = _get_page(pk)
    actions.unsave_page(member=request.user, page=page)
    url = current_tree().url(page.pk) if current_tree().is_open(page.pk) else None
    if url is None or "from-list" in request.POST:
        messages.success(request, "The page has been removed from your saved pages.")
        return redirect("saved_pages")
    messages.success(request, f"“{page.title}” has been removed from your saved pages.")
    return _redirect_to_button(request, url)


def _redirect_to_button(request, url):
    """Redirect back to the save button, skipping an accepted content note."""
    return redirect(f"{url}{'?go-on=1' if 'go-on' in request.POST else ''}#around-deeds")


@require_safe
@members_only
def saved_pages(request):
    """List the member's saved pages that they may still open, newest first."""
    page_obj = Paginator(open_saved_pages(Saved.objects.of(request.user)), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "members/saved_pages.html", {"page_obj": page_obj})


def open_saved_pages(saved):
    """Return the saved pages (a Saved queryset) that are open, as {"pk", "title", "url", "kind", "saved_at"}. Takes one query."""
    tree = current_tree()
    labels = {model.model._meta.label_lower: model.label for model in searchable_models()}
    return [
        {"pk": pk, "title": (node := tree.nodes[pk]).title, "url": node.url, "kind": labels.get(node.kind, ""), "saved_at": saved_at}
        for pk, saved_at in saved.values_list("page_id", "saved_at")
        if tree.is_open(pk)
    ]


@require_POST
@members_only
def answer_provocation(request, slug):
    """Save the member's private answer to a provocation."""
    provocation, form = get_object_or_404(Provocation.objects.live(), slug=slug), AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "members/answer.html", {"form": form, "provocation": provocation}, status=422)
    actions.answer_provocation(member=request.user, provocation=provocation, text=form.cleaned_data["text"], at=timezone.now())
    return redirect(f"{provocation.url}#answer")


@shows_unsent_form
def report_problem(request, pk):
    """Show the form for reporting a problem with a page, or save the report."""
    return _save_report(request, int(pk)) if request.method == "POST" else _show_empty_form(request, int(pk))


@require_safe
@members_only
def _show_empty_form(request, pk):
    if not current_tree().is_open(pk):
        raise Http404
    return _render_form(request, pk, ProblemForm(unsent_data(request)))


@require_POST
@members_only
def _save_report(request, pk):
    page, form = _get_page(pk), ProblemForm(request.POST)
    if not current_tree().is_open(page.pk):
        raise Http404
    if not form.is_valid():
        return _render_form(request, pk, form, status=422)
    try:
        actions.report_problem(by=request.user, page=page, at=timezone.now(), **form.cleaned_data)
    except actions.TooManyReports:
        form.add_error(None, "You have sent too many reports in the last hour. Your text is still below. Please try again later.")
        return _render_form(request, pk, form, status=422)
    messages.success(request, "Thank you. We have told the person responsible for the page. You will see their answer here.")
    return redirect("reported_problems")


def _render_form(request, pk, form, status=200):
    node = current_tree().nodes[pk]
    return render(request, "members/report_problem.html", {"form": form, "page_title": node.title, "page_url": node.url}, status=status)


@require_safe
@members_only
def reported_problems(request):
    """List the problems the member reported, with the answers."""
    page_obj = Paginator(ProblemReport.objects.of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    tree = current_tree()
    rows = [{"report": report, "url": (tree.url(report.page_id) if tree.is_open(report.page_id) else "") or ""} for report in page_obj]
    return render(request, "members/reported_problems.html", {"page_obj": page_obj, "rows": rows})
