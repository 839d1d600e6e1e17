"""A person's notices, how they want to be told, and the link in an email that turns all of it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.notices import actions
from cms.notices.emails import lines_of, user_of_token
from cms.notices.forms import ChoicesForm
from cms.notices.models import Notice, NoticePreferences
from cms.notices.schedule import next_email_words
from cms.notices.sources import followed_by
from cms.people.decorators import members_only

PAGE_SIZE = 30


def preferences_of(user):
    """Return how the user wants to be told: their choices or the defaults."""
    return NoticePreferences.objects.filter(user=user).first() or NoticePreferences(user=user)


def _moment(text):
    """Return the aware datetime that the text is, or None."""
    try:
        moment = parse_datetime(text)
    except ValueError:  # well-formed, but no such day
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


@require_safe
@members_only
def index(request):
    """List the member's notices, newest first, of what they may still read."""
    notices = Notice.objects.visible_to(request.user).order_by("-latest_at", "-pk")
    before = _moment(request.GET.get("before", "").replace(" ", "+"))
    if before is not None:
        notices = notices.filter(latest_at__lt=before)
    found = list(notices[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    lines = lines_of(request.user, shown)
    today = timezone.localdate()
    context = {
        "today": [pair for pair in lines if timezone.localdate(pair[0].latest_at) == today],
        "earlier": [pair for pair in lines if timezone.localdate(pair[0].latest_at) != today],
        "older": shown[-1].latest_at.isoformat() if len(found) > PAGE_SIZE else "",
        "has_unread": any(notice.read_at is None for notice in shown),
        "up_to": shown[0].latest_at.isoformat() if shown else "",
        "preferences": preferences_of(request.user),
    }
    return render(request, "notices/index.html", context)


@require_safe
@members_only
def show(request, pk):
    """Mark a notice as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    lines = lines_of(request.user, [notice])
    if not lines:
        raise Http404
    actions.mark_read(member=request.user, at=timezone.now(), pk=notice.pk)
    return redirect(lines[0][1].url)


@require_POST
@members_only
def read_all(request):
    """Mark everything that the page showed, and what is older, as read."""
    up_to = _moment(request.POST.get("up_to", "")) or timezone.now()
    actions.mark_all_read(member=request.user, up_to=up_to, at=timezone.now())
    messages.success(request, "All your notices are marked as read.")
    return redirect("notices:index")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def choices(request):
    """Choose how to be told. POST with `off` turns all emails off."""
    preferences = preferences_of(request.user)
    if request.method == "POST" and "off" in request.POST:
        actions.turn_off(user=request.user)
        messages.success(request, "They are off. Emails about signing in and your own training still come.")
        return redirect("notices:choices")
    form = ChoicesForm(request.POST or None, instance=preferences)
    if request.method == "POST" and form.is_valid():
        actions.choose(user=request.user, **form.cleaned_data)
        when = next_email_words(preferences_of(request.user), timezone.localtime())
        messages.success(
            request, f"Saved. Your next email comes {when}, if there is something new." if when else "Saved. You get no email."
        )
        return redirect("notices:choices")
    context = {"form": form, "followed": followed_by(request.user), "is_off": preferences.email == NoticePreferences.Email.NONE}
    return render(request, "notices/choices.html", context, status=422 if form.errors else 200)


# Email programs send the POST by themselves, without a cookie or a token (RFC 8058). The link is signed, and can only turn emails off.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def off(request, token):
    """Turn off all emails about notices from the link in an email, without signing in."""
    user = user_of_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        actions.turn_off(user=user)
    return render(request, "notices/off.html", {"is_off": request.method == "POST"})
