"""What members do about events."""

from django.db import transaction
from django.utils import timezone

from community.models.records import Interest
from community.permissions import may_be_interested, may_open_event


class NotOpenToYou(Exception):
    """The member may not read the event."""


class EventIsOver(Exception):
    """The event is over, so no one can show interest in coming."""


@transaction.atomic
def be_interested(*, member, event, at):
    """Record that the member is interested and return the Interest; repeating it changes nothing.

    Raises NotOpenToYou or EventIsOver.
    """
    if not may_open_event(member, event):
        raise NotOpenToYou(str(event))
    if not may_be_interested(member, event, on=timezone.localdate(at)):
        raise EventIsOver(str(event))
    return Interest.objects.get_or_create(member=member, event=event, defaults={"made_at": at})[0]


@transaction.atomic
def take_back_interest(*, member, event):
    """Delete the member's interest, if there is one, even when the event is over. Raises NotOpenToYou."""
    if not may_open_event(member, event):
        raise NotOpenToYou(str(event))
    Interest.objects.of(member).filter(event=event).delete()
