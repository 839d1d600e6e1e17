"""Asking to join with a work address: the address, the code, then the rest. Also cancelling a request."""

from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.people.actions import join_requests
from cms.people.actions.invitations import NotForYou
from cms.people.actions.memberships import AlreadyMember
from cms.people.forms import AboutYouForm, AskForm, EmailedCodeForm, MembershipForm
from cms.people.models import User
from cms.people.permissions import is_member

# Session keys: the key of the code, and the address as it was typed.
KEY, ADDRESS = "asking_key", "asking_address"
TOO_MANY_TRIES = (
    "There were too many tries from your network in the last hour. Nothing is lost: try again in an hour, or ask a lead to invite you."
)
WRONG_CODE = "This code does not work. It may be mistyped or out of date, or was tried too often. You can ask for another one below."
# What to show for each error: heading, text, status.
ENDED = {
    join_requests.NotConfirmed: (
        "This page has been used or has expired",
        "If you have just joined, sign in. Otherwise start again by entering your address.",
        410,
    ),
    join_requests.DomainNotApproved: (
        "You can no longer join with this address",
        "The authority has changed which addresses it accepts. Ask its lead to invite you.",
        410,
    ),
    NotForYou: (
        "This is for another address",
        "You are signed in with a different address from the one you confirmed. Sign out, then start again.",
        403,
    ),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_join(request):
    """Ask for a work address. The response is the same whatever the address is."""
    if is_member(request.user) or (request.user.is_authenticated and request.user.join_requests.open().exists()):
        return redirect("/")
    own = request.user.email if request.user.is_authenticated else ""
    data = request.POST if request.method == "POST" else None
    form = AskForm({"email": own} if own and data is not None else data)
    if data is not None and form.is_valid():
        if not ratelimit.consume(request, action="ask_to_join"):
            form.add_error(None, TOO_MANY_TRIES)
            return render(request, "people/ask_to_join.html", {"form": form, "own": own}, status=429)
        _send_code(request, form.cleaned_data["email"])
        return redirect("confirm_address")
    return render(request, "people/ask_to_join.html", {"form": form, "own": own}, status=422 if form.errors else 200)


def _send_code(request, email):
    """Email a code, or leave the previous one valid if this address has had its limit of emails. The response does not say which."""
    if ratelimit.consume(request, action="email_to_address", key=email):
        request.session[KEY] = str(join_requests.send_code(email=email, at=timezone.now()))
    request.session[ADDRESS] = email


def _key(request):
    return UUID(request.session.get(KEY, str(UUID(int=0))))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request):
    """Ask for the emailed code."""
    if ADDRESS not in request.session or is_member(request.user):
        return redirect("ask_to_join")
    form = EmailedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="confirm_address"):
            form.add_error(None, TOO_MANY_TRIES)
            return _code_page(request, form, 429)
        try:
            join_requests.confirm(key=_key(request), code=form.cleaned_data["code"], at=timezone.now())
        except join_requests.WrongCode:
            form.add_error("code", WRONG_CODE)
        else:
            request.session.cycle_key()  # prevents session fixation
            return redirect("about_you")
    return _code_page(request, form, 422 if form.errors else 200)


def _code_page(request, form, status):
    return render(request, "people/confirm_address.html", {"form": form, "email": request.session[ADDRESS]}, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request):
    """Ask for name, hub and job role, then join or create a request."""
    if is_member(request.user):
        return redirect("/")
    if KEY not in request.session:
        return redirect("ask_to_join")
    try:
        return _about_you(request)
    except tuple(ENDED) as error:
        heading, text, status = ENDED[type(error)]
        return render(request, "people/link_ended.html", {"heading": heading, "text": text}, status=status)
    except join_requests.HasAccount:
        return redirect("about_you")
    except (join_requests.AlreadyAsked, AlreadyMember):
        return redirect("/")


def _about_you(request):
    email = join_requests.confirmed_address(key=_key(request), at=timezone.now())
    authority = join_requests.authority_of_address(email)
    if authority is None:
        raise join_requests.DomainNotApproved
    if request.user.is_authenticated:
        return _with_account(request, email, authority)
    if User.objects.filter(email__iexact=email).exists():
        return redirect_to_login(request.path)
    return _as_new(request, email, authority)


def _as_new(request, email, authority):
    form = AboutYouForm(request.POST or None, email=email, authority=authority)
    if request.method == "POST" and form.is_valid():
        user, join_request = join_requests.ask_as_new(key=_key(request), **form.cleaned_data, at=timezone.now())
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return _finish(request, join_request)
    return _about_you_page(request, form, email, authority)


def _with_account(request, email, authority):
    if request.user.email.lower() != email:
        raise NotForYou
    form = MembershipForm(request.POST or None, authority=authority)
    if request.method == "POST" and form.is_valid():
        join_request = join_requests.ask(key=_key(request), user=request.user, **form.cleaned_data, at=timezone.now())
        if join_request is None:
            update_session_auth_hash(request, User.objects.get(pk=request.user.pk))  # keep this session; all others end
        return _finish(request, join_request)
    return _about_you_page(request, form, email, authority)


def _about_you_page(request, form, email, authority):
    context = {"form": form, "email": email, "authority": authority}
    return render(request, "people/about_you.html", context, status=422 if form.errors else 200)


def _finish(request, join_request):
    for name in (KEY, ADDRESS):
        request.session.pop(name, None)
    if join_request is None:
        messages.success(request, "Welcome to Drumbeat. Your first lesson is below.")
    return redirect("/")


@require_POST
def take_request_back(request):
    """Cancel the user's own open request."""
    try:
        join_requests.cancel(user=request.user, at=timezone.now())
    except join_requests.AlreadyAnswered:
        messages.warning(request, "You have no open request.")
    else:
        messages.success(request, "Your request is cancelled. You can ask again at any time.")
    return redirect("/")
