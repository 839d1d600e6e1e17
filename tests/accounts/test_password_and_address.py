"""What a password must be and need not be, and how an address is changed."""

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
from cms.desk import set_desk_rights
from cms.people.actions import invitations, join_requests
from cms.people.models import AddressCheck, User
from tests.builders import PASSWORD
from tests.cms.blocks.parts import png

pytestmark = pytest.mark.django_db
CHANGE, ADDRESS, CODE = "/accounts/password/change/", "/account/address/", "/account/address/code/"


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
    invitations.invite(email="nia@example.org", authority=people.ashdale, hub=None, job_role=people.job, by=people.frank, at=timezone.now())
    invitations.send(invitation=(invitation := people.ashdale.invitations.get()), at=timezone.now())
    key = "a-key"
    type(invitation).objects.update(key_hash=invitations._hash(key))
    client = _sign_in() if "change" in address else Client()
    page = client.get(address.format(key=key)).content.decode()
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert fields
    for field in fields:
        assert re.search(r'autocomplete="(current|new)-password"', field), field
        assert "onpaste" not in field and "readonly" not in field and "maxlength" not in field


def _ask_to_change(client, to):
    """Ask for a code to a new address, with the password once more where it is asked for."""
    response = client.post(ADDRESS, {"email": to})
    if response["Location"].startswith("/accounts/reauthenticate/"):
        response = client.post(response["Location"], {"password": PASSWORD, "next": ADDRESS})
    assert response["Location"] == CODE
    return response


def _code_to(address):
    letters = [one for one in mail.outbox if one.to == [address]]
    found = re.search(r"^\d{6}$", letters[-1].body, re.MULTILINE) if letters else None
    return found and found[0]


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """A function that asks for a change and lets the letters go."""

    def one(client, to):
        with django_capture_on_commit_callbacks(execute=True):
            return _ask_to_change(client, to)

    return one


def test_a_new_address_takes_the_old_ones_place_only_when_its_code_comes_back(people, posted):
    client = _sign_in()
    assert client.post(ADDRESS, {"email": "alice@new.example"})["Location"].startswith("/accounts/reauthenticate/")
    posted(client, "Alice@New.example")
    assert "alice@new.example" in client.get(CODE).content.decode()
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"
    wrong = client.post(CODE, {"code": "12345x"})
    assert (wrong.status_code, "This code does not work" in wrong.content.decode()) == (422, True)
    assert client.post(CODE, {"code": _code_to("alice@new.example")})["Location"] == "/account/"
    person = User.objects.get(pk=people.alice.pk)
    assert person.email == "alice@new.example"
    assert [(one.email, one.verified, one.primary) for one in EmailAddress.objects.filter(user=person)] == [
        ("alice@new.example", True, True)
    ]
    assert any(one.to == ["alice@example.org"] for one in mail.outbox), "The old address is told."
    assert "alice@new.example" in client.get("/account/").content.decode()
    assert client.get(CODE)["Location"] == ADDRESS


def test_a_code_works_once_in_the_browser_that_asked(people, posted):
    client, other = _sign_in(), _sign_in()
    posted(client, "alice@new.example")
    code = _code_to("alice@new.example")
    assert other.post(CODE, {"code": code})["Location"] == ADDRESS
    key = client.session["changing_key"]
    client.post(CODE, {"code": code})
    session = other.session
    session["changing_key"], session["changing_address"] = key, "alice@new.example"
    session.save()
    assert other.post(CODE, {"code": code}).status_code == 422
    with pytest.raises(join_requests.NotConfirmed):
        addresses.change_address(user=people.bob, key=UUID(key), at=timezone.now())


def test_after_five_tries_and_after_a_quarter_of_an_hour_the_right_code_is_wrong(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")
    AddressCheck.objects.update(sent_at=timezone.now() - timedelta(minutes=15))
    assert client.post(CODE, {"code": _code_to("alice@new.example")}).status_code == 422
    posted(client, "alice@new.example")
    for _ in range(5):
        client.post(CODE, {"code": "x"})
    assert client.post(CODE, {"code": _code_to("alice@new.example")}).status_code == 422
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"


@pytest.mark.parametrize(
    ("email", "words"), [("", "Enter your new"), ("alice", "valid"), ("ALICE@example.org", "already sign in with this address")]
)
def test_what_is_no_new_address_is_refused_beside_the_field(email, words, people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")  # the password is proved for a while
    page = client.post(ADDRESS, {"email": email})
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_an_address_somebody_signs_in_with_gets_word_of_it_and_no_code(people, posted):
    """And whoever asks sees the same page as for any other: nobody learns who is here."""
    client = _sign_in("carol")
    posted(client, "dana@new.example")
    free = client.get(CODE).content.decode()
    posted(client, "bob@example.org")
    assert _same(client.get(CODE).content.decode(), "bob@example.org") == _same(free, "dana@new.example")
    assert _code_to("bob@example.org") is None
    assert "There is an account with it already" in mail.outbox[-1].body
    assert client.post(CODE, {"code": "123456"}).status_code == 422
    assert User.objects.get(pk=people.bob.pk).email == "bob@example.org"


def _same(page, email):
    return re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", page).replace(email, "")


def test_an_address_that_became_somebodys_meanwhile_is_not_taken_from_them(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")
    User.objects.create_user("alice@new.example")
    page = client.post(CODE, {"code": _code_to("alice@new.example")}, follow=True).content.decode()
    assert "Nothing has changed." in page
    assert User.objects.get(pk=people.alice.pk).email == "alice@example.org"


def test_a_mail_server_that_fails_at_the_end_does_not_undo_it(people, posted, settings):
    client = _sign_in()
    posted(client, "alice@new.example")
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.NobodyAnswers"
    assert client.post(CODE, {"code": _code_to("alice@new.example")})["Location"] == "/account/"
    assert User.objects.get(pk=people.alice.pk).email == "alice@new.example"


def test_allauths_own_page_for_it_leads_to_ours(people):
    client = _sign_in()
    for response in (client.get("/accounts/email/"), client.post("/accounts/email/", {"action_add": "", "email": "alice@new.example"})):
        assert response["Location"] == ADDRESS
    assert not EmailAddress.objects.filter(email="alice@new.example").exists()
    assert mail.outbox == []


@pytest.fixture
def claimed(people):
    """carol's account holds bob's address besides her own, unanswered, as accounts may from before a code was asked for."""
    client = _sign_in("carol")
    EmailAddress.objects.create(user=people.carol, email="bob@example.org")
    return client


def test_a_link_from_before_takes_no_address_from_whoever_signs_in_with_it(claimed, people):
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(EmailAddress.objects.get(email="bob@example.org")).key])
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
    assert "You sign in with <b>alice@example.org</b>" in _sign_in().get(ADDRESS).content.decode()


def test_asking_for_another_address_twice_leaves_the_old_one_alone(people, posted):
    client = _sign_in()
    posted(client, "alice@new.example")
    posted(client, "alice@newer.example")
    client.post(CODE, {"code": _code_to("alice@newer.example")})
    assert User.objects.get(pk=people.alice.pk).email == "alice@newer.example"


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
