"""Names, addresses, passwords and codes mean the same however they are typed or pasted, at every way in."""

import re
import unicodedata

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.directory.models import Card
from cms.people import identity
from cms.people.actions import domains, grant_role, invitations, join
from cms.people.models import Hub, Invitation, InvitationList, Role, User
from cms.people.name_search import BY_NAME
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\ufe0f", "\u3164", "\x07", "\u2800"]
SPACES = ["\u00a0", "\u2009", "\u3000", "\u202f", "\t", "\n"]
# One of each kind in one value: how an address looks when it was pasted from an email.
HOSTILE = "\ufeff\u00a0{}\u200b\u202e "


def hostile(address):
    """Return the address with invisible characters around and inside it, and in capitals."""
    return HOSTILE.format(address[:3].upper() + "\u00ad" + address[3:])


@pytest.mark.parametrize("character", INVISIBLE + SPACES, ids=lambda character: f"U+{ord(character):04X}")
def test_what_cannot_be_seen_changes_nothing(character):
    assert identity.clean_address(f"{character}z{character}oe@example.org{character}") == "zoe@example.org"
    assert identity.clean_text(f"{character}Zoë{character}") == "Zoë"
    assert identity.clean_code(f"12{character}34{character}56") == "123456"


def test_cleaning_twice_changes_nothing():
    characters = [chr(number) for number in range(0x3000)]
    for clean in (identity.clean_text, identity.clean_address, identity.clean_code):
        assert [character for character in characters if clean(clean(f"a{character}b")) != clean(f"a{character}b")] == [], clean


def test_no_cleaned_name_can_turn_the_text_around_it():
    turning = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI", "BN"}
    cleaned = identity.clean_text("a".join(chr(number) for number in range(0x3100)))
    assert not {character for character in cleaned if unicodedata.bidirectional(character) in turning}


@pytest.mark.parametrize("name", ["?", "...", "123", "\u0301", "🙂"])
def test_a_name_needs_a_letter(name):
    with pytest.raises(ValidationError):
        identity.clean_name(name)


@pytest.mark.parametrize("name", ["Ng", "Ó", "O’Neill", "Nguyễn", "נועה", "李", "Zoe\u0308"])
def test_real_names_are_names(name):
    assert identity.clean_name(name) == unicodedata.normalize("NFC", name)


def test_a_domain_is_written_as_mail_servers_write_it():
    spellings = [
        "zoe@MÜLLER.example",
        "zoe@mu\u0308ller.example",
        "ZOE@xn--mller-kva.example.",
        "<zoe@müller.example>",
        "mailto:zoe@müller.example",
    ]
    assert {identity.clean_address(spelling) for spelling in spellings} == {"zoe@xn--mller-kva.example"}


def test_codes_are_read_with_spaces_and_dashes():
    for typed in ("123 456", "123\u00a0456", "123-456", "123\u2013456", " 123456 ", "１２３４５６", "١٢٣٤٥٦"):
        assert identity.clean_code(typed) == "123456", typed


# Entry points: each gets one hostile value, and what is stored or found is clean.

NEW = {"first_name": "\u202eZoe\u0308\u200b", "last_name": "O\u2019Neill\u00a0", "password": "four-quiet-drums-tonight"}


@pytest.fixture
def lead(people, signed_in):
    """Bob, signed in as the lead of his authority."""
    grant_role(user=people.bob, role=Role.AUTHORITY_LEAD, authority=people.ashdale, on=timezone.localdate(), reason="A test")
    return signed_in(User.objects.get(pk=people.bob.pk))


def signs_in(address, password):
    """Return whether someone can sign in."""
    return Client().post("/accounts/login/", {"login": address, "password": password}).status_code == 302


def test_signing_in(people):
    assert signs_in(hostile("alice@example.org"), PASSWORD)


def test_an_invitation_is_accepted_and_signed_in_with_the_address_as_people_type_it(
    lead, people, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(
            "/people/in/ashdale/invite/", {"email": hostile("zoe@example.org"), "job_role": people.job.pk, "first_name": "\u200bZoe\u0308"}
        )
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.first_name) == ("zoe@example.org", "Zoë")
    link = re.search(r"http://localhost:8000(/join/\S+/)", mail.outbox[-1].body)[1]
    assert client.post(link, NEW)["Location"] == "/"
    person = User.objects.get(email="zoe@example.org")
    assert (person.first_name, person.last_name) == ("Zoë", "O’Neill")
    assert signs_in("zoe@example.org", NEW["password"])


def test_an_invitation_list(lead, people):
    text = f"Email,Forename,Job title\n{hostile('zoe@example.org')},\u200bZoe\u0308,{people.job}\n"
    lead.post("/people/in/ashdale/invite-list/", {"file": SimpleUploadedFile("people.csv", text.encode())})
    lead.post(f"/people/lists/{InvitationList.objects.get().pk}/confirm/")
    assert list(Invitation.objects.values_list("email", "first_name")) == [("zoe@example.org", "Zoë")]


def test_asking_to_join(people, client, django_capture_on_commit_callbacks):
    domains.approve_domain(authority=people.ashdale, name=hostile("ashdale.example"), by=people.frank, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ask-to-join/", {"email": hostile("zoe@ashdale.example")})
    code = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]
    client.post("/ask-to-join/code/", {"code": f"\u200b{code[:3]}\u00a0\u2013 {code[3:]}"})
    client.post("/ask-to-join/about-you/", {**NEW, "hub": "", "job_role": people.job.pk})
    assert User.objects.get(email="zoe@ashdale.example").first_name == "Zoë"


