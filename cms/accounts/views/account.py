"""Pages about the person: their account, waiting to be a member, and words that were not sent."""

from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.accounts import unsent
from cms.accounts.actions import welcome as deeds
from cms.accounts.doors import members_only
from cms.accounts.elsewhere import connected_of, provider_of
from cms.accounts.forms import WelcomeForm
from cms.accounts.models import Role, RoleGrant
from cms.accounts.permissions import led_authorities, may_open_desk, must_set_up_code, roles_of
from cms.components import Button, plural


def place_of(user):
    """Where somebody belongs, in words: "Mill Lane hub, Ashdale", or ""."""
    names = user.memberships.current().values_list("hub__name", "authority__name").first() or ()
    return ", ".join(name for name in names if name)


@require_GET
def account(request):
    """Your account: who you are here, how you sign in, and the way out."""
    roles = roles_of(request.user)
    return render(
        request,
        "cms/account.html",
        {
            "name": request.user.get_full_name(),
            "email": request.user.email,
            "place": place_of(request.user),
            "roles": roles,
            "may_open_desk": may_open_desk(request.user),
            "leads": led_authorities(request.user).exists(),
            "ways": _ways_in(request.user, is_needed=settings.SECOND_FACTOR_REQUIRED and bool(roles)),
        },
    )


def welcome_of(user):
    """What to say on somebody's first visit, {form, manager, hub}, or None once they have put it away."""
    here = user.membership
    if user.welcomed_at or here is None:
        return None
    return {"form": WelcomeForm(user=user), **_around(here)}


def _around(here):
    if not here.hub_id:
        return {"manager": "", "hub": ""}
    held = RoleGrant.objects.current().filter(role=Role.HUB_MANAGER, hub=here.hub_id, user__is_active=True).exclude(user=here.user_id)
    found = held.select_related("user", "hub").order_by("pk").first()
    return {"manager": str(found.user), "hub": str(found.hub)} if found else {"manager": "", "hub": ""}


@require_POST
@members_only
def welcome(request):
    """Put the welcome away, with what was still missing."""
    form = WelcomeForm(request.POST, user=request.user)
    if not form.is_valid():
        here = request.user.membership
        return render(request, "cms/welcome.html", {"welcome": {"form": form, **(_around(here) if here else {})}}, status=422)
    deeds.welcome(user=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("/")


def _ways_in(user, *, is_needed):
    """How the person signs in, in words for their account. `is_needed` says whether their roles ask for a second factor."""
    held = dict.fromkeys(Authenticator.Type.values, 0)
    for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True):
        held[kind] += 1
    connected = connected_of(user)
    place = user.membership.authority if user.membership else None
    return {
        "passkeys": plural(held["webauthn"], "passkey", "passkeys") if held["webauthn"] else "",
        "code": bool(held["totp"]),
        "is_missing": is_needed and not held["webauthn"] and not held["totp"],
        "authority": place,
        "is_connected": bool(connected),
        "may_connect": bool(place) and provider_of(place) is not None,
    }


@require_GET
def second_factor(request):
    """Why a code from one's phone is needed, and the way to set it up; once that is done, on to where it leads."""
    if not must_set_up_code(request.user):
        return redirect("account")
    return render(request, "cms/second_factor.html")


@require_GET
@never_cache
def send_again(request):
    """Words that were sent after the session had ended, ready to be sent again by the same person."""
    kept = unsent.kept_for(request)
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
        if unsent.keep(request):
            return redirect_to_login(reverse("send_again"))
        return plain_csrf_failure(request, reason=reason)
    return _offer(request, request.path, unsent.sent_by(request), status=403)


def _offer(request, path, fields, status):
    button = Button(label="Send it now", url=path, fields=fields)
    words = [{"label": "Your words", "value": value} for name, value in button.inputs if name == "text" and value]
    context = {"fields": words, "button": button, "back_url": "/"}
    return render(request, "cms/send_again.html", context, status=status)
