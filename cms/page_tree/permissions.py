"""Who may read and open a page."""

from cms.page_tree.audience import Audience
from cms.page_tree.snapshot import whole_tree
from cms.people.permissions import is_member


def may_read_type(user, page):
    """Return whether the user may read pages of this type. Public types are for anyone, all others for members.

    `page` is a page or its class.
    """
    return getattr(page, "audience", Audience.MEMBERS) == Audience.PUBLIC or is_member(user)


def may_read(user, page):
    """Return whether the user may read this page, if it is published."""
    return may_read_type(user, page) and page.pk not in whole_tree().closed_to(user)


def may_open(user, page):
    """Return whether the user is a member and the page is open to them: it and its ancestors are published and unrestricted."""
    return is_member(user) and whole_tree().as_read_by(user).is_open(page.pk)
