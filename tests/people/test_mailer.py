"""Emails: their headers and subjects, when they go out, and who gets them."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.template.loader import get_template
from django.utils import timezone

from cms.people import mailer
from cms.people.actions import domains
from cms.people.models import AddressCheck

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OURS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("*/emails/*.txt"))
RESET, CODE, ASK = "/accounts/password/reset/", "/accounts/login/code/", "/ask-to-join/"


@pytest.mark.parametrize("template", OURS)
def test_the_first_line_of_each_email_is_its_subject(template):
    message = mailer.render_email(to="zoe@example.org", template=template)
    assert message.subject
    assert not message.body.startswith("\n")
    assert "Subject:" not in message.body
    assert get_template(template)


def test_no_program_answers_our_emails_and_their_ids_name_no_machine(people, client):
    message = mailer.render_email(to="zoe@example.org", template="people/emails/code.txt", code="1", minutes=1).message()
    client.post(RESET, {"email": "alice@example.org"})
    for headers in (message, mail.outbox[0].message()):
        assert headers["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"<[^@\s]+@localhost>", headers["Message-ID"])


@pytest.mark.parametrize("address", [RESET, CODE, ASK])
def test_someone_signed_out_cannot_make_us_email_a_stranger(people, client, address, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stranger = client.post(address, {"email": "victim@elsewhere.example"})
        known = client.post(address, {"email": "alice@example.org"})
    assert (stranger.status_code, stranger["Location"]) == (known.status_code, known["Location"])
    assert "victim@elsewhere.example" not in [recipient for message in mail.outbox for recipient in message.to]


def test_an_address_in_an_approved_domain_is_told_that_it_has_no_account(people, client):
    domains.approve_domain(authority=people.ashdale, name="ashdale.example", by=people.frank, at=timezone.now())
    client.post(RESET, {"email": "new@ashdale.example"})
    assert [message.to for message in mail.outbox] == [["new@ashdale.example"]]


def test_an_address_gets_a_few_emails_an_hour_whichever_page_asks(people, client, settings, django_capture_on_commit_callbacks):
    settings.ACCOUNT_RATE_LIMITS = {"email_to_address": "3/h/key", "ask_to_join": "60/h/ip"}
    domains.approve_domain(authority=people.ashdale, name="example.org", by=people.frank, at=timezone.now())
    answers = set()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            for page in (RESET, CODE, ASK):
                answers.add((page, client.post(page, {"email": "alice@example.org"}).status_code))
                client.cookies.clear()
    assert answers == {(RESET, 302), (CODE, 302), (ASK, 302)}
    assert len(mail.outbox) == 3


def test_asking_to_join_does_the_same_work_for_every_address(people, client):
    domains.approve_domain(authority=people.ashdale, name="ashdale.example", by=people.frank, at=timezone.now())
    for address in ("new@ashdale.example", "new@elsewhere.example"):
        client.post(ASK, {"email": address})
    assert sorted(AddressCheck.objects.values_list("email", flat=True)) == ["", "new@ashdale.example"]


def test_an_email_asked_for_by_a_stranger_goes_out_after_the_answer(people, client, monkeypatch):
    order = []
    monkeypatch.setattr(mailer.after_response, "deliver", lambda message: order.append("email"))
    original = client.handler.get_response

    def answered(request):
        response = original(request)
        order.append("answer")
        return response

    monkeypatch.setattr(client.handler, "get_response", answered)
    client.post(RESET, {"email": "alice@example.org"})
    assert order == ["answer", "email"]
