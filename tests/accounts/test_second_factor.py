"""The second factor: setting it up, using it to sign in, and requiring it for anything that needs a role."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.audit.models import AuditEntry
from cms.desk.rights import set_desk_rights
from cms.library.permissions import may_open_file
from cms.people.actions import grant_role, join
from cms.people.models import JoinRequest, Role, User
from tests.builders import PASSWORD
from tests.responses import html_of, links_to, message_levels, wrong_fields

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
    """Return the code that a phone with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _set_up(email):
    """Sign in and set up the phone through the pages. Return (client, secret)."""
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


def test_pages_that_need_a_role_are_closed_without_a_second_factor(lead, people, signed_in):
    closed = {"bob": ["/people/", "/people/in/ashdale/"], "dana": ["/admin/"], "frank": ["/admin/", "/people/audit/"]}
    for name, addresses in closed.items():
        client = signed_in(User.objects.get(email=f"{name}@example.org"))
        for address in addresses:
            assert client.get(address).headers["Location"] == "/account/second-factor/", (name, address)
        assert links_to(client.get("/account/second-factor/"), SET_UP), name


def test_actions_that_need_a_role_are_refused_without_a_second_factor(lead, people):
    client, _ = _sign_in("bob@example.org")
    response = client.post(f"/people/{people.alice.subject}/leave/", {"membership": people.alice.membership.pk})
    assert response.headers["Location"] == "/account/second-factor/"
    assert User.objects.get(pk=people.alice.pk).membership is not None
    assert client.post("/admin/account/").headers["Location"] in {"/account/second-factor/", "/"}


def _reads(who, address, words):
    """Return whether the text is shown after signing in with a password alone, and whether it is shown with a second factor."""
    person = User.objects.get(email=f"{who}@example.org")
    without, _ = _sign_in(person.email)
    seen = [words in html_of(without.get(address))]
    person.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    return [*seen, words in html_of(without.get(address))]


def test_the_lead_of_an_authority_is_not_shown_without_a_second_factor(people, lead):
    join(user=people.newcomer, authority=people.northholt, hub=None, job_role=people.job, on=timezone.localdate())
    grant_role(user=people.newcomer, role=Role.AUTHORITY_LEAD, authority=people.northholt, on=timezone.localdate())
    User.objects.filter(pk=people.newcomer.pk).update(phone="01632 960 116")
    assert _reads("frank", "/authorities/northholt/", "01632 960 116") == [False, True]
    assert _reads("bob", "/authorities/ashdale/", "/people/in/ashdale/about/") == [False, True]


def test_requests_to_join_are_not_counted_without_a_second_factor(people, lead):
    JoinRequest.objects.create(user=people.newcomer, authority=people.ashdale, job_role=people.job, made_at=timezone.now())
    without, _ = _sign_in("bob@example.org")
    assert links_to(without.get("/"), "/account/second-factor/")
    assert _reads("bob", "/", "/people/in/ashdale/requests/") == [False, True]


def test_unpublished_files_are_closed_without_a_second_factor(people, lead):
    document, dana = get_document_model().objects.create(title="One", file="documents/one.txt"), User.objects.get(pk=people.dana.pk)
    assert not may_open_file(dana, document)
    dana.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert may_open_file(dana, document)


def test_lessons_and_my_learning_need_no_second_factor(people, site):
    client, _ = _sign_in("dana@example.org")
    assert client.get(site.lessons[0].url).status_code == 200
    assert client.get("/my-learning/").status_code == 200


def test_a_member_without_a_role_needs_no_second_factor(people):
    client, _ = _sign_in("alice@example.org")
    assert client.get("/account/").status_code == 200


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_setting_up_a_second_factor_enables_the_role_ends_other_sessions_and_sends_an_email(lead):
    """Someone signed in elsewhere with only the password must not gain access when the owner sets up a second factor."""
    elsewhere, _ = _sign_in("bob@example.org")
    client, _ = _set_up("bob@example.org")
    assert client.get("/people/in/ashdale/").status_code == 200
    assert client.get("/account/second-factor/").headers["Location"] == "/account/"
    assert mail.outbox[-1].to == ["bob@example.org"]
    assert "bob" not in mail.outbox[-1].subject.lower()
    assert elsewhere.get("/people/in/ashdale/")["Location"].startswith("/accounts/login/")
    assert not _is_in(elsewhere)
    assert [session.user for session in UserSession.objects.all()] == [lead]  # only the current device is left


