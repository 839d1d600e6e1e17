"""The account page, and closing your own account."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cms.accounts.authority_sign_in import connected_accounts, provider_for
from cms.components import plural
from cms.people import actions
from cms.people.models import place_name
from cms.people.permissions import led_authorities, may_open_desk, role_names


@require_GET
def account(request):
    """Show the user's account: who they are, how they sign in, and how to close it."""
    roles = role_names(request.user)
    return render(
        request,
        "accounts/account.html",
        {
            "name": request.user.get_full_name(),
            "email": request.user.email,
            "place": place_name(request.user),
            "roles": roles,
            "may_open_desk": may_open_desk(request.user),
            "leads": led_authorities(request.user).exists(),
            "ways": _sign_in_methods(request.user, is_needed=settings.SECOND_FACTOR_REQUIRED and bool(roles)),
        },
    )


def _sign_in_methods(user, *, is_needed):
    """Return how the user signs in, for the account page. `is_needed` is whether their roles require a second factor."""
    counts = dict.fromkeys(Authenticator.Type.values, 0)
    for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True):
        counts[kind] += 1
    authority = user.membership.authority if user.membership else None
    return {
        "passkeys": plural(counts["webauthn"], "passkey", "passkeys") if counts["webauthn"] else "",
        "code": bool(counts["totp"]),
        "is_missing": is_needed and not counts["webauthn"] and not counts["totp"],
        "authority": authority,
        "is_connected": bool(connected_accounts(user)),
        "may_connect": bool(authority) and provider_for(authority) is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def close_own_account(request):
    """Explain closing the account. POST, with the password entered again, closes it."""
    if request.method == "POST":
        try:
            actions.close_account(user=request.user, on=timezone.localdate(), by=request.user)
        except actions.LastAdministrator as error:
            return render(request, "accounts/close_account.html", {"problem": str(error)}, status=409)
        logout(request)
        messages.success(request, "Your account is closed, and you are signed out everywhere.")
        return redirect("/")
    return render(request, "accounts/close_account.html", {})
