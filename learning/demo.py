"""Invented history, so that no page is empty when someone tries Drumbeat."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cms.people.models import User
from learning import marking
from learning.actions import checks, record
from learning.models import Item, ItemVersion
from learning.record_hashes import record_keys, version_fingerprint


def load_history(now):
    """Give the demo people completed lessons, one lesson in progress, and due dates. `now` is an aware datetime."""
    # A version must be older than the completions based on it.
    for version in ItemVersion.objects.filter(number=1):
        version.made_at = now - timedelta(days=90)
        version.fingerprint = version_fingerprint(version, record_keys()[0])
        version.save(update_fields=["made_at", "fingerprint"])
    people = {person.first_name.lower(): person for person in User.objects.filter(email__endswith="@example.org")}
    modules = list(Item.objects.in_use().filter(kind=Item.Kind.MODULE, page__isnull=False).order_by("page__path"))
    if len(modules) < 4:
        return
    model, provocations, aces, raise_ = modules[:4]
    alice, bob, carol, dana = (people[name] for name in ("alice", "bob", "carol", "dana"))
    today = timezone.localdate(now)
    ask = {"by": bob, "at": now - timedelta(days=30)}
    record.assign(member=alice, module=model, due_on=today - timedelta(days=8), **ask)
    record.assign(member=alice, module=raise_, due_on=today + timedelta(days=8), **ask)
    record.assign(member=carol, module=aces, due_on=today + timedelta(days=40), by=None, at=now - timedelta(days=20))
    _complete(alice, provocations, 4, now - timedelta(days=40))
    _complete(alice, model, 2, now - timedelta(days=9))
    _complete(alice, raise_, 2, now - timedelta(days=2))
    _complete(bob, model, 5, now - timedelta(days=50))
    _complete(carol, model, 5, now - timedelta(days=45))
    _complete(carol, provocations, 1, now - timedelta(days=3))
    _complete(dana, raise_, 5, now - timedelta(days=12))
    third = _lessons(raise_)[2]
    record.keep_place(member=alice, lesson=third, anchor="slowing-down", percent=55, event_id=uuid4(), at=now - timedelta(hours=20))


def _lessons(module):
    return list(
        Item.objects.filter(module=module, retired_at__isnull=True).select_related("page", "module", "current").order_by("page__path")
    )


def _complete(member, module, count, at):
    for number, lesson in enumerate(_lessons(module)[:count]):
        fields = {
            "member": member,
            "lesson": lesson,
            "version": lesson.current,
            "event_id": uuid4(),
            "at": at + timedelta(minutes=15 * number),
        }
        if lesson.current_check_id is None:
            record.complete_lesson(**fields)
        else:
            _pass_check(**fields)


def _pass_check(*, member, lesson, version, event_id, at):
    attempt = checks.begin_check(member=member, lesson=lesson, version=version, event_id=event_id, at=at)
    for question in attempt.check_version.questions:
        checks.save_answer(member=member, lesson=lesson, question=question, answer=marking.right_answer(question), at=at)
    checks.hand_in(member=member, lesson=lesson, at=at)
