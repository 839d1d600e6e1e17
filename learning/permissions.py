"""Who may do what with modules, lessons and the learning record."""

from cms.page_tree.snapshot import current_tree
from cms.people.permissions import is_administrator, is_member, needs_second_factor, people_managed_by
from learning.models import LearnIndexPage
from learning.models.records import Item, LearningEvent


def may_learn(user, item):
    """Return whether the user may read and complete the lesson or module today: a member, and it is published and not retired.

    A lesson is available only while its module is: retiring a module hides its lessons, and they come back with it.
    """
    return is_member(user) and item.retired_at is None and current_tree().is_open(item.page_id)


def has_evidence(page_ids):
    """Return whether any learning record depends on one of these pages, so that it may be retired but not deleted."""
    items = Item.objects.filter(page_id__in=page_ids)
    return LearningEvent.objects.filter(item__in=items).exists() or items.filter(assignments__isnull=False).exists()


def may_correct(user):
    """Return whether the user may void an event on someone's record: administrators only."""
    return is_administrator(user)


def may_open_reports(user):
    """Return whether the user manages a hub or leads an authority and has the second factor that reports about people ask for."""
    return has_reports(user) and not needs_second_factor(user)


def has_reports(user):
    """Return whether the user manages a hub or leads an authority."""
    return is_member(user) and user.manages_learning


def may_see_record(user, person):
    """Return whether the user may see what this person was assigned and completed, never their notes."""
    return may_open_reports(user) and people_managed_by(user).filter(pk=person.pk).exists()


def may_split(user, lesson):
    """Return whether the user may edit the lesson and add another beside it, and no one has locked it or is reviewing it."""
    may_add = lesson.get_parent().permissions_for_user(user).can_add_subpage()
    return may_add and lesson.permissions_for_user(user).can_edit() and not lesson.get_lock() and not lesson.workflow_in_progress


def may_start_module(user):
    """Return whether the user may add a module to the catalogue, by any of the four ways to start one."""
    learn = LearnIndexPage.objects.first()
    return learn is not None and learn.permissions_for_user(user).can_add_subpage()
