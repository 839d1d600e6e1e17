"""Signing off practice, and withdrawing it."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User
from learning.actions import record
from learning.models.records import SignOff
from learning.permissions import people_to_sign_off


class NotTheirObserver(Exception):
    """The person may not sign off this colleague's practice: it is their own, or neither a manager nor a portfolio lead of the hub."""


class SignedOffBefore(Exception):
    """The same form was sent before, with other words. Nothing was changed."""


class AlreadyWithdrawn(Exception):
    """The sign-off was withdrawn before."""


@transaction.atomic
def sign_off(*, member, module, by, seen_on, points, words, is_ready, event_id, at, title="", step_key=""):
    """Record what `by` saw of the member's practice on the date `seen_on`, and return the SignOff.

    Only if they are ready does it become an event on the record. The same `event_id` again is the same sign-off, and so are the same
    words within ten minutes. Raises NotTheirObserver, SignedOffBefore, and record's EventIdTaken and EventVoided.
    """
    if not people_to_sign_off(by).filter(pk=member.pk).exists():
        raise NotTheirObserver
    event = None
    if is_ready:
        # At noon of that day, or now if that is later: events have times, and an observer remembers a day.
        noon = timezone.make_aware(datetime.combine(seen_on, time(12)))
        event = record.observe(member=member, module=module, by=by, event_id=event_id, at=min(noon, at)).event
        if existing := SignOff.objects.filter(event=event).first():
            if (existing.words, existing.seen_on, existing.points) != (words, seen_on, points):
                raise SignedOffBefore
            return existing
    elif twice := _just_sent(member=member, observer=by, module=module, seen_on=seen_on, words=words, at=at):
        return twice
    saved = SignOff.objects.create(
        member=member,
        observer=by,
        module=module,
        title=title or module.title,
        step_key=step_key,
        seen_on=seen_on,
        points=points,
        words=words,
        is_ready=is_ready,
        made_at=at,
        event=event,
    )
    _log(saved, by)
    return saved


def _just_sent(*, at, **fields):
    User.objects.select_for_update(no_key=True).only("pk").get(pk=fields["member"].pk)
    return SignOff.objects.filter(is_ready=False, made_at__gt=at - timedelta(minutes=10), **fields).first()


@transaction.atomic
def withdraw(*, sign_off, by, reason, at):
    """Withdraw a sign-off with a reason. Both stay on the record. Raises NotTheirObserver and AlreadyWithdrawn."""
    if not people_to_sign_off(by).filter(pk=sign_off.member_id).exists():
        raise NotTheirObserver
    locked = (
        SignOff.objects.select_for_update(of=("self",)).select_related("event__assignment__member", "member", "module").get(pk=sign_off.pk)
    )
    if locked.withdrawn_at is not None:
        raise AlreadyWithdrawn
    locked.withdrawn_at, locked.withdrawn_why = at, reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_why"])
    if locked.event is not None:
        record.void(event=locked.event, by=by, reason="Withdrawn by the observer.", event_id=uuid4(), at=at)
    _log(locked, by)


def _log(sign_off, by):
    membership = sign_off.member.membership
    words = "Withdrawn" if sign_off.withdrawn_at else "Ready" if sign_off.is_ready else "Not yet"
    add_entry(
        what=AuditEntry.What.OBSERVED,
        by=by,
        about=sign_off.member,
        authority=membership and membership.authority,
        words=f"{words}: {sign_off.module.title}"[:200],
    )
