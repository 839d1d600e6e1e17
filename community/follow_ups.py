"""Asking the authors of challenges what happened next, after 4 and after 12 weeks."""

from datetime import timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q

from community.models.records import Board, FollowUp, Sanction, Topic

FIRST, SECOND = timedelta(weeks=4), timedelta(weeks=12)
# The second time is asked for as long as the first. Then we leave people in peace.
LAST = SECOND + (SECOND - FIRST)


def due_follow_ups(now):
    """Return challenges whose author is asked now: each time ends when they have told us since, and then nobody is asked again.

    The topics still have an author and are on open boards. Whether the author may still write there is for the caller to ask.
    """
    second_time = ExpressionWrapper(OuterRef("made_at") + SECOND, output_field=DateTimeField())
    told = FollowUp.objects.filter(topic=OuterRef("pk"))
    challenges = Topic.objects.listed().filter(
        kind=Topic.Kind.CHALLENGE, author__isnull=False, board__state=Board.State.OPEN, made_at__lte=now - FIRST, made_at__gt=now - LAST
    )
    at_first = Q(made_at__gt=now - SECOND) & ~Exists(told)
    at_second = Q(made_at__lte=now - SECOND) & ~Exists(told.filter(made_at__gte=second_time))
    return challenges.filter(at_first | at_second).order_by("made_at")


def asked_what_happened(user, now):
    """Return the user's own challenges for which they are asked what happened next. One query."""
    readable = Topic.objects.visible_to(user).values("pk")
    timed_out = Sanction.objects.in_force(now).filter(member=user).values("board")
    return due_follow_ups(now).filter(author=user, pk__in=readable).exclude(board__in=timed_out).select_related("board")[:3]
