"""Setting up and removing an authority's own sign-in. The secret is never shown again."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from requests import RequestException

from cms.accounts.authority_sign_in import provider_id
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry

What = AuditEntry.What
REQUIRED_KEYS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
WELL_KNOWN = "/.well-known/openid-configuration"


class InvalidProvider(Exception):
    """The address has no usable OpenID Connect provider. The message says why."""


def fetch_provider(server_url):
    """Return the provider's discovery document (a dict). Raises InvalidProvider."""
    if not server_url.startswith(tuple(f"{scheme}//" for scheme in settings.PROVIDER_SCHEMES)):
        raise InvalidProvider("The address must begin with https://.")
    url = server_url if "/.well-known/" in server_url else server_url.rstrip("/") + WELL_KNOWN
    try:
        with get_adapter().get_requests_session() as session:
            response = session.get(url)
            response.raise_for_status()
            document = response.json()
    except RequestException as problem:
        raise InvalidProvider(f"{url} did not answer correctly ({type(problem).__name__}).") from None
    missing = [name for name in REQUIRED_KEYS if not isinstance(document, dict) or name not in document]
    if missing:
        raise InvalidProvider(f"{url} does not include: {', '.join(missing)}.")
    return document


@transaction.atomic
def set_up(*, authority, server_url, client_id, secret):
    """Set up or change the authority's own sign-in. Connected accounts stay. Raises InvalidProvider."""
    fetch_provider(server_url)
    app, _ = SocialApp.objects.update_or_create(
        provider="openid_connect",
        provider_id=provider_id(authority),
        defaults={
            "name": authority.name[:40],
            "client_id": client_id,
            "secret": secret,
            # The signed token contains the subject, which is all we need.
            "settings": {"server_url": server_url.rstrip("/"), "fetch_userinfo": False},
        },
    )
    add_entry(what=What.PROVIDER_SET, by=None, authority=authority)
    return app


@transaction.atomic
def remove(*, authority):
    """Remove the authority's own sign-in and every connected account. Returns how many accounts there were."""
    accounts = SocialAccount.objects.filter(provider=provider_id(authority)).select_related("user")
    for account in accounts:
        add_entry(what=What.DISCONNECTED, by=None, about=account.user, authority=authority)
    connected = len(accounts)
    accounts.delete()
    SocialApp.objects.filter(provider_id=provider_id(authority)).delete()
    add_entry(what=What.PROVIDER_OFF, by=None, authority=authority)
    return connected
