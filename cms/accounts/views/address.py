"""Changing the address you sign in with: enter the new one, then the code that we email to it."""

import logging
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.manage_email import emit_email_changed
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.accounts.actions import addresses
from cms.accounts.forms import NewAddressForm
from cms.people.actions import join_requests
from cms.people.forms import EmailedCodeForm

logger = logging.getLogger(__name__)
# Session keys: the key of the code, and the new address.
KEY, ADDRESS = "changing_key", "changing_address"
TOO_MANY_TRIES = "There were too many tries from your network in the last hour. Nothing is lost: try again in an hour."
WRONG_CODE = "This code does not work. It may be mistyped or out of date, or was tried too often. You can ask for another one below."


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def change_address(request):
    """Ask for the new address. POST, with the password entered again, emails a code to it."""
    form = NewAddressForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        # The limit is shared with requests to join: each address gets only a few emails an hour, no matter who asks for them.
        if not ratelimit.consume(request, action="ask_to_join"):
            form.add_error(None, TOO_MANY_TRIES)
            return render(request, "accounts/change_address.html", {"form": form}, status=429)
        _send_code(request, form.cleaned_data["email"])
        return redirect("change_address_code")
    return render(request, "accounts/change_address.html", {"form": form}, status=422 if form.errors else 200)


def _send_code(request, email):
    if ratelimit.consume(request, action="email_to_address", key=email):
        request.session[KEY] = str(addresses.send_change_code(email=email, at=timezone.now()))
    request.session[ADDRESS] = email


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_address_code(request):
    """Ask for the code that we emailed to the new address."""
    if ADDRESS not in request.session:
        return redirect("change_address")
    form = EmailedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="confirm_address"):
            form.add_error(None, TOO_MANY_TRIES)
            return _code_page(request, form, 429)
        key = UUID(request.session.get(KEY, str(UUID(int=0))))
        try:
            join_requests.confirm(key=key, code=form.cleaned_data["code"], at=timezone.now())
            return _change(request, key)
        except join_requests.WrongCode:
            form.add_error("code", WRONG_CODE)
    return _code_page(request, form, 422 if form.errors else 200)


def _change(request, key):
    for name in (KEY, ADDRESS):
        request.session.pop(name, None)
    try:
        previous = addresses.change_address(user=request.user, key=key, at=timezone.now())
    except (join_requests.HasAccount, join_requests.NotConfirmed):
        messages.warning(request, "We could not change your address to that one. Nothing has changed.")
        return redirect("account")
    try:  # allauth's signal, on which it emails the previous address
        emit_email_changed(request, EmailAddress(user=request.user, email=previous), EmailAddress.objects.get(user=request.user))
    except OSError as error:
        logger.error("An email could not be sent: %s", type(error).__name__)
    messages.success(request, f"From now on, sign in with {request.user.email}. We have emailed your old address.")
    return redirect("account")


def _code_page(request, form, status):
    return render(request, "accounts/change_address_code.html", {"form": form, "email": request.session[ADDRESS]}, status=status)
