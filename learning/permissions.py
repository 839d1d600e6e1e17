"""Who may do what with modules, lessons and the record."""

from cms.people.permissions import is_administrator, is_member
from cms.tree import current
from learning.models import LearnIndexPage
from learning.models.records import Item, LearningEvent


def may_learn(user, item):
    """Say whether the person may read and complete the lesson or module today: a member, and it is open and in use.

    A lesson is open as long as its module is: with a retired module its lessons go too, and come back with it.
    """
    return is_member(user) and item.retired_at is None and current().is_open(item.page_id)


def has_evidence(page_ids):
    """Say whether anybody's record rests on one of these pages, so that it may only be retired."""
    items = Item.objects.filter(page_id__in=page_ids)
    return LearningEvent.objects.filter(item__in=items).exists() or items.filter(assignments__isnull=False).exists()


def may_correct(user):
    """Say whether the person may void an event on somebody's record, with a reason: an administrator."""
    return is_administrator(user)


def may_start_module(user):
    """Say whether the person may add a module below the catalogue, in whatever way it begins."""
    learn = LearnIndexPage.objects.first()
    return learn is not None and learn.permissions_for_user(user).can_add_subpage()
