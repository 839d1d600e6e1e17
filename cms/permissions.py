"""Who may read what the ground holds."""

from django.apps import apps

from cms.models import Audience
from cms.people.permissions import is_member, may_use_desk
from cms.tree import current
from cms.uses import pages_with


def may_read(user, page):
    """Say whether the person may read the page: public kinds by anyone, all others by members. `page` is the specific page or its class."""
    return getattr(page, "audience", Audience.MEMBERS) == Audience.PUBLIC or is_member(user)


def may_open_file(user, file):
    """Say whether the person may open an uploaded picture or document: whoever may read a published page it stands on.

    What stands on no published page opens only for those who may use the desk. `file` is a model instance.
    """
    if may_use_desk(user):
        return True
    tree = current()
    return any(may_read(user, apps.get_model(page.kind)) for page in pages_with(file) if tree.is_open(page.id))


def may_open(user, page):
    """Say whether a member may open the page now: it and all above it are published, and nothing on the way is kept to a few."""
    return is_member(user) and current().is_open(page.pk)


def may_find(user):
    """Say whether the person may look for things here: members."""
    return is_member(user)


def may_answer_problems(user):
    """Say whether the person deals with reported problems: whoever works at the desk."""
    return may_use_desk(user)
