"""Signing in with an authority's identity provider, over HTTP, against a real provider in a separate process (tests/provider)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.actions.authority_sign_in import fetch_provider, set_up
from cms.accounts.authority_sign_in import provider_id
from cms.audit.models import AuditEntry
from cms.people.actions import close_account, grant_role, move
from cms.people.models import Authority, Role, User
from tests.builders import PASSWORD
from tests.responses import html_of, links_to, message_levels, template_names

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
HERE = "http://testserver"


@pytest.fixture(scope="module")
def provider():
    """The running provider: url, client_id, secret and subjects."""
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen([sys.executable, "-m", "tests.provider"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        yield SimpleNamespace(**json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def ashdale(provider, people):
    """Alice's authority, set up with its own sign-in. The provider knows our callback URL."""
    set_up(authority=people.ashdale, server_url=provider.url, client_id=provider.client_id, secret=provider.secret)
    _register(provider, people.ashdale)
    return people.ashdale


def _register(provider, authority):
    uri = f"{HERE}/accounts/with/{provider_id(authority)}/login/callback/"
    requests.get(f"{provider.url}/register/", params={"uri": uri}, timeout=20).raise_for_status()


def _go(client, authority, process="login"):
    """Select the sign-in button and return the provider URL it redirects to."""
    response = client.post(f"/accounts/with/{provider_id(authority)}/login/", {"process": process, "next": "/my-learning/"})
    assert response.status_code == 302, response.content.decode()[:500]
    return response["Location"]


def _there(provider, address, as_whom):
    """Authorise at the provider as someone already signed in there. Return the callback URL."""
    browser = requests.Session()
    browser.get(f"{provider.url}/as/{as_whom}/", timeout=20).raise_for_status()
    response = browser.get(address, allow_redirects=False, timeout=20)
    assert response.status_code == 302, response.text[:500]
    return response.headers["Location"].removeprefix(HERE)


def _dance(client, provider, authority, as_whom, process="login"):
    """Go to the provider and back. Return the response of our own page."""
    return client.get(_there(provider, _go(client, authority, process), as_whom))


def _sign_in(name):
    client = Client()
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    return client


def _connect(provider, authority, name, as_whom=None):
    """Sign in as usual and connect the account, reauthenticating first."""
    client = _sign_in(name)
    response = _dance(client, provider, authority, as_whom or name, process="connect")
    assert response["Location"] == "/accounts/reauthenticate/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def _who(client):
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key).email if key else None


@pytest.fixture
def connected(provider, ashdale):
    """Alice's Ashdale log-in, connected to her account here as by `_connect`."""
    alice = User.objects.get(email="alice@example.org")
    SocialAccount.objects.create(user=alice, provider=provider_id(ashdale), uid=provider.subjects["alice"])
    return ashdale


def test_a_member_connects_their_log_in_and_signs_in_with_it(provider, ashdale, people):
    _connect(provider, ashdale, "alice")
    account, entry = SocialAccount.objects.get(), AuditEntry.objects.get(what="connected")
    assert (account.user, account.uid) == (people.alice, provider.subjects["alice"])
    assert (entry.actor, entry.about, entry.authority) == (people.alice.subject, people.alice.subject, people.ashdale)
    assert mail.outbox[-1].to == ["alice@example.org"]
    client = Client()
    assert _dance(client, provider, ashdale, "alice")["Location"] == "/my-learning/"
    assert _who(client) == "alice@example.org"


def test_connecting_needs_the_password(provider, ashdale):
    client = _sign_in("alice")
    _dance(client, provider, ashdale, "alice", process="connect")
    assert not SocialAccount.objects.exists()
    client.post("/accounts/reauthenticate/", {"password": "not-her-password"})
    assert not SocialAccount.objects.exists()


def test_a_log_in_with_the_same_address_does_not_sign_in_unless_connected(provider, ashdale):
    """The provider confirms alice@example.org, but she never connected that log-in: it signs nobody in and creates no account."""
    app = SocialApp.objects.get()
    app.settings = {**app.settings, "scope": ["openid", "email"], "fetch_userinfo": True}
    app.save()
    before, client = User.objects.count(), Client()
    response = _dance(client, provider, ashdale, "alice")
    assert response.status_code == 403
    assert template_names(response) >= {"socialaccount/unknown.html"}
    assert (_who(client), User.objects.count(), SocialAccount.objects.count()) == (None, before, 0)
    assert mail.outbox == []


def test_an_unknown_subject_does_not_create_an_account(provider, connected):
    before, client = User.objects.count(), Client()
    response = _dance(client, provider, connected, "somebody")
    assert response.status_code == 403
    assert template_names(response) >= {"socialaccount/unknown.html"}
    assert (_who(client), User.objects.count()) == (None, before)


def test_the_same_subject_at_another_authority_is_a_different_person(provider, connected, people):
    set_up(authority=people.northholt, server_url=provider.url, client_id=provider.client_id, secret=provider.secret)
    _register(provider, people.northholt)
    client = Client()
    assert _dance(client, provider, people.northholt, "alice").status_code == 403
    assert _who(client) is None


