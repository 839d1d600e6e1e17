"""The side doors: Wagtail's and Django's own log-ins and password reset sign nobody in and send no letter.

Each would pass by allauth, its limits and, later, the second factor; see docs/decisions and DEPENDENCIES.md, trap 1.
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
DOORS = [*LOG_INS, *RESETS]
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
    """The person with the most to lose: every password here is right, every token good."""
    assert people.frank.check_password(PASSWORD)
    return people.frank


def _address(door, person):
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return door.format(uid=uid, token=default_token_generator.make_token(person))


def _leads_to_the_front_door(response):
    return response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login")


def _nothing_happened(client, person):
    person.refresh_from_db()
    return SESSION_KEY not in client.session and mail.outbox == [] and person.check_password(PASSWORD) and person.last_login is None


@pytest.mark.parametrize("strict", [False, True], ids=["", "with csrf checks"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("door", DOORS)
def test_it_leads_to_the_front_door_and_does_nothing(door, method, strict, frank):
    client = Client(enforce_csrf_checks=strict)
    response = (
        getattr(client, method)(_address(door, frank), FORM)
        if method in {"get", "post"}
        else getattr(client, method)(_address(door, frank))
    )
    assert _leads_to_the_front_door(response), (response.status_code, response.headers)
    assert _nothing_happened(client, frank)


@pytest.mark.parametrize("door", DOORS)
def test_followed_to_the_end_it_is_our_sign_in_page(door, frank, client):
    response = client.post(_address(door, frank), FORM, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("account_login")
    assert 'name="login"' in response.content.decode()
    assert _nothing_happened(client, frank)


@pytest.mark.parametrize("door", [door.rstrip("/") for door in DOORS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_last_stroke_it_is_no_way_in_either(door, method, frank, client):
    response = getattr(client, method)(_address(door, frank), FORM, follow=True)
    assert response.request["PATH_INFO"] == reverse("account_login") or response.status_code == 404
    assert _nothing_happened(client, frank)


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailadmin_password_reset", "wagtailcore_login"])
def test_wagtails_own_names_lead_there_too(name, frank, client):
    assert _leads_to_the_front_door(client.post(reverse(name), FORM))
    assert _nothing_happened(client, frank)


@pytest.mark.parametrize("door", LOG_INS)
def test_the_way_back_is_kept(door, frank, client):
    """Somebody who followed a link to the desk arrives there after signing in at the front."""
    response = client.get(door, {"next": "/admin/images/"})
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == ["/admin/images/"]


@pytest.mark.parametrize("door", LOG_INS)
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_way_back_to_elsewhere_is_not_followed(door, elsewhere, frank, client):
    front = client.get(door, {"next": elsewhere})
    assert _leads_to_the_front_door(front)
    response = client.post(front["Location"], {"login": frank.email, "password": PASSWORD})
    assert response.status_code == 302
    assert urlsplit(response["Location"]).netloc in {"", "testserver"}
    assert "evil" not in response["Location"] and "javascript" not in response["Location"]


def test_the_control_the_front_door_does_sign_in(frank, client):
    """If nothing could sign frank in, the tests above would prove nothing."""
    client.post(reverse("account_login"), {"login": frank.email, "password": PASSWORD})
    assert client.session[SESSION_KEY] == str(frank.pk)
