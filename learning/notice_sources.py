"""What there are notices about in learning: modules one was asked to do. Emails about them are sent separately."""

from django.db.models import Q
from django.urls import reverse

from cms.notices.sources import NoticeLine, NoticeSource
from learning.models.records import Assignment

ASSIGNED = "assigned"


def condition(user):
    """Return notices of modules that the user was asked to do, has not completed, and may open."""
    return Q(target__in=Assignment.objects.of(user).open().filter(module__retired_at=None).values("module"))


def lines(user, notices):
    """Return {key: NoticeLine}. One statement."""
    asked = Assignment.objects.of(user).newest_cycle().filter(module__in=[notice.target for notice in notices]).select_related("module")
    found = {assignment.module_id: assignment for assignment in asked}
    url = reverse("learning:my_learning")
    return {
        notice.pk: NoticeLine(
            text=f"You were asked to do “{found[notice.target].module.title}”",
            url=url,
            detail=_due(found[notice.target]),
            title="A module for you",
            about="My learning",
            subject="A module for you",
        )
        for notice in notices
        if notice.target in found
    }


def _due(assignment):
    return f"Due {assignment.due_on:%A} {assignment.due_on.day} {assignment.due_on:%B}" if assignment.due_on else "No date"


SOURCES = [NoticeSource(ASSIGNED, condition, lines, "Your learning", 5)]
