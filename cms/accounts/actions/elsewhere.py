"""Giving an authority its own sign-in, and taking it away. The secret goes in and is never shown again."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from requests import RequestException

from cms.accounts.actions.people import note
from cms.accounts.elsewhere import provider_id_of
from cms.accounts.models import AuditEntry

What = AuditEntry.What
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
WELL_KNOWN = "/.well-known/openid-configuration"


class NoProvider(Exception):
    """What stands at the address is no OpenID Connect provider that could be used; the words say why."""


def look_at(server_url):
    """Ask the provider what it is; give its own description (a dict). Raises NoProvider."""
    if not server_url.startswith(tuple(f"{scheme}//" for scheme in settings.PROVIDER_SCHEMES)):
        raise NoProvider("The address must begin with https://.")
    url = server_url if "/.well-known/" in server_url else server_url.rstrip("/") + WELL_KNOWN
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url)
            answer.raise_for_status()
            said = answer.json()
    except RequestException as problem:
        raise NoProvider(f"{url} does not answer as it should ({type(problem).__name__}).") from None
    missing = [name for name in NEEDED if not isinstance(said, dict) or name not in said]
    if missing:
        raise NoProvider(f"{url} does not say: {', '.join(missing)}.")
    return said


@transaction.atomic
def set_up(*, authority, server_url, client_id, secret):
    """Give the authority its own sign-in, or change it. Log-ins that were connected stay. Raises NoProvider."""
    look_at(server_url)
    app, _ = SocialApp.objects.update_or_create(
        provider="openid_connect",
        provider_id=provider_id_of(authority),
        defaults={
            "name": authority.name[:40],
            "client_id": client_id,
            "secret": secret,
            # The signed token says all that is asked, the subject; nothing more is fetched about anybody.
            "settings": {"server_url": server_url.rstrip("/"), "fetch_userinfo": False},
        },
    )
    note(what=What.PROVIDER_SET, by=None, authority=authority)
    return app


@transaction.atomic
def take_away(*, authority):
    """Take the authority's own sign-in away, and every log-in that was connected with it. Returns how many there were."""
    accounts = SocialAccount.objects.filter(provider=provider_id_of(authority)).select_related("user")
    for account in accounts:
        note(what=What.DISCONNECTED, by=None, about=account.user, authority=authority)
    connected = len(accounts)
    accounts.delete()
    SocialApp.objects.filter(provider_id=provider_id_of(authority)).delete()
    note(what=What.PROVIDER_OFF, by=None, authority=authority)
    return connected
