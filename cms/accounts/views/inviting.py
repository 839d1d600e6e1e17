"""Asking people to come: one by one, or from a list that is checked line by line first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cms.accounts import lists, permissions
from cms.accounts.actions import AuthorityClosed, joining
from cms.accounts.doors import leads_only
from cms.accounts.forms import InvitationForm, ListForm
from cms.accounts.models import Invitation, InvitationList
from cms.accounts.views.people import led_authority
from cms.components import plural

A_BATCH = 50
EXAMPLE = "E-mail address,First name,Last name,Hub,Job role\r\nsam.example@council.example,Sam,Example,,Hub worker\r\n"


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def invite(request, slug):
    """Invite one person."""
    place = led_authority(request, slug)
    if place.closed_on:
        return _closed(request, place)
    form = InvitationForm(request.POST or None, authority=place)
    if request.method == "POST" and form.is_valid():
        again = Invitation.objects.open().filter(email__iexact=form.cleaned_data["email"], authority=place).exists()
        try:
            invitation = joining.invite(**form.cleaned_data, authority=place, by=request.user, at=timezone.now())
        except joining.AlreadyHere:
            form.add_error("email", "Somebody with this address is a member here already.")
        except AuthorityClosed:
            return _closed(request, place)
        else:
            before = " The invitation sent to this address before was taken back: the new one counts, as you filled it in." if again else ""
            _say_of_the_letter(request, invitation, f"The letter is on its way. Its link works once, for 14 days.{before}")
            return redirect("people:authority", place.slug)
    return render(request, "people/invite.html", {"form": form, "authority": place}, status=422 if form.errors else 200)


def _closed(request, place):
    messages.warning(request, f"{place} has closed its place in the network, so nobody is invited to it.")
    return redirect("people:authority", place.slug)


def _say_of_the_letter(request, invitation, words):
    """Say that the letter goes, or that the mail server did not take it."""
    if invitation.sent_at is None:
        messages.error(request, "The mail server does not take letters now. The invitation is kept: send it again a little later.")
    else:
        messages.success(request, words)


@require_POST
@leads_only
def send_again(request, pk):
    """Send an open invitation's letter once more, with a new link."""
    invitation = get_object_or_404(permissions.invitations_led_by(request.user).open().select_related("authority"), pk=pk)
    try:
        joining.send(invitation=invitation, at=timezone.now())
    except joining.InvitationEnded:
        messages.warning(request, "This invitation was accepted or taken back a moment before. No letter went.")
    else:
        _say_of_the_letter(request, invitation, "A new letter is on its way. The link in the older one works no longer.")
    return redirect("people:authority", invitation.authority.slug)


@require_POST
@leads_only
def withdraw(request, pk):
    """Take an invitation back."""
    invitation = get_object_or_404(permissions.invitations_led_by(request.user).select_related("authority"), pk=pk)
    joining.withdraw(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, "The invitation was taken back. Its link now says so.")
    return redirect("people:authority", invitation.authority.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def invite_list(request, slug):
    """Read a spreadsheet of people and check it line by line; nothing is sent yet."""
    place = led_authority(request, slug)
    if place.closed_on:
        return _closed(request, place)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = lists.check(lists.read(file), place)
        except lists.UnreadableList as problem:
            form.add_error("file", str(problem))
        else:
            whole = InvitationList.objects.create(
                authority=place, made_by=request.user, made_at=timezone.now(), filename=file.name[-200:], lines=lines
            )
            return redirect("people:list", whole.pk)
    return render(request, "people/invite_list.html", {"form": form, "authority": place}, status=422 if form.errors else 200)


@require_GET
@leads_only
def list_example(request):
    """A list with one line, to fill in."""
    return HttpResponse(
        EXAMPLE, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="people.csv"'}
    )


def _list(request, pk):
    mine = InvitationList.objects.filter(authority__in=permissions.led_authorities(request.user), made_by=request.user)
    return get_object_or_404(mine.select_related("authority"), pk=pk)


@require_safe
@leads_only
def show_list(request, pk):
    """What would come of a list, line by line; once confirmed, how far its letters are."""
    whole = _list(request, pk)
    if whole.confirmed_at or whole.stopped_at:
        total, left = whole.invitations.count(), whole.invitations.unsent().count()
        sent = whole.invitations.filter(sent_at__isnull=False).count()
        context = {"whole": whole, "total": total, "left": left, "sent": sent, "waits": "waits" in request.GET}
        return render(request, "people/list_sending.html", context)
    bad = [line for line in whole.lines if line["problem"]]
    good = len(whole.lines) - len(bad)
    page = Paginator(bad + [line for line in whole.lines if not line["problem"]], 200).get_page(request.GET.get("page"))
    context = {"whole": whole, "page_obj": page, "good": good, "bad": len(bad), "good_words": plural(good, "person", "people")}
    return render(request, "people/list_report.html", context)


@require_POST
@leads_only
def confirm_list(request, pk):
    """Invite everybody on the good lines, all at once, and send the first letters."""
    whole = _list(request, pk)
    try:
        joining.confirm(whole=whole, at=timezone.now())
    except AuthorityClosed:
        return _closed(request, whole.authority)
    except joining.AlreadyConfirmed:
        messages.warning(request, "This list was confirmed or stopped before. Nothing was done twice.")
        return redirect("people:list", whole.pk)
    return _send_some(whole)


def _send_some(whole):
    """Send a batch of letters and go back to how far they are; the page waits when the mail server fails."""
    all_went = joining.send_some(whole=whole, most=A_BATCH, at=timezone.now())
    return redirect(reverse("people:list", args=[whole.pk]) + ("" if all_went else "?waits"))


@require_POST
@leads_only
def send_list(request, pk):
    """Send the next letters of a confirmed list."""
    return _send_some(_list(request, pk))


@require_POST
@leads_only
def stop_list(request, pk):
    """Send no more letters of a list."""
    whole = _list(request, pk)
    joining.stop(whole=whole, by=request.user, at=timezone.now())
    return redirect("people:list", whole.pk)
