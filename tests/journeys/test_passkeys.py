"""Passkeys in a real browser with Chromium's virtual authenticator: added, named, used to sign in, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import expect

from cms.audit.models import AuditEntry
from tests.journeys import pages
from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _give_a_device(page):
    """Add a virtual authenticator with a fingerprint reader to this page's browser; return (session, its id)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def test_a_passkey_is_added_signs_in_and_is_removed(demo, open_browser, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    page = sign_in(open_browser(size=DESK), "frank")
    session, device = _give_a_device(page)
    page.goto("/people/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Your password").fill(demo.password)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A name for it").fill("Frank’s laptop")
    assert pages.axe(page) == []
    page.get_by_role("button", name="Create passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert "A passkey was added" in mail.outbox[-1].body
    page.goto("/people/")
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    page.goto("/accounts/code/webauthn/")
    expect(page.get_by_role("heading", name="Frank’s laptop")).to_be_visible()
    assert pages.axe(page) == [] and pages.small_targets(page) == []

    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/my-learning/")
    assert pages.axe(page) == [] and pages.small_targets(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="My learning", level=1)).to_be_visible()
    page.goto("/people/")  # no further code is asked for, and the role's pages open
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()

    page.goto("/accounts/code/webauthn/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Your password").fill(demo.password)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A name for it").fill("The old laptop")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_text("The old laptop, added on")).to_be_visible()
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.get_by_text("You do not have a passkey yet.")).to_be_visible()
    assert not Authenticator.objects.filter(user=demo.person("frank")).exists()
    kinds = AuditEntry.objects.filter(about=demo.person("frank").subject).values_list("what", "words")
    assert {("factor_added", "Passkey"), ("codes_made", ""), ("factor_gone", "Passkey")} <= set(kinds)

    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That did not work, or you cancelled it.")).to_be_visible()


def test_without_javascript_the_passkey_button_is_hidden_and_other_ways_work(demo, open_browser):
    page = open_browser(javascript=False)
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_role("link", name="Email me a code").click()
    page.get_by_label("Work email address").fill("alice@example.org")
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("The code from the email").fill(mail.outbox[-1].body.split("left open:")[1].split()[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Hello, Alice")).to_be_visible()
