"""The log-in and password reset views of Wagtail and Django sign nobody in and send no email.

They would bypass allauth, its rate limits and the second factor; see decision 0003.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db

LOG_INS = ["/admin/login/", "/_util/login/", "/django-admin/login/"]
RESETS = [
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/{uid}/{token}/",
    "/admin/password_reset/confirm/{uid}/set-password/",
    "/admin/password_reset/complete/",
]
ADDRESSES = [*LOG_INS, *RESETS]
FORM = {
    "username": "frank@example.org",
    "login": "frank@example.org",
    "email": "frank@example.org",
    "password": PASSWORD,
    "new_password1": "another-long-password",
    "new_password2": "another-long-password",
    "remember": "on",
    "next": "/admin/",
}


@pytest.fixture
def frank(people):
    """An administrator, with the correct password and a valid token."""
    assert people.frank.check_password(PASSWORD)
    return people.frank


def _address(address, person):
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return address.format(uid=uid, token=default_token_generator.make_token(person))


def _leads_to_sign_in(response):
    return response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login")


def _nothing_happened(client, person):
    person.refresh_from_db()
    return SESSION_KEY not in client.session and mail.outbox == [] and person.check_password(PASSWORD) and person.last_login is None


METHODS = ["get", "post", "head", "put", "patch", "delete", "options"]


def test_every_other_log_in_redirects_to_our_sign_in_page_and_does_nothing(frank):
    faults = []
    for address in ADDRESSES:
        for method in METHODS:
            for strict in (False, True):
                client = Client(enforce_csrf_checks=strict)
                sent = [FORM] if method in {"get", "post"} else []
                response = getattr(client, method)(_address(address, frank), *sent)
                if not (_leads_to_sign_in(response) and _nothing_happened(client, frank)):
                    faults.append((address, method, strict, response.status_code))
    assert faults == []


def test_following_the_redirects_of_every_other_log_in_shows_our_sign_in_page(frank):
    faults = []
    for address in ADDRESSES:
        client = Client()
        response = client.post(_address(address, frank), FORM, follow=True)
        is_ours = response.request["PATH_INFO"] == reverse("account_login") and 'name="login"' in response.content.decode()
        if not (response.status_code == 200 and is_ours and _nothing_happened(client, frank)):
            faults.append(address)
    assert faults == []


def test_urls_without_the_trailing_slash_do_not_sign_anyone_in(frank):
    faults = []
    for address in ADDRESSES:
        for method in ("get", "post"):
            client = Client()
            response = getattr(client, method)(_address(address.rstrip("/"), frank), FORM, follow=True)
            is_closed = response.request["PATH_INFO"] == reverse("account_login") or response.status_code == 404
            if not (is_closed and _nothing_happened(client, frank)):
                faults.append((address, method))
    assert faults == []


def test_wagtails_own_url_names_redirect_to_our_sign_in_page(frank, client):
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset", "wagtailcore_login"):
        assert _leads_to_sign_in(client.post(reverse(name), FORM)), name
        assert _nothing_happened(client, frank), name


def test_other_log_ins_pass_on_the_next_parameter(client):
    for address in LOG_INS:
        response = client.get(address, {"next": "/admin/images/"})
        assert parse_qs(urlsplit(response["Location"]).query)["next"] == ["/admin/images/"], address


def test_signing_in_never_redirects_to_another_site(frank):
    for address in LOG_INS:
        for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
            client = Client()
            front = client.get(address, {"next": elsewhere})
            assert _leads_to_sign_in(front), (address, elsewhere)
            response = client.post(front["Location"], {"login": frank.email, "password": PASSWORD})
            assert response.status_code == 302, (address, elsewhere)
            assert urlsplit(response["Location"]).netloc in {"", "testserver"}, (address, elsewhere)
            assert "evil" not in response["Location"] and "javascript" not in response["Location"], (address, elsewhere)


def test_control_our_sign_in_page_signs_people_in(frank, client):
    """If nothing could sign Frank in, the tests above would prove nothing."""
    client.post(reverse("account_login"), {"login": frank.email, "password": PASSWORD})
    assert client.session[SESSION_KEY] == str(frank.pk)
