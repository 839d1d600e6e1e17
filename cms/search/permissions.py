"""Who may search."""

from cms.people.permissions import is_member


def may_search(user):
    """Return whether the user may search the site: any member may."""
    return is_member(user)
