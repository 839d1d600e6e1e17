"""Signing in with an emailed code: it needs no password, reveals no accounts, and each code works once."""

import re

import pytest
from allauth.account.internal.flows import code_verification
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from cms.audit.models import AuditEntry
from cms.people.models import User
from tests.accounts.test_signing_in import _names_in
from tests.builders import approve_domain
from tests.responses import stable_html

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"
CODE = re.compile(r"^\w{4}-\w{4}$", re.MULTILINE)


def _ask(email, client=None):
    client = client or Client()
    return client, client.post(ASK, {"email": email})


def _newest_code():
    return CODE.search(mail.outbox[-1].body)[0]


def _is_in(client):
    return SESSION_KEY in client.session


@pytest.mark.parametrize("email", ["alice@example.org", "Alice@Example.ORG"])
def test_the_code_in_the_email_signs_in(email, people):
    client, response = _ask(email)
    assert response["Location"] == CONFIRM
    assert not _is_in(client)
    (message,) = mail.outbox
    assert message.to == [email.lower()] or message.to == [email]
    assert _names_in(message) == []
    code = _newest_code()
    assert client.post(CONFIRM, {"code": code.lower()})["Location"] == "/"
    assert client.get("/my-learning/").status_code == 200
    assert AuditEntry.objects.get(what="signed_in").about == people.alice.subject


def test_signing_in_by_code_redirects_to_the_requested_page(people):
    client = Client()
    response = client.post(f"{ASK}?next=/my-learning/", {"email": "alice@example.org", "next": "/my-learning/"})
    back = client.post(response["Location"], {"code": _newest_code(), "next": "/my-learning/"})
    assert back["Location"] == "/my-learning/"


def test_an_unknown_address_and_a_closed_account_get_the_same_response(people):
    approve_domain(people.ashdale)
    User.objects.filter(email="carol@example.org").update(is_active=False)
    pages = []
    for email in ("alice@example.org", "nobody@example.org", "carol@example.org"):
        client, response = _ask(email)
        assert (response.status_code, response["Location"]) == (302, CONFIRM)
        pages.append(stable_html(client.get(CONFIRM), email))
    assert pages[0] == pages[1] == pages[2]
    assert [message.to for message in mail.outbox[1:]] == [["nobody@example.org"], ["carol@example.org"]]
    for message in mail.outbox[1:]:
        assert not CODE.search(message.body)


def test_a_wrong_code_gets_the_same_response_with_and_without_an_account(people):
    pages = []
    for email in ("alice@example.org", "nobody@example.org"):
        client, _ = _ask(email)
        page = client.post(CONFIRM, {"code": "XXXX-XXXX"})
        assert page.context["form"].errors["code"]
        pages.append(stable_html(page, email))
    assert pages[0] == pages[1]


def test_the_correct_code_is_refused_after_three_wrong_codes(people):
    client, _ = _ask("alice@example.org")
    right = _newest_code()
    for _ in range(3):
        client.post(CONFIRM, {"code": "XXXX-XXXX"})
    client.post(CONFIRM, {"code": right})
    assert not _is_in(client)


def test_a_code_works_once_and_only_in_the_browser_that_asked(people):
    client, _ = _ask("alice@example.org")
    code = _newest_code()
    bobs, _ = _ask("bob@example.org")
    bobs.post(CONFIRM, {"code": code})
    assert not _is_in(bobs)
    client.post(CONFIRM, {"code": code})
    assert _is_in(client)
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": code})
    assert not _is_in(client)


def test_a_sign_in_code_expires_after_fifteen_minutes(people, monkeypatch):
    client, _ = _ask("alice@example.org")
    later = code_verification.time.time() + 16 * 60
    monkeypatch.setattr(code_verification.time, "time", lambda: later)
    client.post(CONFIRM, {"code": _newest_code()})
    assert not _is_in(client)


def test_a_second_code_replaces_the_first(people):
    client, _ = _ask("alice@example.org")
    first = _newest_code()
    client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) == 2
    client.post(CONFIRM, {"code": first})
    assert not _is_in(client)
    client.post(CONFIRM, {"code": _newest_code()})
    assert _is_in(client)
