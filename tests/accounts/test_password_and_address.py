"""What a password must be and need not be, and how an address is changed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from cms.accounts.actions import joining
from cms.accounts.models import User
from cms.desk import set_desk_rights
from tests.builders import PASSWORD
from tests.cms.blocks.parts import png

pytestmark = pytest.mark.django_db
CHANGE, ADDRESS = "/accounts/password/change/", "/accounts/email/"


def _sign_in(name="alice"):
    client = Client()
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    return client


# Twelve or more and the deny list: test_signing_in.py. No composition, no expiry, paste allowed:


@pytest.mark.parametrize("password", ["allsmalllettersonly", "928374650192", "quiet drums at night", "тихие барабаны"])
def test_no_kind_of_character_is_asked_for(password, people):
    client = _sign_in()
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert User.objects.get(pk=people.alice.pk).check_password(password)


def test_a_password_never_expires(people):
    User.objects.filter(pk=people.alice.pk).update(last_login=timezone.now().replace(year=2006), date_joined="2006-01-01T00:00Z")
    assert _sign_in().get("/account/").status_code == 200


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/change/", "/join/{key}/"])
def test_a_password_can_be_pasted_and_filled_in_by_a_keeper(address, people):
    """Nothing in the field forbids it: no script listens to it, and it says which kind of password it wants."""
    joining.invite(email="nia@example.org", authority=people.ashdale, hub=None, job_role=people.job, by=people.frank, at=timezone.now())
    joining.send(invitation=(invitation := people.ashdale.invitations.get()), at=timezone.now())
    key = "a-key"
    type(invitation).objects.update(key_hash=joining._hash(key))
    client = _sign_in() if "change" in address else Client()
    page = client.get(address.format(key=key)).content.decode()
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert fields
    for field in fields:
        assert re.search(r'autocomplete="(current|new)-password"', field), field
        assert "onpaste" not in field and "readonly" not in field and "maxlength" not in field


def test_a_new_address_takes_the_old_ones_place_only_when_its_letter_is_answered(people):
    client = _sign_in()
    assert client.post(ADDRESS, {"action_add": "", "email": "alice@new.example"})["Location"].startswith("/accounts/reauthenticate/")
    client.post(f"/accounts/reauthenticate/?next={ADDRESS}", {"password": PASSWORD, "next": ADDRESS})
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"
    letter = next(one for one in mail.outbox if one.to == ["alice@new.example"])
    link = re.search(r"/accounts/confirm-email/\S+/", letter.body)[0]
    Client().get(link)
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org", "Opening the page is not answering: mail scanners do it."
    client.post(link)
    assert User.objects.get(pk=people.alice.pk).email == "alice@new.example"
    assert [one.email for one in EmailAddress.objects.filter(user=people.alice)] == ["alice@new.example"]
    assert any(one.to == ["alice@example.org"] for one in mail.outbox), "The old address is told."


@pytest.fixture
def claimed(people):
    """carol has asked to change to bob's address. She is not told that it is his: nobody learns who is here."""
    client = _sign_in("carol")
    client.post(ADDRESS, {"action_add": "", "email": "bob@example.org"})
    client.post(f"/accounts/reauthenticate/?next={ADDRESS}", {"password": PASSWORD, "next": ADDRESS})
    assert EmailAddress.objects.get(email="bob@example.org").user == people.carol
    return client


def test_an_address_that_somebody_signs_in_with_is_never_taken_from_them(claimed, people):
    link = re.search(r"/accounts/confirm-email/\S+/", mail.outbox[-1].body)[0]
    assert Client().post(link).status_code < 500
    assert User.objects.get(pk=people.carol.pk).email == "carol@example.org"
    assert User.objects.get(pk=people.bob.pk).email == "bob@example.org"


def test_a_code_to_a_claimed_address_is_for_whoever_signs_in_with_it(claimed, people):
    client = Client()
    client.post("/accounts/login/code/", {"email": "bob@example.org"})
    code = re.search(r"^\w{4}-\w{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(people.bob.pk)


def test_a_new_password_for_a_claimed_address_is_one_letter_and_for_its_owner(claimed, people):
    mail.outbox.clear()
    client = Client()
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    (letter,) = mail.outbox
    link = re.search(r"/accounts/password/reset/key/\S+/", letter.body)[0]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "four-quiet-drums-tonight", "password2": "four-quiet-drums-tonight"})
    assert User.objects.get(pk=people.bob.pk).check_password("four-quiet-drums-tonight")


def test_whoever_has_changed_nothing_sees_their_own_address_as_theirs(people):
    page = _sign_in().get(ADDRESS).content.decode()
    assert "We write to <b>alice@example.org</b>" in page
    assert "It waits for you" not in page


def test_asking_for_another_address_twice_leaves_the_old_one_alone(people):
    client = _sign_in()
    client.post(ADDRESS, {"action_add": "", "email": "alice@new.example"})
    client.post(f"/accounts/reauthenticate/?next={ADDRESS}", {"password": PASSWORD, "next": ADDRESS})
    client.post(ADDRESS, {"action_add": "", "email": "alice@newer.example"})
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"
    assert set(EmailAddress.objects.values_list("email", "verified")) == {("alice@example.org", True), ("alice@newer.example", False)}


# Wagtail has a page about one's account too


def test_the_desk_changes_neither_address_nor_password_nor_picture(site, people):
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
