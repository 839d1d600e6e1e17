"""Questions and challenges without a reply, and when they are handed to the board's facilitator."""

from datetime import timedelta

from django.utils import timezone

from cms.people.working_days import latest_day_to_be_late, working_days_after
from community.models.records import Topic

WORKING_DAYS = 5


def handed_over(boards, now):
    """Return topics of the boards that nobody has replied to for WORKING_DAYS working days, oldest first.

    They are the facilitator's from the next working day on, and leave the list with their first reply.
    """
    day = latest_day_to_be_late(timezone.localdate(now), WORKING_DAYS)
    topics = Topic.objects.filter(board__in=boards, made_at__date__lte=day).unanswered()
    return topics.select_related("board").order_by("made_at")


def handed_over_on(topic):
    """Return the first date on which an unanswered topic is the facilitator's."""
    return working_days_after(timezone.localdate(topic.made_at), WORKING_DAYS) + timedelta(days=1)
