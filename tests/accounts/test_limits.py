"""Rate limits on signing in: using many IP addresses does not avoid them, and nobody is locked out for long."""

import pytest
from allauth.core import ratelimit as pages_count
from allauth.core.internal import ratelimit
from django.conf import settings as now
from django.contrib.auth import SESSION_KEY
from django.core import mail, signing
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings

from cms.accounts.limits import check_rate_limits
from tests.accounts.test_sign_in_code import ASK, CONFIRM, _newest_code
from tests.builders import PASSWORD, approve_domain
from tests.responses import error_codes, template_names

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def limited(settings):
    for name, value in settings.LIMITS.items():
        setattr(settings, name, value)
    cache.clear()
    yield
    cache.clear()


def _try(password, address="203.0.113.1", email="alice@example.org", client=None):
    client = client or Client(REMOTE_ADDR=address)
    return client, client.post(LOGIN, {"login": email, "password": password})


def _is_in(client):
    return SESSION_KEY in client.session


@pytest.fixture
def use_up(rf):
    """Return a function that counts tries from one IP address as the pages do, each for a different account."""

    def count(action, number, address="203.0.113.1"):
        for n in range(number):
            assert pages_count.consume(rf.post(LOGIN, REMOTE_ADDR=address), action=action, key=f"person{n}@example.org"), n

    return count


def _must_wait(response):
    """Return whether a limit made the form refuse. Another test checks how long limits last."""
    return "__all__" in response.context["form"].errors and error_codes(response, "__all__") == ["too_many_login_attempts"]


def test_failures_from_many_addresses_count_together_for_one_account(people):
    for n in range(5):
        _try("not-her-password", f"203.0.113.{n}")
    client, response = _try(PASSWORD, "198.51.100.9")
    assert not _is_in(client)
    assert _must_wait(response)


def test_an_unknown_account_has_the_same_limit_as_a_known_account(people):
    for n in range(5):
        _try("not-her-password", f"203.0.113.{n}", "nobody@example.org")
    _, response = _try(PASSWORD, "198.51.100.9", "nobody@example.org")
    assert _must_wait(response)


def test_further_tries_do_not_extend_the_five_minute_limit(people, monkeypatch):
    for n in range(8):
        _try("not-her-password", f"203.0.113.{n}")
    client, _ = _try(PASSWORD)
    assert not _is_in(client)
    later = ratelimit.time.time() + 5 * 60 + 1
    monkeypatch.setattr(ratelimit.time, "time", lambda: later)
    client, _ = _try(PASSWORD)
    assert _is_in(client)


def test_a_code_by_email_signs_in_while_the_password_is_limited(people):
    for n in range(6):
        _try("not-her-password", f"203.0.113.{n}")
    client = Client()
    client.post(ASK, {"email": "alice@example.org"})
    client.post(CONFIRM, {"code": _newest_code()})
    assert _is_in(client)


def _hold_shut(email="alice@example.org"):
    """Reach the limits for password and code from changing IP addresses, as an attacker would."""
    for n in range(5):
        _try("not-her-password", f"203.0.113.{n}", email)
    for n in range(3):
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(ASK, {"email": email})
    mail.outbox.clear()


def _known(name="alice"):
    """Return a browser that someone has signed in with and whose session has since ended."""
    client, _ = _try(PASSWORD, "198.51.100.9", f"{name}@example.org")
    client.get("/account/")
    del client.cookies["sessionid"]
    assert not _is_in(client)
    return client


def test_a_known_browser_is_not_affected_by_the_limit_on_its_account(people):
    client = _known()
    _hold_shut()
    stranger, response = _try(PASSWORD, "198.51.100.9")
    assert not _is_in(stranger) and _must_wait(response)
    _try(PASSWORD, client=client)
    assert _is_in(client)


def test_a_known_browser_gets_a_code_by_email_while_the_account_is_limited(people):
    client = _known()
    _hold_shut()
    stranger = Client()
    stranger.post(ASK, {"email": "alice@example.org"})
    assert not mail.outbox
    client.post(ASK, {"email": "Alice@example.org"})
    client.post(CONFIRM, {"code": _newest_code()})
    assert _is_in(client)


