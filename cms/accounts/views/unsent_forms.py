"""Giving back forms that were sent after the session had ended."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cms.accounts import unsent_forms
from cms.components import Button


@require_GET
@never_cache
def send_again(request):
    """Show a form that was sent after the session ended, ready to be sent again."""
    stored = unsent_forms.stored_for(request)
    if stored is None:
        return redirect("/")
    if _shows_unsent_form(stored[0]):
        messages.info(request, "What you wrote is still here. Nothing has been sent yet.")
        return redirect(stored[0])
    return _offer(request, *stored, status=200)


@login_not_required
def csrf_failure(request, reason=""):
    """Offer to send a form again if its CSRF token has expired, usually because the user signed in again in another tab.

    Only for forms from our own pages. Everything else gets Django's CSRF failure page.
    """
    origin = request.headers.get("Origin", "")
    if request.method != "POST" or urlsplit(origin).netloc != request.get_host() or request.path.startswith(("/accounts/", "/admin/")):
        return plain_csrf_failure(request, reason=reason)
    if not request.user.is_authenticated:
        if unsent_forms.store(request):
            return redirect_to_login(reverse("send_again"))
        return plain_csrf_failure(request, reason=reason)
    if _shows_unsent_form(request.path) and unsent_forms.store(request):
        return redirect("send_again")
    return _offer(request, request.path, unsent_forms.storable_fields(request), status=403)


def _shows_unsent_form(path):
    """Return whether the page at the address shows its form again with everything that was typed."""
    try:
        return getattr(resolve(path).func, "shows_unsent_form", False)
    except Resolver404:
        return False


def _offer(request, path, fields, status):
    button = Button(label="Send it now", url=path, fields=fields)
    # Ids, versions and choices have no spaces; what someone wrote nearly always has.
    text_fields = [{"label": "Your text", "value": value} for name, value in button.inputs if name == "text" or " " in value.strip()]
    text_fields = [field for field in text_fields if field["value"]]
    context = {"fields": text_fields, "button": button, "back_url": "/"}
    return render(request, "accounts/send_again.html", context, status=status)
