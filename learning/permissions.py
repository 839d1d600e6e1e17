"""Who may do what with modules, lessons and the learning record."""

from django.db.models import Q

from cms.page_tree.snapshot import current_tree
from cms.people.models import Membership, User
from cms.people.name_search import BY_NAME
from cms.people.permissions import authorities_reported_to, is_administrator, is_member, needs_second_factor, people_managed_by
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


def has_network_report(user):
    """Return whether the user may see what the whole network has learnt, in numbers: programme leads only."""
    return is_member(user) and user.leads_programme


def may_see_record(user, person):
    """Return whether the user may see what this person was assigned and completed, never their notes."""
    return may_open_reports(user) and people_managed_by(user).filter(pk=person.pk).exists()


def may_split(user, lesson):
    """Return whether the user may edit the lesson and add another beside it, and no one has locked it or is reviewing it."""
    may_add = lesson.get_parent().permissions_for_user(user).can_add_subpage()
    return may_add and lesson.permissions_for_user(user).can_edit() and not lesson.get_lock() and not lesson.workflow_in_progress


PORTFOLIO_LEAD = "portfolio-lead"


def people_to_sign_off(user):
    """Return the people whose practice the user may sign off, never their own.

    Those whom they manage and, for a portfolio lead, everyone in their hub.
    """
    if not is_member(user):
        return User.objects.none()
    found = Q(pk__in=people_managed_by(user).order_by().values("pk")) if may_open_reports(user) else Q(pk__in=[])
    membership = user.membership
    if membership is not None and membership.hub_id and membership.job_role.slug == PORTFOLIO_LEAD:
        found |= Q(pk__in=Membership.objects.current().filter(hub=membership.hub_id).values("user"))
    return User.objects.with_standing().filter(found, is_active=True).exclude(pk=user.pk).order_by(*BY_NAME)


def has_people_to_sign_off(user):
    """Return whether the user may sign off anyone's practice as a portfolio lead of a hub."""
    membership = user.membership
    return membership is not None and membership.hub_id is not None and membership.job_role.slug == PORTFOLIO_LEAD


def may_adapt_pathways(user, authority):
    """Return whether the user may change pathways for an authority's own people: its lead may."""
    return may_open_reports(user) and authorities_reported_to(user).filter(pk=authority.pk).exists()


def may_start_module(user):
    """Return whether the user may add a module to the catalogue, by any of the four ways to start one."""
    learn = LearnIndexPage.objects.first()
    return learn is not None and learn.permissions_for_user(user).can_add_subpage()
