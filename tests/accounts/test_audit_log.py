"""The audit log: found by kind, person, actor, authority and days, as fast at the end as at the beginning."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.actions import grant_role
from cms.people.models import Role
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db
What = AuditEntry.What


@pytest.fixture
def frank(people, signed_in):
    return signed_in(people.frank)


def _shown(client, **asked):
    return client.get("/people/audit/", asked).content.decode()


def test_it_is_found_by_person_and_by_actor(frank, people):
    add_entry(what=What.SEEN, by=people.bob, about=people.alice, words="First of all")
    add_entry(what=What.SEEN, by=people.carol, about=people.dana, words="Second of all")
    assert "First of all" in _shown(frank, person="alice ward")
    assert "Second of all" not in _shown(frank, person="alice@example.org")
    assert "Second of all" in _shown(frank, actor="Carol")
    assert "First of all" not in _shown(frank, actor="Carol")
    assert "Nothing of this kind" in _shown(frank, person="nobody at all")


def test_it_is_found_by_day(frank, people):
    add_entry(what=What.SEEN, by=people.bob, about=people.alice, words="Written today")
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    assert "Written today" in _shown(frank, since=str(today), until=str(today))
    assert "Written today" not in _shown(frank, since=str(tomorrow))
    assert "Written today" not in _shown(frank, until=str(today - timedelta(days=1)))


@pytest.mark.parametrize("asked", [{"since": "2026-02-31"}, {"until": "yesterday"}, {"before": "9" * 40}, {"before": "-1"}, {"what": "x"}])
def test_what_cannot_be_understood_counts_as_any(frank, people, asked):
    add_entry(what=What.SEEN, by=people.bob, about=people.alice, words="Still shown")
    assert "Still shown" in _shown(frank, **asked)


@pytest.mark.parametrize(
    ("address", "names"),
    [("/people/audit/", ["what", "person", "actor", "authority"]), ("/people/", ["q", "who"]), ("/people/in/ashdale/", ["q", "invited"])],
)
def test_a_nul_in_what_is_looked_for_is_left_out(frank, address, names):
    """PostgreSQL takes no such character in a comparison."""
    response = frank.get(address, dict.fromkeys(names, "ali\x00ce"))
    assert response.status_code == 200
    assert "\x00" not in response.content.decode()


def test_the_reason_for_a_role_is_shown(frank, people):
    grant_role(user=people.carol, role=Role.REVIEWER, on=timezone.localdate(), by=people.frank, reason="Two reviewers are too few")
    assert "Case-study reviewer: Two reviewers are too few" in _shown(frank, person="carol")


def test_one_reads_on_through_all_of_it_with_as_many_queries_on_each_page(frank, people):
    counts, seen, before = [], 0, ""
    for n in range(120):
        add_entry(what=What.SEEN, by=people.bob, about=people.alice, words=f"Entry {n}.")
    frank.get("/people/audit/")  # what is kept for every page is read once
    while before is not None:
        with CaptureQueriesContext(connection) as asked:
            response = frank.get("/people/audit/", {"what": "seen", "before": before})
        counts.append(len(asked))
        seen += len(response.context["rows"])
        before = response.context["older"]
    assert seen == 120
    assert len(counts) == 3
    assert len(set(counts)) == 1


# Signing in, and failing to


def _failed():
    """What the log says of failed sign-ins: (whose key or None, words)."""
    return list(AuditEntry.objects.filter(what=What.FAILED).order_by("pk").values_list("about", "words"))


def _sign_in(email, password):
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def test_a_wrong_password_stands_in_the_log_and_whose_account_it_was(people, frank):
    _sign_in("alice@example.org", "not-her-password")
    assert _failed() == [(people.alice.subject, "Password")]
    assert "Sign-in failed" in _shown(frank, what="failed", person="alice")
    assert AuditEntry.objects.get(what=What.FAILED).actor is None


def test_of_an_unknown_address_nothing_is_kept_that_says_what_was_typed(people, frank):
    _sign_in("Nobody.At.All@example.org", "not-a-password")
    assert _failed() == [(None, "Password")]
    assert "nobody.at.all" not in str(list(AuditEntry.objects.values())).lower()
    assert "Sign-in failed" in _shown(frank, what="failed")


def test_a_wrong_code_by_mail_stands_in_the_log_with_an_account_and_without(people):
    for email in ("alice@example.org", "nobody@example.org"):
        client = Client()
        client.post("/accounts/login/code/", {"email": email})
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert _failed() == [(people.alice.subject, "Code by e-mail"), (None, "Code by e-mail")]


def test_a_wrong_second_factor_stands_in_the_log(people):
    people.bob.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client = _sign_in("bob@example.org", PASSWORD)
    client.post("/accounts/code/authenticate/", {"code": "000000"})
    client.post("/accounts/code/authenticate/", {"credential": '{"id": "forged"}'})
    assert _failed() == [(people.bob.subject, "Code from a phone"), (people.bob.subject, "Passkey")]


# Its parts have their names, and what is in them is nothing.
UNREAD = (
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
    '{"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "oA", "signature": "AA"}}'
)


@pytest.mark.parametrize(
    "credential", ['{"id": "forged"}', '["forged"]', '"forged"', "7", '{"id": "Zg", "rawId": "Zg", "response": {}}', UNREAD]
)
def test_a_forged_passkey_says_nobodys_name(credential, people):
    response = Client().post("/accounts/code/webauthn/login/", {"credential": credential})
    assert response["Location"] == "/accounts/login/"
    assert _failed() == [(None, "Passkey")]


def test_what_the_limits_refuse_fills_no_log(people, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.LIMITS["ACCOUNT_RATE_LIMITS"]
    cache.clear()
    for _ in range(20):
        _sign_in("alice@example.org", "not-her-password")
    cache.clear()
    assert len(_failed()) == 5


def test_whoever_was_tried_finds_it_in_what_is_held_about_them(people, signed_in):
    _sign_in("alice@example.org", "not-her-password")
    assert "Sign-in failed" in signed_in(people.alice).get("/account/everything/").content.decode()
