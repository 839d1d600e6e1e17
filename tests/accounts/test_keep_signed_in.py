"""Staying signed in on one's own phone, and getting back to where one was going."""

import re

import pytest
from django.core import mail
from django.test import Client

from cms.accounts.keep_signed_in import DAYS
from tests.builders import PASSWORD
from tests.responses import html_of

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


def _days_signed_in(client):
    return client.session.get_expiry_age() / DAY


@pytest.mark.parametrize(("person", "keep", "is_kept"), [("alice", "on", True), ("alice", "", False), ("bob", "on", False)])
def test_members_without_a_role_can_stay_signed_in(people, client, person, keep, is_kept):
    client.post("/accounts/login/", {"login": f"{person}@example.org", "password": PASSWORD, "remember": keep})
    assert "_auth_user_id" in client.session
    assert (_days_signed_in(client) == DAYS) == is_kept
    assert client.session.get_expire_at_browser_close() != is_kept


@pytest.mark.parametrize(("person", "is_kept"), [("alice", True), ("bob", False)])
def test_staying_signed_in_works_with_a_code_by_email_too(people, client, person, is_kept):
    client.post("/accounts/login/code/", {"email": f"{person}@example.org", "remember": "on"})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" in client.session
    assert (_days_signed_in(client) == DAYS) == is_kept


def test_a_forgotten_password_does_not_lose_where_someone_was_going(people, client):
    page = client.get("/accounts/login/?next=/directory/")
    assert 'href="/accounts/password/reset/?after=/directory/"' in html_of(page)
    done = client.post("/accounts/password/reset/", {"email": "alice@example.org", "after": "/directory/"}, follow=True)
    assert done.redirect_chain[-1][0] == "/accounts/password/reset/done/"
    assert 'href="/accounts/login/?next=/directory/"' in html_of(done)
    for elsewhere in ("https://evil.example/", "//evil.example/"):
        done = Client().post("/accounts/password/reset/", {"email": "alice@example.org", "after": elsewhere}, follow=True)
        assert "evil" not in html_of(done)


def test_password_managers_know_which_field_is_the_user_name(people, client):
    page = html_of(client.get("/accounts/login/"))
    assert re.search(r'<input[^>]*name="login"[^>]*autocomplete="username"', page)
    assert re.search(r'<input[^>]*name="password"[^>]*autocomplete="current-password"', page)


def test_a_personal_address_is_refused_at_once_when_asking_to_join(people, client):
    assert client.post("/ask-to-join/", {"email": "zoe@gmail.com"}).status_code == 422
    assert not mail.outbox
