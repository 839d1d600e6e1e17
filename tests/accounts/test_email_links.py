"""Emails have the site's base address, whichever of its hosts the form was sent to."""

import pytest
from django.core import mail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/accounts/password/reset/", "/accounts/login/code/"])
@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_emails_about_signing_in_name_only_the_base_address(url, email, people, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    settings.WAGTAILADMIN_BASE_URL = "https://drumbeat.example.org"
    client.post(url, {"email": email}, headers={"host": "other.example.org"})
    for message in mail.outbox:
        assert "other.example.org" not in message.body
    if email == "alice@example.org":
        assert "drumbeat.example.org" in mail.outbox[0].body
        if "reset" in url:
            assert "https://drumbeat.example.org/accounts/password/reset/key/" in mail.outbox[0].body
