"""Signing in with an authority's own sign-in, connected accounts, and the list of providers for administrators."""

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.socialaccount.views import connections
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from cms.accounts import authority_sign_in
from cms.people.decorators import administrators_only


@login_not_required
@never_cache
@require_safe
def with_authority(request):
    """List the authorities that have their own sign-in."""
    if request.user.is_authenticated:
        return redirect("socialaccount_connections")
    context = {"authorities": authority_sign_in.authorities_with_sign_in(), "next": get_next_redirect_url(request) or ""}
    return render(request, "accounts/with_authority.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def login(request, provider_id):
    """Redirect to the authority's sign-in page, with allauth's view."""
    too_many = ratelimit.consume_or_429(request, action="login")
    return too_many or _call_provider(openid_connect.login, request, provider_id)


@login_not_required
@require_safe
def callback(request, provider_id):
    """Handle the return from the authority's sign-in page, with allauth's view."""
    return _call_provider(openid_connect.callback, request, provider_id)


def _call_provider(view, request, provider_id):
    """Call allauth's view, and answer 503 if the provider does not respond correctly."""
    try:
        return view(request, provider_id)
    except (RequestException, KeyError):  # a timeout, or a response that is not OpenID Connect
        authority = authority_sign_in.authority_of_provider(provider_id)
        return render(request, "socialaccount/down.html", {"authority": authority}, status=503)


@require_http_methods(["GET", "HEAD", "POST"])
def connected(request):
    """Show connected accounts, with allauth's view, and offer to connect the user's own authority."""
    response = connections(request)
    if isinstance(response, TemplateResponse):
        accounts = authority_sign_in.connected_accounts(request.user)
        membership = request.user.membership
        authority = membership.authority if membership else None
        is_connected = authority is not None and authority_sign_in.provider_id(authority) in {account.provider for account in accounts}
        offer = None if authority is None or is_connected else authority_sign_in.provider_for(authority)
        response.context_data = {**(response.context_data or {}), "connected": accounts, "offer": offer, "authority": authority}
        response.status_code = 422 if response.context_data["form"].errors else 200
    return response


@require_safe
@administrators_only
def providers(request):
    """List authorities that have their own sign-in, with its address and number of users. Never the secret."""
    user_counts = dict(SocialAccount.objects.values_list("provider").annotate(Count("pk")).order_by())
    rows = [
        {
            "authority": authority,
            "server": authority.provider.settings.get("server_url", ""),
            "client_id": authority.provider.client_id,
            "people": user_counts.get(authority.provider.provider_id, 0),
        }
        for authority in authority_sign_in.authorities_with_sign_in()
    ]
    return render(request, "accounts/providers.html", {"rows": rows})
