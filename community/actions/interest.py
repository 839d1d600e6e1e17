"""What members do about events."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.people.mailer import send_email
from community.models.records import Interest
from community.permissions import may_be_interested, may_open_event


class EventNotOpen(Exception):
    """The member may not read the event."""


class EventIsOver(Exception):
    """The event is over or cancelled, so no one can show interest in coming."""


@transaction.atomic
def be_interested(*, member, event, at):
    """Record that the member is interested and return the Interest; repeating it changes nothing.

    Raises EventNotOpen or EventIsOver.
    """
    if not may_open_event(member, event):
        raise EventNotOpen(str(event))
    if not may_be_interested(member, event, on=timezone.localdate(at)):
        raise EventIsOver(str(event))
    return Interest.objects.get_or_create(member=member, event=event, defaults={"made_at": at})[0]


@transaction.atomic
def take_back_interest(*, member, event):
    """Delete the member's interest, if there is one, even when the event is over. Raises EventNotOpen."""
    if not may_open_event(member, event):
        raise EventNotOpen(str(event))
    Interest.objects.of(member).filter(event=event).delete()


@transaction.atomic
def tell_cancelled(*, event, at):
    """Write to everyone who is interested in an upcoming event that it is cancelled, once each, and return how many that was.

    If it takes place after all, they are told again the next time it is cancelled.
    """
    interests = Interest.objects.filter(event=event)
    if event.cancelled_on is None:
        interests.update(told_cancelled_at=None)
        return 0
    if not event.is_upcoming(timezone.localdate(at)):
        return 0
    untold = interests.filter(told_cancelled_at=None, member__is_active=True).select_related("member").select_for_update(of=("self",))
    people = [interest.member for interest in untold if may_open_event(interest.member, event)]
    interests.filter(member__in=people).update(told_cancelled_at=at)
    link = settings.WAGTAILADMIN_BASE_URL + event.get_url_parts()[2]
    for member in people:
        send_email(to=member, template="community/emails/cancelled.txt", name=member.first_name, event=event, link=link)
    return len(people)
