"""Who may read a page."""

from cms.page_tree.audience import Audience
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import is_member


def may_read(user, page):
    """Return whether the user may read a page of this kind: public kinds are for anyone, all others for members.

    `page` is the specific page or its class.
    """
    return getattr(page, "audience", Audience.MEMBERS) == Audience.PUBLIC or is_member(user)


def may_open(user, page):
    """Return whether a member may open the page now: it and every page above it are published and unrestricted."""
    return is_member(user) and current_tree().is_open(page.pk)
