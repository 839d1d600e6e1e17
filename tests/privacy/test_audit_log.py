"""The audit log: searching by kind, person, actor, authority and day, and paging at constant cost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.actions import add_entry, build_entry
from cms.audit.models import AuditEntry
from cms.people.actions import grant_role
from cms.people.models import Role
from tests.builders import PASSWORD
from tests.responses import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
What = AuditEntry.What


@pytest.fixture
def frank(people, signed_in):
    return signed_in(people.frank)


def _shown(client, **asked):
    return html_of(client.get("/people/audit/", asked))


def _entries(client, **asked):
    """Return the entries that a search finds."""
    return [row["entry"] for row in client.get("/people/audit/", asked).context["rows"]]


def test_entries_are_found_by_person_and_by_actor(frank, people):
    add_entry(what=What.SEEN, by=people.bob, about=people.alice, words="First of all")
    add_entry(what=What.SEEN, by=people.carol, about=people.dana, words="Second of all")
    assert "First of all" in _shown(frank, person="alice ward")
    assert "Second of all" not in _shown(frank, person="alice@example.org")
    assert "Second of all" in _shown(frank, actor="Carol")
    assert "First of all" not in _shown(frank, actor="Carol")
    assert _entries(frank, person="nobody at all") == []


def test_entries_are_found_by_day(frank, people):
    add_entry(what=What.SEEN, by=people.bob, about=people.alice, words="Written today")
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    assert "Written today" in _shown(frank, since=str(today), until=str(today))
    assert "Written today" not in _shown(frank, since=str(tomorrow))
    assert "Written today" not in _shown(frank, until=str(today - timedelta(days=1)))


def test_search_values_that_cannot_be_read_are_ignored(frank, people):
    add_entry(what=What.SEEN, by=people.bob, about=people.alice, words="Still shown")
    for asked in ({"since": "2026-02-31"}, {"until": "yesterday"}, {"before": "9" * 40}, {"before": "-1"}, {"what": "x"}):
        assert "Still shown" in _shown(frank, **asked), asked


def test_the_reason_for_a_role_is_shown(frank, people):
    grant_role(user=people.carol, role=Role.REVIEWER, on=timezone.localdate(), by=people.frank, reason="Two reviewers are too few")
    assert f"{Role.REVIEWER.label}: Two reviewers are too few" in _shown(frank, person="carol")


def test_each_page_of_the_log_makes_as_many_queries_as_the_first(frank, people):
    counts, seen, before = [], 0, ""
    seen_entry = {"what": What.SEEN, "by": people.bob, "about": people.alice}
    AuditEntry.objects.bulk_create(build_entry(**seen_entry, words=f"Entry {n}.") for n in range(120))
    frank.get("/people/audit/")  # fill the caches that every page uses
    while before is not None:
        with CaptureQueriesContext(connection) as asked:
            response = frank.get("/people/audit/", {"what": "seen", "before": before})
        counts.append(len(asked))
        seen += len(response.context["rows"])
        before = response.context["older"]
    assert seen == 120
    assert len(counts) == 3
    assert len(set(counts)) == 1


# Failed sign-ins


def _failed():
    """Return the subject of each failed sign-in in the log, in order, or None if unknown."""
    return list(AuditEntry.objects.filter(what=What.FAILED).order_by("pk").values_list("about", flat=True))


def _ways():
    """Return the ways of signing in that the log distinguishes."""
    return set(AuditEntry.objects.filter(what=What.FAILED).values_list("words", flat=True))


def _sign_in(email, password):
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def test_a_wrong_password_is_logged_with_the_account(people, frank):
    _sign_in("alice@example.org", "not-her-password")
    assert _failed() == [people.alice.subject]
    assert [build_entry.about for build_entry in _entries(frank, what="failed", person="alice")] == [people.alice.subject]
    assert AuditEntry.objects.get(what=What.FAILED).actor is None


def test_an_unknown_address_is_not_logged_as_typed(people, frank):
    _sign_in("Nobody.At.All@example.org", "not-a-password")
    assert _failed() == [None]
    assert "nobody.at.all" not in str(list(AuditEntry.objects.values())).lower()
    assert len(_entries(frank, what="failed")) == 1


def test_a_wrong_code_by_email_is_logged_with_and_without_an_account(people):
    for email in ("alice@example.org", "nobody@example.org"):
        client = Client()
        client.post("/accounts/login/code/", {"email": email})
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert _failed() == [people.alice.subject, None]


def test_a_wrong_second_factor_is_logged_with_its_kind(people):
    people.bob.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client = _sign_in("bob@example.org", PASSWORD)
    client.post("/accounts/code/authenticate/", {"code": "000000"})
    client.post("/accounts/code/authenticate/", {"credential": '{"id": "forged"}'})
    _sign_in("bob@example.org", "not-his-password")
    assert _failed() == [people.bob.subject] * 3
    assert len(_ways()) == 3, "A phone's code, a passkey and a password are logged alike."


# A credential with all its fields but no content.
UNREAD = (
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
    '{"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "oA", "signature": "AA"}}'
)


FORGED = ['{"id": "forged"}', '["forged"]', '"forged"', "7", '{"id": "Zg", "rawId": "Zg", "response": {}}', UNREAD]


def test_a_forged_passkey_is_logged_without_a_person(people):
    for credential in FORGED:
        response = Client().post("/accounts/code/webauthn/login/", {"credential": credential})
        assert response["Location"] == "/accounts/login/", credential
    assert _failed() == [None] * len(FORGED)


def test_attempts_refused_by_the_limits_are_not_logged(people, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.LIMITS["ACCOUNT_RATE_LIMITS"]
    cache.clear()
    for _ in range(8):
        _sign_in("alice@example.org", "not-her-password")
    cache.clear()
    assert len(_failed()) == 5


def test_someone_can_see_failed_sign_ins_in_their_own_record(people, signed_in):
    _sign_in("alice@example.org", "not-her-password")
    assert str(What.FAILED.label) in html_of(signed_in(people.alice).get("/account/everything/"))
