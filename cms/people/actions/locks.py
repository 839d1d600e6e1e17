"""Row locks that serialise actions about one person or one authority."""

from cms.people.models import Authority, User


class AuthorityClosed(Exception):
    """The authority is closed: no one can join it or be invited to it."""


def lock_open_authority(authority):
    """Lock the authority row so that joining, inviting and closing are serialised. Raises AuthorityClosed.

    Call it before lock_user(): closing an authority also locks the authority first, then its people.
    """
    if Authority.objects.select_for_update(no_key=True).get(pk=authority.pk).closed_on:
        raise AuthorityClosed(f"{authority} is closed here.")


def lock_user(user):
    """Lock the user's row, so that actions about one person are serialised, and return a fresh copy."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
