"""Password rules and changes of email address. For pasting and password managers see test_signing_in.py."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.actions import addresses
from cms.desk.rights import set_desk_rights
from cms.people.actions import join_requests
from cms.people.models import AddressCheck, User
from tests.builders import PASSWORD
from tests.pages.blocks.parts import png
from tests.responses import html_of, message_levels, stable_html, wrong_fields

pytestmark = pytest.mark.django_db
CHANGE, ADDRESS, CODE = "/accounts/password/change/", "/account/address/", "/account/address/code/"


def _sign_in(name="alice"):
    client = Client()
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    return client


# For the minimum length and the deny list see test_signing_in.py.


def test_passwords_need_no_particular_characters(people, client):
    client.force_login(people.alice, backend="cms.accounts.backends.MemberBackend")
    before = PASSWORD
    for password in ("allsmalllettersonly", "928374650192", "quiet drums at night", "тихие барабаны", "rain on tins"):
        client.post(CHANGE, {"oldpassword": before, "password1": password, "password2": password})
        assert User.objects.get(pk=people.alice.pk).check_password(password), password
        before = password


def test_a_password_never_expires(people):
    User.objects.filter(pk=people.alice.pk).update(last_login=timezone.now().replace(year=2006), date_joined="2006-01-01T00:00Z")
    assert _sign_in().get("/account/").status_code == 200


def _ask_to_change(client, to):
    """Ask for a code at a new address, confirming the password where the page asks for it."""
    response = client.post(ADDRESS, {"email": to})
    if response["Location"].startswith("/accounts/reauthenticate/"):
        response = client.post(response["Location"], {"password": PASSWORD, "next": ADDRESS})
    assert response["Location"] == CODE
    return response


def _code_to(address):
    emails = [message for message in mail.outbox if message.to == [address]]
    found = re.search(r"^\d{6}$", emails[-1].body, re.MULTILINE) if emails else None
    return found and found[0]


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Return a function that asks for a change of address and sends the emails."""

    def ask(client, to):
        with django_capture_on_commit_callbacks(execute=True):
            return _ask_to_change(client, to)

    return ask


def test_a_new_address_is_used_only_after_its_code_is_confirmed(people, posted):
    client = _sign_in()
    assert client.post(ADDRESS, {"email": "alice@new.example"})["Location"].startswith("/accounts/reauthenticate/")
    posted(client, "Alice@New.example")
    assert "alice@new.example" in html_of(client.get(CODE))
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"
    wrong = client.post(CODE, {"code": "12345x"})
    assert (wrong.status_code, wrong_fields(wrong)) == (422, {"code"})
    assert client.post(CODE, {"code": _code_to("alice@new.example")})["Location"] == "/account/"
    person = User.objects.get(pk=people.alice.pk)
    assert person.email == "alice@new.example"
    known = EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")
    assert list(known) == [("alice@new.example", True, True)]
    assert any(message.to == ["alice@example.org"] for message in mail.outbox), "The old address is not told."
    assert "alice@new.example" in html_of(client.get("/account/"))
    assert client.get(CODE)["Location"] == ADDRESS


def test_an_address_code_works_once_and_only_in_the_browser_that_asked(people, posted):
    client, elsewhere = _sign_in(), _sign_in()
    posted(client, "alice@new.example")
    code = _code_to("alice@new.example")
    assert elsewhere.post(CODE, {"code": code})["Location"] == ADDRESS
    key = client.session["changing_key"]
    client.post(CODE, {"code": code})
    session = elsewhere.session
    session["changing_key"], session["changing_address"] = key, "alice@new.example"
    session.save()
    assert elsewhere.post(CODE, {"code": code}).status_code == 422
    with pytest.raises(join_requests.NotConfirmed):
        addresses.change_address(user=people.bob, key=UUID(key), at=timezone.now())


def test_an_address_code_expires_after_five_tries_or_fifteen_minutes(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(minutes=15))
    assert client.post(CODE, {"code": _code_to("alice@new.example")}).status_code == 422
    posted(client, "alice@new.example")
    for _ in range(5):
        client.post(CODE, {"code": "x"})
    assert client.post(CODE, {"code": _code_to("alice@new.example")}).status_code == 422
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"


