"""Corrections from the command line: an event no longer counts, with a reason and an administrator's name; it stays."""

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


def test_an_event_no_longer_counts_and_stays(events, people):
    assert "no longer counts. The module is now open, 2 of 3 lessons done." in void(str(events[1].pk), reason=f" {WHY}\n")
    correction = LearningEvent.objects.get(verb="voided")
    assert (correction.voids, correction.actor, correction.reason) == (events[1], people.frank.subject, WHY)
    assert ModuleState.objects.get().status == "started"
    assert LearningEvent.objects.count() == 4
    assert list(differences()) == []


def test_the_list_names_each_event_and_is_noted(events, people):
    void(str(events[1].pk), reason=WHY)
    lines = void(of=ALICE).splitlines()
    assert [line.split()[0] for line in lines[:3]] == [str(event.pk) for event in events]
    assert [line.endswith("(does not count)") for line in lines] == [False, True, False, False]
    seen = AuditEntry.objects.get(what="seen")
    assert (seen.actor, seen.about) == (people.frank.subject, people.alice.subject)


@pytest.mark.parametrize("by", ["dana@example.org", ALICE, "nobody@example.org"])
def test_only_an_administrator_corrects(events, by):
    for asked in ({"reason": WHY}, {"of": ALICE}):
        with pytest.raises(CommandError, match="Nothing was written down"):
            void(*([str(events[1].pk)] if "reason" in asked else []), by=by, **asked)
    assert LearningEvent.objects.count() == 3 and not AuditEntry.objects.filter(what="seen").exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_without_a_reason_or_with_one_that_is_too_long_nothing_happens(events, reason):
    with pytest.raises(CommandError, match="needs its reason"):
        void(str(events[1].pk), reason=reason)
    assert LearningEvent.objects.count() == 3


def test_what_is_not_there_or_was_corrected_is_refused(events):
    for unknown in (str(uuid4()), "no-id"):
        with pytest.raises(CommandError, match="There is no event"):
            void(unknown, reason=WHY)
    void(str(events[1].pk), reason=WHY)
    for done in (events[1].pk, LearningEvent.objects.get(verb="voided").pk):
        with pytest.raises(CommandError, match="corrected before"):
            void(str(done), reason=WHY)
    with pytest.raises(CommandError, match="Name an event"):
        void()
