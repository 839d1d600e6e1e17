"""Who may read what the ground holds."""

from cms.accounts.permissions import is_member, may_open_desk
from cms.models import Audience
from cms.tree import current


def may_read(user, page):
    """Say whether the person may read the page: public kinds by anyone, all others by members. `page` is the specific page."""
    return getattr(page, "audience", Audience.MEMBERS) == Audience.PUBLIC or is_member(user)


def may_open_file(user):
    """Say whether the person may open uploaded pictures and documents: members, for all of them are for members."""
    return is_member(user)


def may_open(user, page):
    """Say whether a member may open the page now: it is published, and nothing on the way to it is kept to a few."""
    return is_member(user) and current().is_open(page.pk)


def may_find(user):
    """Say whether the person may look for things here: members."""
    return is_member(user)


def may_answer_problems(user):
    """Say whether the person deals with reported problems: whoever works at the desk."""
    return is_member(user) and may_open_desk(user)
