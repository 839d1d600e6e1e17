"""Inviting people one at a time, or from a list that is checked first."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cms.components import plural
from cms.people import invitation_spreadsheet, permissions
from cms.people.actions import AuthorityClosed, invitations
from cms.people.decorators import authority_leads_only
from cms.people.forms import CorrectionForm, InvitationForm, ListForm, search_text
from cms.people.led_objects import get_led_authority
from cms.people.models import Invitation, InvitationList
from cms.people.name_search import BY_NAME

BATCH_SIZE = 50
PAGE_SIZE = 20
LINES_A_PAGE = 50
MAX_REFUSED_NAMED = 50
MAX_FAULTS_SUMMED = 12
EXAMPLE = (
    "Email address,First name,Last name,Hub,Job role,Employed since,In care role since\r\n"
    "sam.example@council.example,Sam,Example,,Hub worker,1 June 2021,1 September 2022\r\n"
)


@require_safe
@authority_leads_only
def open_invitations(request, slug):
    """List the people who are invited to an authority and have not joined, by name. Finds them by name or address."""
    authority, query = get_led_authority(request, slug), search_text(request.GET, "q")
    found = authority.invitations.open().matching_name(query).select_related("job_role", "hub").order_by(*BY_NAME)
    page, now = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")), timezone.now()
    context = {
        "authority": authority,
        "words": query,
        "page_obj": page,
        "waiting": [{"invitation": invitation, "expired": invitation.has_expired(now)} for invitation in page],
        "found_words": plural(page.paginator.count, "person", "people"),
    }
    return render(request, "people/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def invite(request, slug):
    """Invite one person."""
    authority = get_led_authority(request, slug)
    if authority.closed_on:
        return _closed(request, authority)
    form = InvitationForm(request.POST or None, authority=authority)
    if request.method == "POST" and form.is_valid():
        was_invited = Invitation.objects.open().filter(email=form.cleaned_data["email"], authority=authority).exists()
        try:
            invitations.invite(**form.cleaned_data, authority=authority, by=request.user, at=timezone.now())
        except invitations.AlreadyHere:
            form.add_error("email", "Someone with this address is already a member.")
        except AuthorityClosed:
            return _closed(request, authority)
        else:
            note = " It replaces the invitation that was sent to this address before." if was_invited else ""
            messages.success(request, f"The invitation is on its way. Its link works once, for 14 days.{note}")
            return redirect("people:invitations", authority.slug)
    return render(request, "people/invite.html", {"form": form, "authority": authority}, status=422 if form.errors else 200)


def _closed(request, authority):
    messages.warning(request, f"{authority} has left Drumbeat, so you cannot invite people to it.")
    return redirect("people:authority", authority.slug)


@require_POST
@authority_leads_only
def send_again(request, pk):
    """Email an open invitation again, with a new link."""
    invitation = get_object_or_404(permissions.invitations_led_by(request.user).open().select_related("authority"), pk=pk)
    try:
        invitations.send(invitation=invitation, at=timezone.now())
    except invitations.InvitationEnded:
        messages.warning(request, "This invitation has just been accepted or withdrawn, so we did not send an email.")
    else:
        messages.success(request, "A new link is on its way. The link in the previous email no longer works.")
    return redirect("people:invitations", invitation.authority.slug)


@require_POST
@authority_leads_only
def withdraw(request, pk):
    """Withdraw an invitation."""
    invitation = get_object_or_404(permissions.invitations_led_by(request.user).select_related("authority"), pk=pk)
    invitations.withdraw(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, "The invitation is withdrawn. Anyone who opens its link will be told so.")
    return redirect("people:invitations", invitation.authority.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def invite_list(request, slug):
    """Read and check a spreadsheet of people. Nothing is sent yet."""
    authority = get_led_authority(request, slug)
    if authority.closed_on:
        return _closed(request, authority)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = invitation_spreadsheet.check(invitation_spreadsheet.read(file), authority)
        except invitation_spreadsheet.UnreadableList as error:
            form.add_error("file", str(error))
        else:
            upload = invitations.add_list(authority=authority, filename=file.name, lines=lines, by=request.user, at=timezone.now())
            return redirect("people:list", upload.pk)
    return render(request, "people/invite_list.html", {"form": form, "authority": authority}, status=422 if form.errors else 200)


@require_GET
@authority_leads_only
def list_example(request):
    """Download an example list."""
    return HttpResponse(
        EXAMPLE, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="people.csv"'}
    )


def _get_list(request, pk):
    mine = InvitationList.objects.filter(authority__in=permissions.led_authorities(request.user), made_by=request.user)
    return get_object_or_404(mine.select_related("authority"), pk=pk)


@require_safe
@authority_leads_only
def show_list(request, pk):
    """Show a checked list line by line or, once it is confirmed, how many emails have been sent."""
    upload = _get_list(request, pk)
    if not upload.confirmed_at and not upload.stopped_at:
        return _report(request, upload)
    refused = upload.invitations.refused().order_by(*BY_NAME)
    context = {
        "whole": upload,
        "total": upload.invitations.count(),
        "left": upload.invitations.unsent().count(),
        "sent": upload.invitations.filter(sent_at__isnull=False).count(),
        "refused_count": refused.count(),
        "refused": refused[:MAX_REFUSED_NAMED],
    }
    return render(request, "people/list_sending.html", context)


def _report(request, upload, form=None):
    """Show what is unclear in a list, once for all rows; then every problem of every line."""
    bad = [line for line in upload.lines if line["problem"]]
    good = len(upload.lines) - len(bad)
    page = Paginator(bad + [line for line in upload.lines if not line["problem"]], LINES_A_PAGE).get_page(request.GET.get("page"))
    faults = Counter(problem for line in bad for problem in line.get("problems", []))
    hubs, roles = invitation_spreadsheet.choices_for(upload.authority)
    context = {
        "whole": upload,
        "page_obj": page,
        "good": good,
        "bad": len(bad),
        "good_words": plural(good, "person", "people"),
        "form": form or CorrectionForm(lines=upload.lines, authority=upload.authority),
        "faults": [(problem, plural(rows, "row")) for problem, rows in faults.most_common(MAX_FAULTS_SUMMED)],
        "readings": [(typed, title, plural(rows, "row")) for typed, title, rows in invitation_spreadsheet.readings(upload.lines)],
        "valid": [("Hubs and teams", sorted(hubs.titles.values())), ("Job roles", list(roles.titles.values()))],
    }
    return render(request, "people/list_report.html", context)


@require_POST
@authority_leads_only
def correct_list(request, pk):
    """Apply one answer to all rows of a list that is not confirmed yet, and check it again."""
    upload = _get_list(request, pk)
    form = CorrectionForm(request.POST, lines=upload.lines, authority=upload.authority)
    if not form.is_valid():
        return _report(request, upload, form)
    try:
        lines = invitation_spreadsheet.correct(upload.lines, form.answers(), upload.authority)
        invitations.correct_list(upload=upload, lines=lines)
    except invitations.AlreadyConfirmed:
        messages.warning(request, "This list has already been confirmed or stopped.")
    return redirect("people:list", upload.pk)


@require_POST
@authority_leads_only
def confirm_list(request, pk):
    """Create all invitations of the list and queue the first batch."""
    upload = _get_list(request, pk)
    try:
        invitations.confirm_list(upload=upload, at=timezone.now())
    except AuthorityClosed:
        return _closed(request, upload.authority)
    except invitations.AlreadyConfirmed:
        messages.warning(request, "This list has already been confirmed or stopped.")
        return redirect("people:list", upload.pk)
    return _send_batch(upload)


def _send_batch(upload):
    """Queue a batch and redirect to the list."""
    invitations.send_batch(upload=upload, size=BATCH_SIZE, at=timezone.now())
    return redirect("people:list", upload.pk)


@require_POST
@authority_leads_only
def send_list(request, pk):
    """Email the next batch of a confirmed list."""
    return _send_batch(_get_list(request, pk))


@require_POST
@authority_leads_only
def stop_list(request, pk):
    """Stop emailing a list."""
    upload = _get_list(request, pk)
    invitations.stop_list(upload=upload, by=request.user, at=timezone.now())
    return redirect("people:list", upload.pk)