def test_invalid_new_addresses_show_an_error_beside_the_field(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")  # the password was confirmed a moment ago
    for email in ("", "alice", "ALICE@example.org"):
        page = client.post(ADDRESS, {"email": email})
        assert (page.status_code, wrong_fields(page)) == (422, {"email"}), email


def test_an_address_in_use_gets_an_email_without_a_code_and_the_page_does_not_reveal_it(people, posted):
    """The page is the same as for any other address, so nobody learns who has an account."""
    client = _sign_in("carol")
    posted(client, "dana@new.example")
    free = stable_html(client.get(CODE), "dana@new.example")
    posted(client, "bob@example.org")
    assert stable_html(client.get(CODE), "bob@example.org") == free
    assert mail.outbox[-1].to == ["bob@example.org"]
    assert _code_to("bob@example.org") is None
    assert "/accounts/login/" in mail.outbox[-1].body
    assert client.post(CODE, {"code": "123456"}).status_code == 422
    assert User.objects.get(pk=people.bob.pk).email == "bob@example.org"


def test_an_address_taken_in_the_meantime_cannot_be_confirmed(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")
    User.objects.create_user("alice@new.example")
    page = client.post(CODE, {"code": _code_to("alice@new.example")}, follow=True)
    assert message_levels(page) == ["warning"]
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"


def test_a_failing_mail_server_does_not_undo_a_change_of_address(people, posted, settings):
    client = _sign_in()
    posted(client, "alice@new.example")
    settings.EMAIL_BACKEND = "tests.mail_servers.NobodyAnswers"
    assert client.post(CODE, {"code": _code_to("alice@new.example")})["Location"] == "/account/"
    assert User.objects.get(pk=people.alice.pk).email == "alice@new.example"


def test_allauths_email_page_redirects_to_ours(people):
    client = _sign_in()
    for response in (client.get("/accounts/email/"), client.post("/accounts/email/", {"action_add": "", "email": "alice@new.example"})):
        assert response["Location"] == ADDRESS
    assert not EmailAddress.objects.filter(email="alice@new.example").exists()
    assert mail.outbox == []


@pytest.fixture
def claimed(people):
    """Carol's account has Bob's address too, unconfirmed, as accounts could before we asked for a code."""
    client = _sign_in("carol")
    EmailAddress.objects.create(user=people.carol, email="bob@example.org")
    return client


def test_an_old_confirmation_link_does_not_take_an_address_from_its_owner(claimed, people):
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(EmailAddress.objects.get(email="bob@example.org")).key])
    assert Client().post(link).status_code < 500
    assert User.objects.get(pk=people.carol.pk).email == "carol@example.org"
    assert User.objects.get(pk=people.bob.pk).email == "bob@example.org"


def test_a_sign_in_code_to_a_claimed_address_signs_in_its_owner(claimed, people):
    client = Client()
    client.post("/accounts/login/code/", {"email": "bob@example.org"})
    code = re.search(r"^\w{4}-\w{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(people.bob.pk)


def test_a_password_reset_for_a_claimed_address_resets_its_owners_password(claimed, people):
    mail.outbox.clear()
    client = Client()
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    (message,) = mail.outbox
    link = re.search(r"/accounts/password/reset/key/\S+/", message.body)[0]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "four-quiet-drums-tonight", "password2": "four-quiet-drums-tonight"})
    assert User.objects.get(pk=people.bob.pk).check_password("four-quiet-drums-tonight")


def test_the_address_page_shows_the_current_address(people):
    assert "<b>alice@example.org</b>" in html_of(_sign_in().get(ADDRESS))


def test_only_the_last_of_two_new_addresses_can_be_confirmed(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")
    posted(client, "alice@newer.example")
    client.post(CODE, {"code": _code_to("alice@newer.example")})
    assert User.objects.get(pk=people.alice.pk).email == "alice@newer.example"


# Wagtail has its own account page too


def test_the_desk_cannot_change_an_address_password_or_picture(site, people):
    set_desk_rights()
    dana, before = _sign_in("dana"), User.objects.get(pk=people.dana.pk).password
    page = dana.get("/admin/account/").content.decode()
    assert 'name="name_email-first_name"' in page
    for name in ("name_email-email", "avatar-avatar", "password-new_password1"):
        assert f'name="{name}"' not in page
    form = {
        "name_email-first_name": "Dana",
        "name_email-last_name": "Okafor",
        "name_email-email": "mallory@example.org",
        "avatar-avatar": ContentFile(png(), name="me.png"),
        "password-old_password": PASSWORD,
        "password-new_password1": "four-quiet-drums-tonight",
        "password-new_password2": "four-quiet-drums-tonight",
        "locale-preferred_language": "",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert dana.post("/admin/account/", form)["Location"] == "/admin/account/"
    person = User.objects.get(pk=people.dana.pk)
    assert (person.last_name, person.email, person.password) == ("Okafor", "dana@example.org", before)
    assert (person.wagtail_userprofile.theme, bool(person.wagtail_userprofile.avatar)) == ("dark", False)
