"""How one signs in: with one's authority, what is connected, and where one is signed in."""

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
    """The authorities one can sign in with."""
    if request.user.is_authenticated:
        return redirect("socialaccount_connections")
    context = {"authorities": authority_sign_in.authorities_with_sign_in(), "next": get_next_redirect_url(request) or ""}
    return render(request, "cms/with_authority.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def login(request, provider_id):
    """Off to the sign-in page of an authority (allauth's own view); when it does not answer, a page that says so."""
    refused = ratelimit.consume_or_429(request, action="login")
    return refused or _or_say_it_is_down(openid_connect.login, request, provider_id)


@login_not_required
@require_safe
def callback(request, provider_id):
    """Back from the sign-in page of an authority (allauth's own view)."""
    return _or_say_it_is_down(openid_connect.callback, request, provider_id)


def _or_say_it_is_down(view, request, provider_id):
    try:
        return view(request, provider_id)
    except (RequestException, KeyError):  # no answer in time, or not the answer OpenID Connect asks for
        return render(request, "socialaccount/down.html", {"authority": authority_sign_in.authority_of_provider(provider_id)}, status=503)


@require_http_methods(["GET", "HEAD", "POST"])
def connected(request):
    """The log-ins of authorities that are connected to this account (allauth's own view), and one's own authority's, if it has one."""
    response = connections(request)
    if isinstance(response, TemplateResponse):
        found = authority_sign_in.connected_accounts(request.user)
        membership = request.user.membership
        place = membership.authority if membership else None
        there_already = any(one.provider == authority_sign_in.provider_id(place) for one in found) if place else False
        offer = None if place is None or there_already else authority_sign_in.provider_for(place)
        shown = {**(response.context_data or {}), "connected": found, "offer": offer, "authority": place}
        response.context_data = shown
        response.status_code = 422 if shown["form"].errors else 200
    return response


@require_safe
@administrators_only
def providers(request):
    """Which authority has its own sign-in, where it is, and how many people use it. Never the secret."""
    users = dict(SocialAccount.objects.values_list("provider").annotate(Count("pk")).order_by())
    rows = [
        {
            "authority": one,
            "server": one.provider.settings.get("server_url", ""),
            "client_id": one.provider.client_id,
            "people": users.get(one.provider.provider_id, 0),
        }
        for one in authority_sign_in.authorities_with_sign_in()
    ]
    return render(request, "people/providers.html", {"rows": rows})
