"""Rate limits on signing in: the key that tries are counted by, and a deployment check of their cache."""

from typing import Any

from django.conf import settings
from django.core.checks import Error

from cms.accounts import unsent_forms
from cms.people.models import User

# Cache backends that count in one process only, or not at all.
LOCAL_CACHES = ("locmem.LocMemCache", "dummy.DummyCache")
MIN_CACHE_ENTRIES = 10_000


def check_rate_limits(**kwargs):
    """Check that limits are on and counted in a cache that all workers share and that is large enough."""
    cache: dict[str, Any] = settings.CACHES["default"]
    errors: list[Error] = []
    if settings.ACCOUNT_RATE_LIMITS is False:
        errors.append(Error("Rate limits on signing in are off.", hint="Leave ACCOUNT_RATE_LIMITS as it is.", id="accounts.E001"))
    if cache["BACKEND"].endswith(LOCAL_CACHES):
        errors.append(
            Error(
                "Each worker would count the rate limits on signing in separately.",
                hint="Give CACHES a default that all workers share: Django's DatabaseCache, or a Redis.",
                id="accounts.E002",
            )
        )
    if "redis" not in cache["BACKEND"].lower() and cache.get("OPTIONS", {}).get("MAX_ENTRIES", 300) < MIN_CACHE_ENTRIES:
        errors.append(
            Error(
                "The cache that counts the rate limits on signing in is too small: when it is full it drops some.",
                hint=f"Set OPTIONS MAX_ENTRIES to {MIN_CACHE_ENTRIES} or more.",
                id="accounts.E003",
            )
        )
    return errors


def rate_limit_key(request, *, email, otherwise):
    """Return the rate limit key for signing in as `email`: `otherwise`, or a key of its own for a browser the person used recently.

    Tries elsewhere therefore cannot lock out a browser that the person has signed in with. See decision 0035.
    """
    token = unsent_forms.last_token(request)
    if token and (user := User.objects.filter(email=email).first()) and unsent_forms.is_of(token, user):
        return f"{otherwise}:{request.COOKIES[unsent_forms.COOKIE]}"
    return otherwise
