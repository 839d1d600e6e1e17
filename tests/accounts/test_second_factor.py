"""A code from the phone: set up, asked for at sign-in, and needed before anything that a role opens."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.audit.models import AuditEntry
from cms.desk import set_desk_rights
from cms.people.actions import grant_role, join
from cms.people.models import JoinRequest, Role, User
from cms.permissions import may_open_file
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db
SET_UP, CODE = "/accounts/code/totp/activate/", "/accounts/code/authenticate/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def _sign_in(email, password=PASSWORD):
    client = Client()
    response = client.post("/accounts/login/", {"login": email, "password": password})
    return client, response


def _code(secret):
    """What a phone with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _set_up(email):
    """Sign in, set the phone up through the pages, and give (client, secret)."""
    client, _ = _sign_in(email)
    again = client.get(SET_UP).headers["Location"]
    page = client.post(again, {"password": PASSWORD, "next": SET_UP}, follow=True)
    secret = page.context["form"].secret
    response = client.post(SET_UP, {"code": _code(secret)})
    assert response.status_code == 302, response.context["form"].errors
    return client, secret


def _is_in(client):
    return SESSION_KEY in client.session


@pytest.fixture
def lead(people):
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate())
    set_desk_rights()
    return people.bob


@pytest.mark.parametrize(
    ("who", "door"),
    [("bob", "/people/"), ("bob", "/people/in/ashdale/"), ("dana", "/admin/"), ("frank", "/admin/"), ("frank", "/people/audit/")],
)
def test_without_a_code_a_role_opens_nothing(who, door, lead, people):
    client, _ = _sign_in(f"{who}@example.org")
    assert client.get(door).headers["Location"] == "/account/second-factor/"
    assert "One more lock" in client.get("/account/second-factor/").content.decode()


def test_deeds_need_it_too(lead, people):
    client, _ = _sign_in("bob@example.org")
    response = client.post(f"/people/{people.alice.subject}/leave/", {"membership": people.alice.membership.pk})
    assert response.headers["Location"] == "/account/second-factor/"
    assert User.objects.get(pk=people.alice.pk).membership is not None
    assert client.post("/admin/account/").headers["Location"] in {"/account/second-factor/", "/"}


def _reads(who, address, words):
    """Whether the person, signed in with the password alone, reads these words there; and whether they do with a second factor."""
    person = User.objects.get(email=f"{who}@example.org")
    without, _ = _sign_in(person.email)
    seen = [words in without.get(address).content.decode()]
    person.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    return [*seen, words in without.get(address).content.decode()]


def test_who_leads_another_authority_is_not_shown_without_it(people, lead):
    join(user=people.newcomer, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate())
    grant_role(user=people.newcomer, role=Role.AUTHORITY_LEAD, authority=people.northholt, on=timezone.localdate())
    User.objects.filter(pk=people.newcomer.pk).update(phone="01632 960 116")
    assert _reads("frank", "/authorities/northholt/", "01632 960 116") == [False, True]
    assert _reads("bob", "/authorities/ashdale/", "You look after this page") == [False, True]


def test_how_many_ask_to_join_is_not_shown_without_it(people, lead):
    JoinRequest.objects.create(user=people.newcomer, authority=people.ashdale, job_role=people.job, made_at=timezone.now())
    without, _ = _sign_in("bob@example.org")
    panel = without.get("/").content.decode()
    assert "waits for one more lock" in panel and 'href="/account/second-factor/"' in panel
    assert _reads("bob", "/", "1 person asks") == [False, True]


def test_unpublished_files_are_closed_without_it(people, lead):
    document, dana = get_document_model().objects.create(title="One", file="documents/one.txt"), User.objects.get(pk=people.dana.pk)
    assert not may_open_file(dana, document)
    dana.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert may_open_file(dana, document)


def test_lessons_and_ones_own_record_are_open_without_it(people, site):
    client, _ = _sign_in("dana@example.org")
    assert client.get(site.lessons[0].url).status_code == 200
    assert client.get("/my-learning/").status_code == 200


def test_a_member_without_a_role_is_never_asked(people):
    client, _ = _sign_in("alice@example.org")
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_set_up_it_opens_and_a_letter_says_so(lead):
    client, _ = _set_up("bob@example.org")
    assert client.get("/people/", follow=True).status_code == 200
    assert client.get("/account/second-factor/").headers["Location"] == "/account/"
    assert "A code from a phone is now asked for" in mail.outbox[-1].body
    assert "bob" not in mail.outbox[-1].subject.lower()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_ends_every_session_that_came_in_without_it(lead):
    """Whoever has come in elsewhere, with the password alone, must not profit from the lock its owner puts on."""
    elsewhere, _ = _sign_in("bob@example.org")
    client, _ = _set_up("bob@example.org")
    assert client.get("/people/in/ashdale/").status_code == 200
    assert elsewhere.get("/people/in/ashdale/")["Location"].startswith("/accounts/login/")
    assert not _is_in(elsewhere)
    assert [one.user for one in UserSession.objects.all()] == [lead]  # this one's device is noted, the other's is gone


def test_from_then_on_a_password_alone_signs_nobody_in(lead):
    _, secret = _set_up("bob@example.org")
    client, response = _sign_in("bob@example.org")
    assert response.headers["Location"].startswith(CODE)
    assert not _is_in(client)
    assert client.get("/people/").status_code == 302
    wrong = client.post(CODE, {"code": "000000"})
    assert not _is_in(client)
    assert wrong.context["form"].errors["code"]
    cache.clear()  # the code that set the phone up is not taken a second time within its half minute
    client.post(CODE, {"code": _code(secret)})
    assert _is_in(client)


