"""Corrections from the command line: a voided event no longer counts but remains, with a reason and an administrator's name."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from cms.audit.models import AuditEntry
from learning.models import LearningEvent, ModuleState
from learning.rebuild import differences
from tests.builders import complete

pytestmark = pytest.mark.django_db
WHY = "Pressed by a colleague."
FRANK, ALICE = "frank@example.org", "alice@example.org"


@pytest.fixture
def events(site, people):
    return [complete(people.alice, lesson).event for lesson in site.lessons]


def void(*args, **options):
    out = StringIO()
    call_command("void_event", *args, stdout=out, **{"by": FRANK, **options})
    return out.getvalue()


def test_a_voided_event_no_longer_counts_and_remains_in_the_record(events, people):
    assert "2 of 3" in void(str(events[1].pk), reason=f" {WHY}\n")
    correction = LearningEvent.objects.get(verb="voided")
    assert (correction.voids, correction.actor, correction.reason) == (events[1], people.frank.subject, WHY)
    assert ModuleState.objects.get().status == "started"
    assert LearningEvent.objects.count() == 4
    assert list(differences()) == []


def test_listing_a_members_events_is_written_to_the_audit_log(events, people):
    before = void(of=ALICE).splitlines()
    void(str(events[1].pk), reason=WHY)
    lines = void(of=ALICE).splitlines()
    assert [line.split()[0] for line in lines[:3]] == [str(event.pk) for event in events]
    assert [line != earlier for line, earlier in zip(lines, before, strict=False)] == [False, True, False], "the voided one is marked"
    seen = AuditEntry.objects.filter(what="seen").first()
    assert (seen.actor, seen.about) == (people.frank.subject, people.alice.subject)


def test_only_an_administrator_can_void_an_event(events):
    for by in ("dana@example.org", ALICE, "nobody@example.org"):
        for asked in ({"reason": WHY}, {"of": ALICE}):
            with pytest.raises(CommandError):
                void(*([str(events[1].pk)] if "reason" in asked else []), by=by, **asked)
    assert LearningEvent.objects.count() == 3 and not AuditEntry.objects.filter(what="seen").exists()


def test_voiding_without_a_reason_or_with_one_that_is_too_long_is_refused(events):
    for reason in ("", "  ", "x" * 201):
        with pytest.raises(CommandError):
            void(str(events[1].pk), reason=reason)
    assert LearningEvent.objects.count() == 3


def test_an_unknown_or_already_voided_event_is_refused(events):
    void(str(events[1].pk), reason=WHY)
    for refused in (str(uuid4()), "no-id", str(events[1].pk), str(LearningEvent.objects.get(verb="voided").pk)):
        with pytest.raises(CommandError):
            void(refused, reason=WHY)
    with pytest.raises(CommandError):
        void()
    assert LearningEvent.objects.count() == 4
