"""What members do about events."""

from django.db import transaction
from django.utils import timezone

from community.models.records import Interest
from community.permissions import may_be_interested, may_open_event


class NotOpenToYou(Exception):
    """The event is not there for this person: not published, locked, or the person is no member."""


class EventIsOver(Exception):
    """Nobody can be interested in coming to what has been."""


@transaction.atomic
def be_interested(*, member, event, at):
    """Note that the member thinks of coming; said twice it is one. Raises NotOpenToYou, EventIsOver."""
    if not may_open_event(member, event):
        raise NotOpenToYou(str(event))
    if not may_be_interested(member, event, on=timezone.localdate(at)):
        raise EventIsOver(str(event))
    return Interest.objects.get_or_create(member=member, event=event, defaults={"made_at": at})[0]


@transaction.atomic
def take_back_interest(*, member, event):
    """Forget that the member said so, also when the event is over; if they never did, nothing happens. Raises NotOpenToYou."""
    if not may_open_event(member, event):
        raise NotOpenToYou(str(event))
    Interest.objects.of(member).filter(event=event).delete()