def test_a_recovery_code_signs_in_once(lead):
    _set_up("bob@example.org")
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client, _ = _sign_in("bob@example.org")
    client.post(CODE, {"code": code})
    assert _is_in(client)
    again, _ = _sign_in("bob@example.org")
    again.post(CODE, {"code": code})
    assert not _is_in(again)


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/", "/django-admin/login/"])
def test_no_side_door_signs_in_past_the_code(door, lead):
    _set_up("bob@example.org")
    client = Client()
    client.post(door, {"username": "bob@example.org", "password": PASSWORD})
    assert not _is_in(client)


def test_a_new_password_by_letter_does_not_sign_in_past_the_code(lead):
    _set_up("bob@example.org")
    client = Client()
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(link.partition("testserver")[2] or link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "another-drum-entirely", "password2": "another-drum-entirely"})
    assert not _is_in(client)
    client, response = _sign_in("bob@example.org", "another-drum-entirely")
    assert response.headers["Location"].startswith(CODE)


def test_turned_off_the_role_is_closed_again(lead):
    client, _ = _set_up("bob@example.org")
    client.post("/accounts/code/totp/deactivate/")
    assert client.get("/people/").headers["Location"] == "/account/second-factor/"


def test_one_setting_leaves_it_off(settings, lead):
    settings.SECOND_FACTOR_REQUIRED = False
    client, _ = _sign_in("bob@example.org")
    assert client.get("/people/", follow=True).status_code == 200


def test_recovery_codes_are_made_shown_and_only_to_their_owner(lead, people):
    client, _ = _set_up("bob@example.org")
    page = client.get("/accounts/code/recovery-codes/").content.decode()
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in page
    other, _ = _sign_in("alice@example.org")
    assert code not in other.get("/accounts/code/recovery-codes/", follow=True).content.decode()


# Somebody has lost it


@pytest.fixture
def frank(people, lead):
    """An administrator, signed in with a second factor of their own; bob, who leads, has one too."""
    for person in (people.frank, people.bob):
        for kind in ("totp", "recovery_codes"):
            person.authenticator_set.create(type=kind, data={"secret": "JBSWY3DPEHPK3PXP", "seed": "x", "used_mask": 0})
    client = Client()
    client.force_login(people.frank, backend="cms.accounts.backends.MemberBackend")
    return client


def test_an_administrator_takes_it_away_and_its_owner_begins_anew(people, frank, django_capture_on_commit_callbacks):
    bob = Client()
    bob.force_login(people.bob, backend="cms.accounts.backends.MemberBackend")
    assert bob.get("/people/in/ashdale/").status_code == 200
    at = f"/people/{people.bob.subject}/second-factor/"
    assert at in frank.get(f"/people/{people.bob.subject}/").content.decode()
    page = frank.get(at)
    assert "be sure that it is they who ask" in page.content.decode()
    assert people.bob.authenticator_set.count() == 2  # asked, not done
    refused = frank.post(at, {"reason": " "})
    assert (refused.status_code, people.bob.authenticator_set.count()) == (422, 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert "is taken away" in frank.post(at, {"reason": "Rang back"}, follow=True).content.decode()
    assert not people.bob.authenticator_set.exists()
    assert bob.get("/account/").status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["bob@example.org"] and "You did not ask for this?" in letter.body and "Bob" not in letter.subject
    entry = AuditEntry.objects.get(what="factor_taken")
    assert (entry.actor, entry.about, entry.words) == (people.frank.subject, people.bob.subject, "Rang back")
    again, _ = _sign_in("bob@example.org")
    assert again.get("/people/in/ashdale/")["Location"] == "/account/second-factor/"


def test_nobody_takes_away_their_own_and_what_is_not_there_is_not_taken(people, frank):
    own = f"/people/{people.frank.subject}/second-factor/"
    assert (frank.get(own).status_code, frank.post(own, {"reason": "Please"}).status_code) == (404, 404)
    assert people.frank.authenticator_set.count() == 2
    assert own not in frank.get(f"/people/{people.frank.subject}/").content.decode()
    nobodys = f"/people/{people.alice.subject}/second-factor/"
    assert "nothing to take away" in frank.get(nobodys).content.decode()
    assert "no second factor to remove" in frank.post(nobodys, {"reason": "Please"}, follow=True).content.decode()
    assert not mail.outbox and not AuditEntry.objects.filter(what="factor_taken").exists()


def test_a_lead_takes_nobodys_away(people, frank):
    bob = Client()
    bob.force_login(people.bob, backend="cms.accounts.backends.MemberBackend")
    people.alice.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    at = f"/people/{people.alice.subject}/second-factor/"
    assert (bob.get(at).status_code, bob.post(at, {"reason": "Please"}).status_code) == (404, 404)
    assert at not in bob.get(f"/people/{people.alice.subject}/").content.decode()
    assert people.alice.authenticator_set.exists()


@pytest.mark.parametrize(
    "answered",
    [
        "",
        "drum",
        "{}",
        "[]",
        "7",
        '{"id": 1}',
        '{"id": "a", "rawId": "b", "response": {}, "type": "public-key"}',
        '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "AA", "attestationObject": "AA"}, "type": "public-key"}',
        '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}, "type": "public-key"}',
        '{"id": "é", "rawId": "é", "response": {"clientDataJSON": 5, "attestationObject": null}, "type": "public-key"}',
    ],
)
def test_what_no_device_says_is_no_passkey_and_is_told_so(answered, people):
    client, _ = _sign_in("alice@example.org")
    add = "/accounts/code/webauthn/add/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": add})
    client.get(add)
    page = client.post(add, {"name": "My phone", "credential": answered})
    assert page.status_code in {200, 422}
    assert 'value="My phone"' in page.content.decode()
    assert not Authenticator.objects.exists()
