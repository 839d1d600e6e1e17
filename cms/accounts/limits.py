"""Limits on signing in: under which name tries are counted, and that every worker counts in the same place.

The second is asked by `manage.py check --deploy`.
"""

from typing import Any

from django.conf import settings
from django.core.checks import Error

from cms.accounts import unsent_forms
from cms.people.models import User

# What counts in one process, or not at all.
COUNT_ALONE = ("locmem.LocMemCache", "dummy.DummyCache")
LEAST_ROOM = 10_000


def check_rate_limits(**kwargs):
    """Errors when limits are off, are counted by each worker for itself, or in a cache so small that it forgets them."""
    cache: dict[str, Any] = settings.CACHES["default"]
    found: list[Error] = []
    if settings.ACCOUNT_RATE_LIMITS is False:
        found.append(Error("The limits on signing in are off.", hint="Leave ACCOUNT_RATE_LIMITS as it is.", id="accounts.E001"))
    if cache["BACKEND"].endswith(COUNT_ALONE):
        found.append(
            Error(
                "The limits on signing in would be counted by each worker for itself.",
                hint="Give CACHES a default that all workers share: Django's DatabaseCache, or a Redis.",
                id="accounts.E002",
            )
        )
    if "redis" not in cache["BACKEND"].lower() and cache.get("OPTIONS", {}).get("MAX_ENTRIES", 300) < LEAST_ROOM:
        found.append(
            Error(
                "The cache in which the limits on signing in are counted is too small: when it is full it forgets some.",
                hint=f"Set OPTIONS MAX_ENTRIES to {LEAST_ROOM} or more.",
                id="accounts.E003",
            )
        )
    return found


def rate_limit_key(request, *, email, otherwise):
    """The name under which a try to sign in as `email` is counted: `otherwise`, or one of this browser's own if its owner came in lately.

    However often it is tried elsewhere, a browser that the person signed in with is not held shut with it. Decision 0016.
    """
    here = unsent_forms.last_person(request)
    if here and User.objects.filter(subject=here, email=email.lower()).exists():
        return f"{otherwise}:{request.COOKIES[unsent_forms.COOKIE]}"
    return otherwise