def test_a_log_in_of_another_authority_cannot_be_connected(provider, ashdale):
    client = _sign_in("carol")
    response = _dance(client, provider, ashdale, "carol", process="connect")
    assert response.status_code == 403
    assert template_names(response) >= {"socialaccount/not_there.html"}
    assert "Ashdale" in html_of(response)
    assert not SocialAccount.objects.exists()


def test_a_log_in_can_be_connected_to_only_one_account(provider, connected):
    client = _connect(provider, connected, "bob", as_whom="alice")
    assert SocialAccount.objects.get().user.email == "alice@example.org"
    assert message_levels(client.get("/accounts/connected/")) == ["error"]


def test_a_former_authority_cannot_sign_someone_in(provider, connected, people):
    move(user=people.alice, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate(), by=people.frank)
    client = Client()
    response = _dance(client, provider, connected, "alice")
    assert response.status_code == 403
    assert _who(client) is None
    assert AuditEntry.objects.filter(what="failed", about=people.alice.subject, authority=people.ashdale).count() == 1


def test_a_closed_account_cannot_sign_in_through_a_provider(provider, connected, people):
    close_account(user=people.alice, on=timezone.localdate(), by=people.frank)
    client = Client()
    response = _dance(client, provider, connected, "alice")
    assert response["Location"] == "/accounts/inactive/"
    assert _who(client) is None