def test_resetting_a_password(people, client):
    client.post("/accounts/password/reset/", {"email": hostile("alice@example.org")})
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_a_sign_in_code(people, client):
    client.post("/accounts/login/code/", {"email": hostile("alice@example.org")})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE)[1]
    typed = f"\u200b{code[:3]}\u00a0{code[3:]} "
    assert client.post("/accounts/login/code/confirm/", {"code": typed}).status_code == 302
    assert "_auth_user_id" in client.session


def test_changing_the_address(people, signed_in, django_capture_on_commit_callbacks):
    client, address = signed_in(people.alice), "/account/address/"
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, {"email": hostile("alice.ward@example.org")})
        if "reauthenticate" in response["Location"]:
            client.post(response["Location"], {"password": PASSWORD, "next": address})
            client.post(address, {"email": hostile("alice.ward@example.org")})
    assert {message.to[0] for message in mail.outbox} == {"alice.ward@example.org"}


def test_the_welcome(people, signed_in):
    User.objects.filter(pk=people.alice.pk).update(first_name="", last_name="", welcomed_at=None)
    signed_in(User.objects.get(pk=people.alice.pk)).post("/account/welcome/", {"first_name": "\u202eSia\u0302n", "last_name": ""})
    person = User.objects.get(pk=people.alice.pk)
    assert (person.first_name, person.last_name, person.folded_first_name, person.folded_last_name) == ("Siân", "", "sian", "sian")


def test_names_of_hubs(lead, people):
    lead.post("/people/in/ashdale/hubs/", {"name": "\u202eThe\u00a0 Lane\u200b"})
    assert Hub.objects.filter(name="The Lane").exists()
    assert lead.post("/people/in/ashdale/hubs/", {"name": "the lane"}).status_code == 422


def test_names_of_authorities_and_people_however_they_are_saved(people):
    people.ashdale.name = "Ash\u200bdale\u00a0North"
    people.ashdale.save()
    assert type(people.ashdale).objects.get(pk=people.ashdale.pk).name == "Ashdale North"
    made = User.objects.create(email=hostile("new@example.org"), first_name="\u200bŁukasz")
    assert list(User.objects.filter(email=hostile("new@example.org")).values_list("email", "first_name", "folded_last_name")) == [
        ("new@example.org", "Łukasz", "lukasz")
    ]
    assert made.email == "new@example.org"


def test_a_password_is_the_same_in_every_unicode_form(people):
    composed, decomposed = "trommel-für-zoë-nachts", unicodedata.normalize("NFD", "trommel-für-zoë-nachts")
    people.alice.set_password(decomposed)
    people.alice.save()
    assert signs_in("alice@example.org", composed)
    assert signs_in("alice@example.org", decomposed)
    assert not signs_in("alice@example.org", composed + " ")


def test_a_password_stored_by_an_earlier_release_still_works(people):
    decomposed = unicodedata.normalize("NFD", "trommel-für-zoë-nachts")
    super(User, people.alice).set_password(decomposed)
    people.alice.save()
    assert signs_in("alice@example.org", decomposed)


# Finding people


SPELLINGS = {
    ("Siân", "Jones"): ["sian", "SIÂN", "Sia\u0302n jones"],
    ("Zoë", "O’Neill"): ["zoe", "o'neill", "O`NEILL", "Zoe\u0308 o’neill"],
    ("Łukasz", "Øster-Berg"): ["lukasz", "oster", "øster‑berg"],
    ("Thi", ""): ["thi"],
}


@pytest.fixture
def crowd(people):
    """People with such names, with cards in the directory."""
    made = []
    for number, (first, last) in enumerate(SPELLINGS):
        person = User.objects.create_user(f"p{number}@example.org", PASSWORD, first_name=first, last_name=last)
        join(user=person, authority=people.ashdale, hub=None, job_role=people.job, on=timezone.localdate())
        Card.objects.create(user=person, up_since=timezone.now(), ask_line="Cafés for fathers")
        made.append(person)
    return made


@pytest.mark.engine
def test_people_are_found_as_people_type_their_names(people, crowd):
    for (first, last), typed in SPELLINGS.items():
        for words in typed:
            found = list(User.objects.matching_name(words).values_list("first_name", "last_name"))
            assert found == [(first, last)], words
            cards = Card.objects.visible_to(people.carol).matching(words=words)
            assert [card.user.first_name for card in cards] == [first], words
    assert Card.objects.matching(words="cafes FATHERS").count() == len(SPELLINGS)


@pytest.mark.engine
def test_names_with_accents_are_in_their_place(people, crowd, signed_in):
    for first, last in (("Ana", "Ólafs"), ("Bo", "olsen"), ("Cy", "Zed")):
        User.objects.create_user(f"{first}@example.org".lower(), first_name=first, last_name=last)
    ordered = User.objects.order_by(*BY_NAME).exclude(folded_last_name="").values_list("last_name", flat=True)
    expected = ["Jones", "Ólafs", "olsen", "Øster-Berg", "Zed"]
    assert [name for name in ordered if name in expected] == expected


@pytest.mark.engine
def test_the_database_finds_no_row_by_an_address_that_is_not_clean(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM people_user")
        stored = [row[0] for row in cursor.fetchall()]
    assert stored == [identity.clean_address(address) for address in stored]


def test_invitations_are_found_by_names_too(lead, people):
    for email, first in (("a@example.org", "Siân"), ("b@example.org", "Bea")):
        invitations.invite(
            email=email, authority=people.ashdale, hub=None, job_role=people.job, by=people.frank, at=timezone.now(), first_name=first
        )
    page = lead.get("/people/in/ashdale/invitations/", {"q": "sian"})
    assert [row["invitation"].first_name for row in page.context["waiting"]] == ["Siân"]
