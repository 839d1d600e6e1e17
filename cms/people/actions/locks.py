"""Row locks that serialise actions about one person or one authority."""

from cms.audit.models import AuditEntry
from cms.people.models import Authority, User

What = AuditEntry.What


class AuthorityClosed(Exception):
    """The authority has closed its place in the network: nobody joins it, and nobody is invited to it."""


def lock_open_authority(authority):
    """Hold the authority's row until the transaction ends: who joins, invites or closes it stand in a row. Raises AuthorityClosed.

    Held before any person's row, as closing does, which holds all of its people.
    """
    if Authority.objects.select_for_update(no_key=True).get(pk=authority.pk).closed_on:
        raise AuthorityClosed(f"{authority} is closed here.")


def lock_user(user):
    """The person's row, held until the transaction ends, so that two deeds about one person stand in a row."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