def test_a_provider_sign_in_still_asks_for_the_second_factor(provider, connected, people, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    grant_role(user=people.alice, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate())
    client = Client()
    _dance(client, provider, connected, "alice")
    assert client.get("/people/")["Location"] == "/account/second-factor/"
    people.alice.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client = Client()
    assert _dance(client, provider, connected, "alice")["Location"].startswith("/accounts/code/authenticate/")
    assert _who(client) is None


# What an attacker on the network might try


def test_only_the_subject_is_requested_and_pkce_is_used(ashdale):
    asked = parse_qs(urlsplit(_go(Client(), ashdale)).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) > 40 and len(asked["state"][0]) >= 16
    assert "nonce" not in asked or asked["nonce"][0]


def test_a_callback_with_a_forged_state_is_refused(provider, connected):
    client = Client()
    back = _there(provider, _go(client, connected), "alice")
    state = parse_qs(urlsplit(back).query)["state"][0]
    response = client.get(back.replace(state, "forged"))
    assert response.status_code == 401
    assert links_to(response, "/accounts/with/")
    assert _who(client) is None


def test_a_callback_in_another_browser_is_refused(provider, connected):
    back = _there(provider, _go(Client(), connected), "alice")
    elsewhere = Client()
    assert elsewhere.get(back).status_code == 401
    assert _who(elsewhere) is None


def test_a_stolen_code_is_refused_by_pkce(provider, connected):
    """Use the code from Alice's browser with the state from the thief's."""
    stolen = parse_qs(urlsplit(_there(provider, _go(Client(), connected), "alice")).query)["code"][0]
    thief = Client()
    state = parse_qs(urlsplit(_go(thief, connected)).query)["state"][0]
    callback = f"/accounts/with/{provider_id(connected)}/login/callback/"
    assert thief.get(callback, {"code": stolen, "state": state}).status_code == 401
    assert _who(thief) is None


def test_a_callback_works_only_once(provider, connected):
    client = Client()
    back = _there(provider, _go(client, connected), "alice")
    client.get(back)
    client.post("/accounts/logout/")
    assert client.get(back).status_code == 401
    assert _who(client) is None


def test_a_wrong_client_secret_signs_nobody_in(provider, connected):
    SocialApp.objects.update(secret="another")
    client = Client()
    assert _dance(client, provider, connected, "alice").status_code == 401
    assert _who(client) is None


def test_cancelling_at_the_provider_changes_nothing(connected):
    client = Client()
    state = parse_qs(urlsplit(_go(client, connected)).query)["state"][0]
    callback = f"/accounts/with/{provider_id(connected)}/login/callback/"
    response = client.get(callback, {"error": "access_denied", "state": state}, follow=True)
    assert template_names(response) >= {"socialaccount/login_cancelled.html"}
    assert _who(client) is None


def test_a_get_request_does_not_start_a_sign_in(ashdale):
    """A GET only shows a page with a button, so no other site can start a sign-in for someone."""
    page = Client().get(f"/accounts/with/{provider_id(ashdale)}/login/?process=connect")
    assert page.status_code == 200
    assert '<form method="post">' in html_of(page)


def test_a_visitor_cannot_connect_a_log_in(provider, ashdale):
    client = Client()
    response = _dance(client, provider, ashdale, "alice", process="connect")
    assert response.status_code in {302, 403}
    assert (_who(client), SocialAccount.objects.count()) == (None, 0)


def test_form_action_allows_the_provider_only_on_the_page_that_leads_to_it(ashdale):
    policy = Client().get("/accounts/with/")["Content-Security-Policy"]
    assert "form-action 'self' https:" in policy
    assert "form-action 'self';" in Client().get("/accounts/login/")["Content-Security-Policy"] + ";"


# When the provider is unavailable


@pytest.mark.parametrize("way", ["there", "back"])
def test_a_provider_that_is_down_gives_503(way, provider, ashdale):
    client = Client()
    back = _there(provider, _go(client, ashdale), "alice")
    app = SocialApp.objects.get()
    app.settings = {**app.settings, "server_url": "http://localhost:9"}
    app.save()
    address = f"/accounts/with/{provider_id(ashdale)}/login/"
    response = client.post(address) if way == "there" else client.get(back)
    assert response.status_code == 503
    assert "Ashdale" in html_of(response)
    assert links_to(response, "/accounts/login/")


def test_an_address_without_a_provider_is_rejected_by_the_command(provider, people):
    with pytest.raises(CommandError, match="did not answer correctly"):
        _command("ashdale", server=f"{provider.url}/nothing-here")
    with pytest.raises(CommandError, match="must begin with https"):
        _command("ashdale", server="ftp://localhost")
    assert not SocialApp.objects.exists()


# Setting up


def _command(*args, server=None, **options):
    os.environ["DRUMBEAT_PROVIDER_SECRET"] = "hush-it-is-secret"
    try:
        call_command("authority_sign_in", *args, server=server, client_id="drumbeat" if server else None, **options)
    finally:
        del os.environ["DRUMBEAT_PROVIDER_SECRET"]


def test_the_command_sets_up_shows_and_removes_a_provider(provider, people, capsys):
    _command("ashdale")
    assert f"/accounts/with/{provider_id(people.ashdale)}/login/callback/" in capsys.readouterr().out
    _command("ashdale", server=provider.url)
    assert SocialApp.objects.get().secret == "hush-it-is-secret"
    _command()
    SocialAccount.objects.create(user=people.alice, provider=provider_id(people.ashdale), uid="1")
    _command("ashdale", take_away=True)
    assert "Connected accounts removed: 1" in (said := capsys.readouterr().out)
    assert f"ashdale: {provider.url} as drumbeat" in said and "hush" not in said
    assert not SocialApp.objects.exists() and not SocialAccount.objects.exists()
    assert set(AuditEntry.objects.values_list("what", flat=True)) >= {"provider_set", "disconnected", "provider_off"}


def test_the_command_rejects_an_unknown_authority_and_a_missing_secret(people, monkeypatch):
    with pytest.raises(CommandError, match="nowhere"):
        _command("nowhere", server="https://login.example")
    monkeypatch.setattr("cms.management.commands.authority_sign_in.getpass", lambda words: "")
    with pytest.raises(CommandError, match="A secret is required"):
        call_command("authority_sign_in", "ashdale", server="https://login.example", client_id="drumbeat")
    assert not SocialApp.objects.exists()


def test_administrators_see_the_providers_but_never_the_secret(provider, connected, signed_in, people):
    page = html_of(signed_in(people.frank).get("/people/sign-in/"))
    assert "Ashdale" in page and provider.url in page
    assert provider.secret not in page


@pytest.mark.engine
def test_the_list_of_providers_makes_as_many_queries_for_3_as_for_30(people, signed_in):
    counts = []
    frank = signed_in(people.frank)
    for first, last in ((0, 3), (3, 30)):
        places = Authority.objects.bulk_create(Authority(name=f"Place {n}", slug=f"place-{n}") for n in range(first, last))
        SocialApp.objects.bulk_create(
            SocialApp(provider="openid_connect", provider_id=provider_id(place), name="Place", client_id="x") for place in places
        )
        frank.get("/people/sign-in/")
        with CaptureQueriesContext(connection) as context:
            page = frank.get("/people/sign-in/")
            Client().get("/accounts/with/")
        counts.append(len(context.captured_queries))
        assert len(page.context["rows"]) == last
    assert counts[0] == counts[1]


def test_a_disconnected_log_in_does_not_sign_in(provider, connected, people):
    client = _sign_in("alice")
    account = SocialAccount.objects.get()
    client.post("/accounts/connected/", {"account": account.pk})
    client.post("/accounts/reauthenticate/?next=/accounts/connected/", {"password": PASSWORD, "next": "/accounts/connected/"})
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.filter(what="disconnected", about=people.alice.subject).exists()
    assert _dance(Client(), provider, connected, "alice").status_code == 403


def test_nobody_can_disconnect_someone_elses_log_in(connected):
    carol = _sign_in("carol")
    response = carol.post("/accounts/connected/", {"account": SocialAccount.objects.get().pk})
    assert response.status_code == 422
    assert SocialAccount.objects.exists()


def test_control_these_tests_use_a_real_provider(provider):
    """Control: the tests above talk to a real provider with its own issuer."""
    assert fetch_provider(provider.url)["issuer"] == provider.url
