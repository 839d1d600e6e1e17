"""Keeping a page for later, and reporting a problem with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.members import actions
from cms.members.forms import ProblemForm
from cms.members.models import ProblemReport, Saved
from cms.page_tree.snapshot import current_tree
from cms.people.decorators import members_only
from cms.search.results import findables

A_PAGE = 30


def _page(pk):
    return get_object_or_404(Page.objects.select_related("owner").order_by(), pk=pk)


@require_POST
@members_only
def keep(request, pk):
    """Keep a page for later."""
    page = _page(pk)
    try:
        actions.keep(member=request.user, page=page, at=timezone.now())
    except actions.NotOpenToYou:
        raise Http404 from None
    messages.success(request, f"“{page.title}” is kept for later. You find it on your home, under Kept for later.")
    return _back_to_the_end(request, current_tree().url(page.pk))


@require_POST
@members_only
def take_back(request, pk):
    """Take it off what one keeps."""
    page = _page(pk)
    actions.take_back(member=request.user, page=page)
    url = current_tree().url(page.pk) if current_tree().is_open(page.pk) else None
    if url is None or "kept" in request.POST:
        messages.success(request, "Taken off what you keep.")
        return redirect("kept")
    messages.success(request, f"“{page.title}” is no longer kept.")
    return _back_to_the_end(request, url)


def _back_to_the_end(request, url):
    """To where the button stood, past a note that the reader had gone on from."""
    return redirect(f"{url}{'?go-on=1' if 'go-on' in request.POST else ''}#around-deeds")


@require_safe
@members_only
def kept(request):
    """Everything the person keeps for later, newest first, as far as it is still open to them."""
    page_obj = Paginator(open_ones(Saved.objects.of(request.user)), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "cms/kept.html", {"page_obj": page_obj})


def open_ones(saved):
    """What is kept and may still be opened: [{"pk", "title", "url", "kind", "saved_at"}]. One query."""
    tree = current_tree()
    labels = {one.model._meta.label_lower: one.one for one in findables()}
    return [
        {"pk": pk, "title": (node := tree.nodes[pk]).title, "url": node.url, "kind": labels.get(node.kind, ""), "saved_at": at}
        for pk, at in saved.values_list("page_id", "saved_at")
        if tree.is_open(pk)
    ]


def report_problem(request, pk):
    """Say what is wrong with a page."""
    return _take_problem(request, int(pk)) if request.method == "POST" else _ask_problem(request, int(pk))


@require_safe
@members_only
def _ask_problem(request, pk):
    if not current_tree().is_open(pk):
        raise Http404
    return _show_problem(request, pk, ProblemForm())


@require_POST
@members_only
def _take_problem(request, pk):
    page, form = _page(pk), ProblemForm(request.POST)
    if not current_tree().is_open(page.pk):
        raise Http404
    if not form.is_valid():
        return _show_problem(request, pk, form, status=422)
    try:
        actions.report_problem(by=request.user, page=page, at=timezone.now(), **form.cleaned_data)
    except actions.TooManyReports:
        form.add_error(None, "You have reported a lot in the last hour. Your words are still here: send them a little later.")
        return _show_problem(request, pk, form, status=422)
    messages.success(request, "Thank you. It is with whoever looks after the page, and you see what becomes of it here.")
    return redirect("reported_problems")


def _show_problem(request, pk, form, status=200):
    node = current_tree().nodes[pk]
    return render(request, "cms/report_problem.html", {"form": form, "page_title": node.title, "page_url": node.url}, status=status)


@require_safe
@members_only
def reported_problems(request):
    """What the person reported, and what became of it."""
    page_obj = Paginator(ProblemReport.objects.of(request.user), A_PAGE).get_page(request.GET.get("page"))
    tree = current_tree()
    rows = [{"report": one, "url": tree.url(one.page_id) if one.page_id and tree.is_open(one.page_id) else ""} for one in page_obj]
    return render(request, "cms/reported_problems.html", {"page_obj": page_obj, "rows": rows})
