"""Practice that a named colleague saw: an event of its own, never mixed with what was read."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.people.models import JobRole, Membership, User
from learning.actions import record, sign_offs
from learning.models.records import LearningEvent, LessonState, ModuleState, SignOff
from learning.rebuild import differences
from tests.builders import complete
from tests.learning.reports.test_team import client_of

pytestmark = pytest.mark.django_db


def sign_off(site, member, by, *, is_ready=True, **fields):
    wanted = {
        "seen_on": timezone.localdate(),
        "points": [],
        "words": "She listened first.",
        "event_id": uuid4(),
        "at": timezone.now(),
        **fields,
    }
    return sign_offs.sign_off(member=member, module=site.item, by=by, is_ready=is_ready, **wanted)


def test_practice_is_its_own_evidence_and_does_not_begin_or_complete_a_module(site, people):
    sign_off(site, people.alice, people.bob)
    assert not ModuleState.objects.exists() and not LessonState.objects.exists()
    started = record.begin(member=people.alice, module=site.item, event_id=uuid4(), at=timezone.now())
    assert started.is_new and started.event.verb == "started"
    for lesson in site.lessons:
        complete(people.alice, lesson)
    assert ModuleState.objects.get().completed_at is not None
    assert list(differences()) == []


def test_not_yet_leaves_words_and_nothing_on_the_record(site, people):
    sign_off(site, people.alice, people.bob, is_ready=False)
    assert SignOff.objects.get().event is None and not LearningEvent.objects.exists()


def test_withdrawing_keeps_both_and_the_record_whole(site, people):
    complete(people.alice, site.lessons[0])
    found = sign_off(site, people.alice, people.bob)
    sign_offs.withdraw(sign_off=found, by=people.bob, reason="It was a colleague of hers.", at=timezone.now())
    assert not SignOff.objects.counting().exists()
    assert list(LearningEvent.objects.order_by("position").values_list("verb", flat=True)) == ["completed", "observed", "voided"]
    assert list(differences()) == []
    with pytest.raises(sign_offs.AlreadyWithdrawn):
        sign_offs.withdraw(sign_off=found, by=people.bob, reason="Again.", at=timezone.now())


def test_nobody_signs_off_their_own_practice_nor_a_stranger(site, people):
    portfolio_lead = JobRole.objects.create(slug="portfolio-lead", title="Portfolio lead")
    for member, by in [(people.bob, people.bob), (people.carol, people.bob), (people.bob, people.alice)]:
        with pytest.raises(sign_offs.NotTheirObserver):
            sign_off(site, member, by)
    Membership.objects.filter(user=people.alice).update(job_role=portfolio_lead)
    alice = User.objects.get(pk=people.alice.pk)
    assert sign_off(site, people.bob, alice).observer == alice
    with pytest.raises(sign_offs.NotTheirObserver):
        sign_off(site, people.dana, alice)


def test_words_that_identify_a_child_are_refused_and_what_was_typed_stays(site, people):
    bob, page = client_of(people.bob), reverse("learning:sign_off", args=[people.alice.subject])
    form = {"module": site.item.pk, "seen_on": timezone.localdate(), "ready": "yes", "event": uuid4()}
    answer = bob.post(page, {**form, "words": "She rang 01632 960 777 for him."})
    assert answer.status_code == 422 and b"01632 960 777 for him" in answer.content
    assert bob.post(page, {**form, "words": "She waited at the door until he spoke."}).status_code == 302
    assert SignOff.objects.get().is_ready


def test_a_portfolio_lead_reads_only_what_they_wrote_themselves(site, people):
    portfolio_lead = JobRole.objects.create(slug="portfolio-lead", title="Portfolio lead")
    Membership.objects.filter(user=people.alice).update(job_role=portfolio_lead)
    sign_off(site, people.bob, User.objects.get(pk=people.alice.pk), words="Alice saw this.")
    SignOff.objects.create(
        member=people.bob,
        observer=people.dana,
        module=site.item,
        words="Dana saw that.",
        seen_on=timezone.localdate(),
        made_at=timezone.now(),
    )
    page = client_of(people.alice).get(reverse("learning:sign_off", args=[people.bob.subject])).content.decode()
    assert "Alice saw this." in page and "Dana saw that." not in page


def test_who_no_longer_works_with_someone_cannot_change_their_record(site, people):
    found = sign_off(site, people.alice, people.bob)
    Membership.objects.filter(user=people.bob).update(authority=people.northholt, hub=None)
    bob = User.objects.get(pk=people.bob.pk)
    with pytest.raises(sign_offs.NotTheirObserver):
        sign_offs.withdraw(sign_off=found, by=bob, reason="A slip.", at=timezone.now())
    assert client_of(bob).post(reverse("learning:withdraw_sign_off", args=[found.pk]), {"reason": "A slip."}).status_code == 404


def test_a_form_sent_twice_is_one_sign_off_and_with_other_words_is_shown_again(site, people):
    bob, page = client_of(people.bob), reverse("learning:sign_off", args=[people.alice.subject])
    form = {"module": site.item.pk, "seen_on": timezone.localdate(), "ready": "yes", "event": uuid4(), "words": "She waited."}
    not_yet = {**form, "ready": "no", "event": uuid4()}
    for sent in (form, form, not_yet, not_yet):
        assert bob.post(page, sent).status_code == 302
    assert SignOff.objects.count() == 2
    answer = bob.post(page, {**form, "words": "She waited and then sat down."})
    assert answer.status_code == 422 and b"and then sat down" in answer.content
    sign_offs.withdraw(sign_off=SignOff.objects.filter(is_ready=True).get(), by=people.bob, reason="A slip.", at=timezone.now())
    assert bob.post(page, form).status_code == 422, "the event was voided"
