"""The account page, and closing one's own account."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cms.accounts.authority_sign_in import connected_accounts, provider_for
from cms.parts import counted
from cms.people.actions import memberships
from cms.people.models import place_name
from cms.people.permissions import led_authorities, may_open_desk, role_names


@require_GET
def account(request):
    """Your account: who you are here, how you sign in, and the way out."""
    roles = role_names(request.user)
    return render(
        request,
        "cms/account.html",
        {
            "name": request.user.get_full_name(),
            "email": request.user.email,
            "place": place_name(request.user),
            "roles": roles,
            "may_open_desk": may_open_desk(request.user),
            "leads": led_authorities(request.user).exists(),
            "ways": _ways_in(request.user, is_needed=settings.SECOND_FACTOR_REQUIRED and bool(roles)),
        },
    )


def _ways_in(user, *, is_needed):
    """How the person signs in, in words for their account. `is_needed` says whether their roles ask for a second factor."""
    held = dict.fromkeys(Authenticator.Type.values, 0)
    for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True):
        held[kind] += 1
    connected = connected_accounts(user)
    place = user.membership.authority if user.membership else None
    return {
        "passkeys": counted(held["webauthn"], "passkey", "passkeys") if held["webauthn"] else "",
        "code": bool(held["totp"]),
        "is_missing": is_needed and not held["webauthn"] and not held["totp"],
        "authority": place,
        "is_connected": bool(connected),
        "may_connect": bool(place) and provider_for(place) is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def close_own_account(request):
    """Say what happens when one closes one's account; by POST, and after the password once more, close it."""
    if request.method == "POST":
        try:
            memberships.close_account(user=request.user, on=timezone.localdate(), by=request.user)
        except memberships.LastAdministrator as problem:
            return render(request, "cms/close_account.html", {"problem": str(problem)}, status=409)
        logout(request)
        messages.success(request, "Your account is closed, and you are signed out everywhere.")
        return redirect("/")
    return render(request, "cms/close_account.html", {})
