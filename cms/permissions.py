"""Who may read what the ground holds."""

from cms.accounts.permissions import is_member
from cms.models import Audience


def may_read(user, page):
    """Say whether the person may read the page: public kinds by anyone, all others by members. `page` is the specific page."""
    return getattr(page, "audience", Audience.MEMBERS) == Audience.PUBLIC or is_member(user)


def may_open_file(user):
    """Say whether the person may open uploaded pictures and documents: members, for all of them are for members."""
    return is_member(user)
