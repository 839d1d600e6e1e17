"""Forms that were sent after the session had ended."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cms.accounts import unsent_forms
from cms.parts import Button


@require_GET
@never_cache
def send_again(request):
    """Words that were sent after the session had ended, ready to be sent again by the same person."""
    kept = unsent_forms.kept_for(request)
    if kept is None:
        return redirect("/")
    return _offer(request, *kept, status=200)


@login_not_required
def csrf_failure(request, reason=""):
    """A form whose token is stale, usually because its owner signed in again elsewhere: offer to send it again.

    Only for forms sent from our own pages; anything else gets Django's plain refusal in our dress.
    """
    origin = request.headers.get("Origin", "")
    if request.method != "POST" or urlsplit(origin).netloc != request.get_host() or request.path.startswith(("/accounts/", "/admin/")):
        return plain_csrf_failure(request, reason=reason)
    if not request.user.is_authenticated:
        if unsent_forms.keep(request):
            return redirect_to_login(reverse("send_again"))
        return plain_csrf_failure(request, reason=reason)
    return _offer(request, request.path, unsent_forms.sent_by(request), status=403)


def _offer(request, path, fields, status):
    button = Button(label="Send it now", url=path, fields=fields)
    words = [{"label": "Your words", "value": value} for name, value in button.inputs if name == "text" and value]
    context = {"fields": words, "button": button, "back_url": "/"}
    return render(request, "cms/send_again.html", context, status=status)