def test_a_known_browser_has_its_own_limits(people):
    client = _known()
    for _ in range(5):
        _try("not-her-password", client=client)
    _, response = _try(PASSWORD, client=client)
    assert not _is_in(client) and _must_wait(response)
    for _ in range(5):
        client.cookies.pop("sessionid", None)
        client.post(ASK, {"email": "alice@example.org"})
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("whose", ["somebody else's", "forged", "three days old", "signed out of"])
def test_a_browser_that_is_not_known_is_limited(whose, people, monkeypatch):
    client = _known("carol" if whose == "somebody else's" else "alice")
    if whose == "forged":
        client.cookies["drumbeat_last"] = f"{people.alice.subject}:1w0000:{'x' * 43}"
    elif whose == "signed out of":
        _try(PASSWORD, client=client)
        client.post("/accounts/logout/")
    _hold_shut()
    if whose == "three days old":
        later = signing.time.time() + 3 * 24 * 60 * 60
        monkeypatch.setattr(signing.time, "time", lambda: later)
        _hold_shut()
    _, response = _try(PASSWORD, client=client)
    assert not _is_in(client) and _must_wait(response)


def test_correct_passwords_do_not_count_towards_the_limit(people):
    for _ in range(6):
        client, _ = _try(PASSWORD)
        assert _is_in(client)


def test_an_attack_on_one_account_does_not_limit_another(people):
    for n in range(6):
        _try("not-her-password", f"203.0.113.{n}")
    client, _ = _try(PASSWORD, "203.0.113.200", "carol@example.org")
    assert _is_in(client)


def test_only_sixty_people_behind_one_ip_address_can_sign_in_within_a_minute(people, use_up):
    """Each sign-in counts once as a try and never as a failure. The limit on failures is one away."""
    use_up("login", 57)
    use_up("login_failed", 29)
    for _ in range(3):
        client, _ = _try(PASSWORD, "203.0.113.1", "carol@example.org")
        assert _is_in(client)
    _, response = _try(PASSWORD, "203.0.113.1", "carol@example.org")
    assert response.status_code == 429
    assert template_names(response) >= {"429.html"}


def test_failures_for_many_accounts_from_one_ip_address_are_limited(people, use_up):
    use_up("login_failed", 28)
    for n in (1, 2):
        _try("not-the-password", "203.0.113.1", f"someone{n}@example.org")
    client, _ = _try(PASSWORD, "203.0.113.1", "carol@example.org")
    assert not _is_in(client)
    client, _ = _try(PASSWORD, "203.0.113.2", "carol@example.org")
    assert _is_in(client)


def test_at_most_three_codes_are_emailed_in_five_minutes(people):
    for n in range(6):
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(ASK, {"email": "alice@example.org"})
    assert len(mail.outbox) == 3


def test_an_unknown_address_gets_no_more_emails_than_a_known_address(people):
    approve_domain(people.ashdale)
    for n in range(6):
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(ASK, {"email": "nobody@example.org"})
    assert len(mail.outbox) == 3


def test_no_limit_lasts_longer_than_the_pages_say():
    """429.html says one minute, form errors say five, and the request to join says an hour."""
    from allauth.account import app_settings

    beside_the_form = {"login_failed", "request_login_code"}
    asking = {"ask_to_join", "email_to_address", "confirm_address", "check_certificate", "take_down"}
    for action, words in app_settings.RATE_LIMITS.items():
        if action in asking:
            assert all(rate.duration == 60 * 60 for rate in ratelimit.parse_rates(words)), f"{action}: {words}"
            continue
        for rate in ratelimit.parse_rates(words):
            assert rate.duration <= (5 * 60 if action in beside_the_form or rate.per == "key" else 60), f"{action}: {words}"


def test_the_system_check_rejects_a_cache_that_workers_do_not_share(settings):
    assert {error.id for error in check_rate_limits()} == {"accounts.E002", "accounts.E003"}  # the test suite's own cache is not shared
    settings.ACCOUNT_RATE_LIMITS = False
    assert "accounts.E001" in {error.id for error in check_rate_limits()}


DATABASE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cms_cache"}


@pytest.mark.parametrize(
    ("cache_settings", "errors"),
    [
        ({**DATABASE, "OPTIONS": {"MAX_ENTRIES": 100_000}}, []),
        (DATABASE, ["accounts.E003"]),
        ({"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"}, []),
    ],
)
def test_the_system_check_accepts_only_a_shared_cache_that_is_large_enough(cache_settings, errors):
    with override_settings(CACHES={"default": cache_settings}):
        assert [error.id for error in check_rate_limits()] == errors


@pytest.mark.engine
def test_limits_are_counted_in_the_database_cache(settings, people):
    """Production uses this cache so that each worker sees what the others have counted."""
    settings.CACHES = {**now.CACHES, "default": {**DATABASE, "OPTIONS": {"MAX_ENTRIES": 100_000}}}
    call_command("createcachetable")
    for n in range(5):
        _try("not-her-password", f"203.0.113.{n}")
    client, response = _try(PASSWORD, "198.51.100.9")
    assert not _is_in(client)
    assert _must_wait(response)