def _has_factor(person):
    """Give someone a phone code and recovery codes as `_set_up` does, but without the pages. Return the phone's secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def test_a_password_alone_does_not_sign_in_once_a_second_factor_is_set_up(lead):
    secret = _has_factor(lead)
    client, response = _sign_in("bob@example.org")
    assert response.headers["Location"].startswith(CODE)
    assert not _is_in(client)
    assert client.get("/people/").status_code == 302
    wrong = client.post(CODE, {"code": "000000"})
    assert not _is_in(client)
    assert wrong.context["form"].errors["code"]
    client.post(CODE, {"code": _code(secret)})
    assert _is_in(client)


def test_a_recovery_code_works_only_once(lead):
    _has_factor(lead)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client, _ = _sign_in("bob@example.org")
    client.post(CODE, {"code": code})
    assert _is_in(client)
    again, _ = _sign_in("bob@example.org")
    again.post(CODE, {"code": code})
    assert not _is_in(again)


def test_no_other_sign_in_page_skips_the_second_factor(lead):
    lead.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    for address in ("/admin/login/", "/_util/login/", "/django-admin/login/"):
        client = Client()
        client.post(address, {"username": "bob@example.org", "password": PASSWORD})
        assert not _is_in(client), address


def test_a_password_reset_does_not_skip_the_second_factor(lead):
    _has_factor(lead)
    client = Client()
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(link.partition("testserver")[2] or link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "another-drum-entirely", "password2": "another-drum-entirely"})
    assert not _is_in(client)
    client, response = _sign_in("bob@example.org", "another-drum-entirely")
    assert response.headers["Location"].startswith(CODE)


def test_turning_off_the_second_factor_disables_the_role_again(lead):
    client, _ = _set_up("bob@example.org")
    client.post("/accounts/code/totp/deactivate/")
    assert client.get("/people/").headers["Location"] == "/account/second-factor/"


def test_a_setting_makes_the_second_factor_optional(settings, lead):
    settings.SECOND_FACTOR_REQUIRED = False
    client, _ = _sign_in("bob@example.org")
    assert client.get("/people/", follow=True).status_code == 200


def test_recovery_codes_are_shown_to_their_owner_only(lead, people):
    client, _ = _set_up("bob@example.org")
    page = html_of(client.get("/accounts/code/recovery-codes/"))
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in page
    alice, _ = _sign_in("alice@example.org")
    assert code not in html_of(alice.get("/accounts/code/recovery-codes/", follow=True))


# A lost second factor


@pytest.fixture
def frank(people, lead):
    """An administrator, signed in with a second factor. Bob, who is a lead, has a second factor too."""
    for person in (people.frank, people.bob):
        for kind in ("totp", "recovery_codes"):
            person.authenticator_set.create(type=kind, data={"secret": "JBSWY3DPEHPK3PXP", "seed": "x", "used_mask": 0})
    client = Client()
    client.force_login(people.frank, backend="cms.accounts.backends.MemberBackend")
    return client


def test_an_administrator_removes_a_second_factor_and_its_owner_sets_up_another(people, frank, django_capture_on_commit_callbacks):
    bob = Client()
    bob.force_login(people.bob, backend="cms.accounts.backends.MemberBackend")
    assert bob.get("/people/in/ashdale/").status_code == 200
    at = f"/people/{people.bob.subject}/second-factor/"
    assert links_to(frank.get(f"/people/{people.bob.subject}/"), at)
    assert frank.get(at).context["has_factor"]
    assert people.bob.authenticator_set.count() == 2  # a GET only asks for confirmation
    refused = frank.post(at, {"reason": " "})
    assert (refused.status_code, wrong_fields(refused), people.bob.authenticator_set.count()) == (422, {"reason"}, 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert message_levels(frank.post(at, {"reason": "Rang back"}, follow=True)) == ["success"]
    assert not people.bob.authenticator_set.exists()
    assert bob.get("/account/").status_code == 302
    (message,) = mail.outbox
    assert message.to == ["bob@example.org"] and "/account/second-factor/" in message.body and "Bob" not in message.subject
    entry = AuditEntry.objects.get(what="factor_taken")
    assert (entry.actor, entry.about, entry.words) == (people.frank.subject, people.bob.subject, "Rang back")
    again, _ = _sign_in("bob@example.org")
    assert again.get("/people/in/ashdale/")["Location"] == "/account/second-factor/"


def test_administrators_cannot_remove_a_missing_second_factor_or_their_own(people, frank):
    own = f"/people/{people.frank.subject}/second-factor/"
    assert (frank.get(own).status_code, frank.post(own, {"reason": "Please"}).status_code) == (404, 404)
    assert people.frank.authenticator_set.count() == 2
    assert own not in html_of(frank.get(f"/people/{people.frank.subject}/"))
    nobodys = f"/people/{people.alice.subject}/second-factor/"
    page = frank.get(nobodys)
    assert (page.context["has_factor"], 'name="reason"' in html_of(page)) == (False, False)
    assert message_levels(frank.post(nobodys, {"reason": "Please"}, follow=True)) == ["warning"]
    assert not mail.outbox and not AuditEntry.objects.filter(what="factor_taken").exists()


def test_a_lead_cannot_remove_a_second_factor(people, frank):
    bob = Client()
    bob.force_login(people.bob, backend="cms.accounts.backends.MemberBackend")
    people.alice.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    at = f"/people/{people.alice.subject}/second-factor/"
    assert (bob.get(at).status_code, bob.post(at, {"reason": "Please"}).status_code) == (404, 404)
    assert at not in html_of(bob.get(f"/people/{people.alice.subject}/"))
    assert people.alice.authenticator_set.exists()


INVALID_PASSKEYS = [
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
]


def test_invalid_passkeys_are_refused(people):
    client, _ = _sign_in("alice@example.org")
    add = "/accounts/code/webauthn/add/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": add})
    for answered in INVALID_PASSKEYS:
        client.get(add)
        page = client.post(add, {"name": "My phone", "credential": answered})
        assert page.status_code in {200, 422}, answered
        assert 'value="My phone"' in html_of(page), answered
        assert page.context["form"].errors, answered
    assert not Authenticator.objects.exists()
