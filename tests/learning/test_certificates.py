"""Certificates: proof with a code that anyone can check, and that tells a guesser nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from cms.privacy.actions import ask_to_be_forgotten, forget
from learning.actions import certificates, record
from learning.certificate_pages import certificate_facts
from learning.models import Certificate, LearningEvent
from tests.builders import AT, ask, choice_question, complete, make_module, try_check

pytestmark = pytest.mark.django_db
URL = reverse("learning:check_certificate")


@pytest.fixture
def certificate(site, people):
    for page in site.lessons:
        complete(people.alice, page)
    return certificates.issue(member=people.alice, module=site.item, at=AT)


def answer(client, code, name):
    """Return what the page says, without the token and what was typed."""
    text = client.post(URL, {"code": code, "name": name}).content.decode()
    return re.sub(r'value="[^"]*"', "", text)


def test_code_and_name_together_confirm_it_however_they_are_typed(certificate, people, client):
    people.alice.first_name, people.alice.last_name = "Zoë", "O’Neill-Łukasz"
    people.alice.save()
    renamed, same = (certificates.issue(member=people.alice, module=certificate.assignment.module, at=AT + timedelta(days=1)) for _ in "12")
    assert same.code == renamed.code != certificate.code
    # What was printed under the earlier name stays true.
    for code, name in [
        (renamed.code, "Zoë O’Neill-Łukasz"),
        (renamed.printed_code.lower(), "zoe  o'neill-lukasz"),
        (certificate.code, "alice ward"),
    ]:
        shown = answer(client, code, name)
        assert "This certificate is genuine" in shown
        assert "RAISE and shared risk" in shown
        assert people.alice.email not in shown


def test_wrong_code_and_wrong_name_get_the_same_bytes(certificate, people, client):
    wrong = "A" * 10 if certificate.code != "A" * 10 else "B" * 10
    answers = {answer(client, code, name) for code, name in [(wrong, "Alice Ward"), (certificate.code, "Bob Ward"), (wrong, "Nobody")]}
    assert len(answers) == 1
    assert "We cannot confirm this certificate" in answers.pop()


def test_forgotten_person_s_certificate_is_withdrawn_for_those_who_have_both(certificate, people, client):
    asked = ask_to_be_forgotten(user=people.alice, by=people.alice, at=AT)
    forget(asked=asked, by=people.frank, at=AT)
    shown = answer(client, certificate.code, "Alice Ward")
    assert "This certificate has been withdrawn" in shown
    assert "RAISE" not in shown
    assert "We cannot confirm this certificate" in answer(client, certificate.code, "Someone Else")


def test_voided_completion_withdraws_the_certificate(certificate, people, client):
    event = LearningEvent.objects.filter(verb="completed").first()
    record.void(event=event, by=people.frank, reason="Recorded for someone else.", event_id=uuid4(), at=AT)
    assert "has been withdrawn" in answer(client, certificate.code, "Alice Ward")


def test_guessing_is_limited_and_then_even_the_right_pair_says_nothing(certificate, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"check_certificate": "5/h/ip"}
    for _ in range(5):
        client.post(URL, {"code": "AAAAAAAAAA", "name": "Alice Ward"})
    response = client.post(URL, {"code": certificate.code, "name": "Alice Ward"})
    assert response.status_code == 429
    assert "genuine" not in response.content.decode()


def test_certificate_rests_on_its_own_module_alone(certificate, site, people):
    _, (other,) = make_module(site.learn, "Another module", lessons=1)
    lesson = ask(other, choice_question(1))
    try_check(people.alice, lesson, {"question-1": "a1"})
    assert "Passed" not in str(certificate_facts(certificate.assignment))
    assert "3 lessons" in str(certificate_facts(certificate.assignment))


def test_nobody_gets_a_certificate_of_an_unfinished_or_waived_module(site, people):
    complete(people.bob, site.lessons[0])
    with pytest.raises(certificates.NotCompleted):
        certificates.issue(member=people.bob, module=site.item, at=AT)
    assert not Certificate.objects.exists()


def test_pdf_is_tagged_for_screen_readers_and_names_are_never_run_as_code(certificate, people, signed_in):
    pytest.importorskip("typst")
    people.alice.last_name = '#panic("no") $x$ <a> @b'
    people.alice.save()
    certificates.issue(member=people.alice, module=certificate.assignment.module, at=AT)
    client = signed_in(people.alice)
    for response in (
        client.get(reverse("learning:certificate_pdf", args=[certificate.assignment.module.uid])),
        client.post(reverse("learning:record_pdf")),
    ):
        assert response["Content-Type"] == "application/pdf"
        assert b"/StructTreeRoot" in response.content or b"/MarkInfo" in response.content or b"pdfuaid" in response.content


def test_a_printed_record_says_what_was_complete_on_that_day_and_nothing_since(site, people, client):
    for page in site.lessons:
        complete(people.alice, page, at=AT)
    first = certificates.issue(member=people.alice, module=None, at=AT + timedelta(days=1))
    _, lessons = make_module(site.learn, "Learnt since", lessons=1)
    complete(people.alice, lessons[0], at=AT + timedelta(days=5))
    second = certificates.issue(member=people.alice, module=None, at=AT + timedelta(days=9))
    shown = [answer(client, issued.code, "Alice Ward") for issued in (first, second)]
    assert ["Learnt since" in text for text in shown] == [False, True]
    assert all("RAISE and shared risk" in text for text in shown)
