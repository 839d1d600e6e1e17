"""Who may search."""

from cms.people.permissions import is_member


def may_find(user):
    """Return whether the user may search the site: members may."""
    return is_member(user)
