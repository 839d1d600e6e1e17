"""The directory: who chose to be in it is found by members, and nobody else is found, counted or hinted at."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cms.directory import actions as deeds
from cms.directory.models import Card, CardPhoto
from cms.directory.photos import MAX_PHOTO_BYTES, PHOTO_SIDE
from cms.models import Theme
from cms.people import actions
from cms.people.models import Role, RoleGrant, User
from tests.builders import now

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def put_up(person, ask_line="night visits", themes=(), **fields):
    """The person's card, up in the directory."""
    words = {"said_like": "", "pronouns": "", "shows_email": False, **fields}
    card = deeds.write_card(user=person, ask_line=ask_line, themes=themes, **words)
    deeds.put_up(user=person, at=now())
    return card


def photo(kind="JPEG", size=(900, 600), **options):
    out = BytesIO()
    Image.new("RGB", size, "purple").save(out, kind, **options)
    return out.getvalue()


def with_place_and_camera():
    exif = Image.Exif()
    exif[0x010F] = "A camera that tells"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (54.0, 20.0, 11.0)
    return photo(exif=exif)


def upload(content, name="me.jpg"):
    return {"photo": SimpleUploadedFile(name, content)}


@pytest.fixture
def risk(db):
    return Theme.objects.create(name="Shared risk", slug="risk")


@pytest.fixture
def themes(risk):
    return [risk, Theme.objects.create(name="First visits", slug="visits")]


@pytest.mark.parametrize("how", ["the session was lost", "the token was stale"])
def test_two_themes_on_a_card_survive_being_sent_at_a_bad_moment(how, themes, people):
    stale = how == "the token was stale"
    client = Client(enforce_csrf_checks=stale)
    client.force_login(people.carol, backend="cms.accounts.backends.MemberBackend")
    client.get("/directory/your-card/")
    form = {"ask_line": "First visits", "themes": [one.pk for one in themes]}
    origin = {"Origin": "http://testserver"}
    if stale:
        page = client.post("/directory/your-card/", form, headers=origin)
    else:
        client.cookies.pop("sessionid")
        client.post("/directory/your-card/", form)
        client.force_login(people.carol, backend="cms.accounts.backends.MemberBackend")
        page = client.get("/account/send-again/")
    form = next(part for part in page.content.decode().split("<form") if 'action="/directory/your-card/"' in part)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    assert [value for name, value in fields if name == "themes"] == [str(one.pk) for one in themes]
    sent = {name: [value for other, value in fields if other == name] for name, _ in fields}
    client.post("/directory/your-card/", sent, headers=origin)
    assert set(Card.objects.get(user=people.carol).themes.all()) == set(themes)


# What a member sees.


def test_nobody_is_in_the_directory_until_they_put_their_card_up(people, signed_in):
    deeds.write_card(user=people.carol, ask_line="missing from home", themes=[], said_like="", pronouns="", shows_email=True)
    assert "Carol Ward" not in signed_in(people.alice).get("/directory/").content.decode()
    deeds.put_up(user=people.carol, at=now())
    assert "Carol Ward" in signed_in(people.alice).get("/directory/").content.decode()


def test_a_card_says_where_somebody_belongs_today(people, signed_in):
    card = put_up(people.carol)
    alice = signed_in(people.alice)
    assert "Quay Street hub, Northholt" in alice.get(card.get_absolute_url()).content.decode()
    actions.move(user=people.carol, authority=people.ashdale, hub=None, job_role=people.job, on=TODAY, by=people.frank)
    html = alice.get(card.get_absolute_url()).content.decode()
    assert "Quay Street" not in html
    assert "Ashdale" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=carol", ["Carol"]),
        ("q=WARD+car", ["Carol"]),
        ("q=missing+home", ["Carol"]),
        ("q=ward", ["Bob", "Carol"]),
        ("q=nobody", []),
        ("authority=northholt", ["Carol"]),
        ("authority=ashdale", ["Bob"]),
        ("authority=nowhere", ["Bob", "Carol"]),
        ("job_role=hub-worker", ["Bob", "Carol"]),
        ("theme=risk", ["Bob"]),
        ("theme=risk&authority=northholt", []),
        ("q=%25", []),
        ("q=" + "x" * 300, []),
        ("page=99999999999999999999", ["Bob", "Carol"]),
    ],
)
def test_people_are_found_by_name_words_job_role_authority_and_theme(people, signed_in, risk, query, found):
    put_up(people.bob, themes=[risk])
    put_up(people.carol, "missing from home")
    response = signed_in(people.alice).get(f"/directory/?{query}")
    assert [card["name"].split()[0] for card in response.context["cards"]] == found


def test_a_theme_that_is_no_longer_published_is_neither_shown_nor_a_way_to_find(people, signed_in, risk):
    put_up(people.bob, themes=[risk])
    risk.live = False
    risk.save()
    response = signed_in(people.alice).get("/directory/?theme=risk")
    assert "Shared risk" not in response.content.decode()


def test_the_address_stands_on_the_card_only_when_its_owner_says_so(people, signed_in):
    put_up(people.carol)
    assert "carol@example.org" not in signed_in(people.alice).get("/directory/").content.decode()
    put_up(people.carol, shows_email=True)
    assert "mailto:carol@example.org" in signed_in(people.alice).get("/directory/").content.decode()


# Whom nobody sees.


def test_whoever_has_no_card_up_leaves_no_trace_in_any_answer(people, signed_in):
    """The pages before and after dozens of people without a card are the same to the last letter."""
    put_up(people.bob)
    alice = signed_in(people.alice)
    addresses = [
        "/directory/",
        "/directory/?q=ward",
        "/directory/?authority=northholt",
        "/directory/?q=carol",
        "/directory/?job_role=hub-worker",
    ]
    before = [_without_tokens(alice.get(address)) for address in addresses]
    for n in range(40):
        person = User.objects.create_user(f"quiet{n}@example.org", "x" * 12, first_name="Carol", last_name="Ward")
        actions.join(user=person, authority=people.northholt, hub=None, job_role=people.job, on=TODAY)
        deeds.write_card(user=person, ask_line="everything", themes=[], said_like="", pronouns="", shows_email=True)
    assert [_without_tokens(alice.get(address)) for address in addresses] == before


def _without_tokens(response):
    return response.content.decode().replace(str(response.context.get("csrf_token", "")), "")


def test_a_hidden_card_and_one_that_never_was_answer_alike(people, signed_in):
    hidden = put_up(people.carol)
    deeds.set_photo(user=people.carol, content=b"RIFF")
    deeds.take_down(user=people.carol)
    alice = signed_in(people.alice)
    for name in ("directory:card", "directory:photo"):
        never = alice.get(reverse(name, args=["99999999-9999-4999-8999-999999999999"]))
        gone = alice.get(reverse(name, args=[hidden.uid]))
        assert (gone.status_code, gone.content) == (never.status_code, never.content)
        assert gone.status_code == 404


@pytest.mark.parametrize("way", ["takes it down", "leaves", "is closed", "becomes a partner", "is made inactive at the desk"])
def test_somebody_is_gone_from_the_directory_at_once_when_she(people, signed_in, way):
    card = put_up(people.carol)
    deeds.set_photo(user=people.carol, content=b"RIFF")
    alice = signed_in(people.alice)
    addresses = [card.get_absolute_url(), reverse("directory:photo", args=[card.uid])]
    assert [alice.get(address).status_code for address in addresses] == [200, 200]
    if way == "takes it down":
        signed_in(people.carol).post(reverse("directory:take_down"))
    elif way == "leaves":
        actions.leave(user=people.carol, on=TODAY, by=people.frank)
    elif way == "is closed":
        actions.close_account(user=people.carol, on=TODAY, by=people.frank)
    elif way == "becomes a partner":
        actions.grant_role(user=people.carol, role=Role.PARTNER, on=TODAY, by=people.frank)
    else:
        User.objects.filter(pk=people.carol.pk).update(is_active=False)
    assert [alice.get(address).status_code for address in addresses] == [404, 404]
    assert "Carol Ward" not in alice.get("/directory/?q=carol").content.decode()


def test_whoever_comes_back_is_not_in_it_until_they_say_so_again(people, signed_in):
    put_up(people.carol)
    actions.leave(user=people.carol, on=TODAY, by=people.frank)
    actions.join(user=people.carol, authority=people.northholt, hub=None, job_role=people.job, on=TODAY)
    assert not Card.objects.visible_to(people.alice).exists()
    assert Card.objects.get(user=people.carol).ask_line == "night visits"


def test_partner_opens_nothing_and_a_membership_opens_the_same_but_the_directory(site, people, signed_in):
    RoleGrant.objects.create(user=people.newcomer, role=Role.PARTNER, started_on=TODAY)
    actions.grant_role(user=people.carol, role=Role.PARTNER, on=TODAY, by=people.frank)
    alone, member = signed_in(people.newcomer), signed_in(people.carol)
    for address in ("/learn/", site.lessons[0].url, "/find/?q=risk", "/directory/", "/authorities/"):
        assert alone.get(address)["Location"] == "/", address
        assert member.get(address).status_code == (403 if address == "/directory/" else 200), address
    page = signed_in(people.frank).get(f"/people/{people.alice.subject}/").content.decode()
    assert "Partners can read the public pages." in page


def test_the_directory_is_closed_to_partners_and_to_whoever_is_no_member(people, signed_in, client):
    card = put_up(people.carol)
    actions.grant_role(user=people.alice, role=Role.PARTNER, on=TODAY, by=people.frank)
    partner = signed_in(people.alice)
    addresses = ["/directory/", card.get_absolute_url(), "/directory/your-card/", "/directory/99999999-9999-4999-8999-999999999999/"]
    assert {partner.get(address).status_code for address in addresses} == {403}
    assert {signed_in(people.newcomer).get(address)["Location"] for address in addresses} == {"/"}
    assert {client.get(address)["Location"].partition("?")[0] for address in addresses} == {"/accounts/login/"}
    assert not Card.objects.visible_to(people.newcomer).exists()


def test_find_finds_who_put_up_a_card_and_nobody_else(people, site, signed_in):
    put_up(people.carol, "missing from home")
    deeds.write_card(user=people.bob, ask_line="missing from home", themes=[], said_like="", pronouns="", shows_email=True)
    html = signed_in(people.alice).get("/find/?q=missing+home").content.decode()
    assert "Carol Ward" in html
    assert "Bob Ward" not in html
    assert "Carol Ward" not in signed_in(people.alice).get("/find/?q=missing+home&authority=ashdale").content.decode()
    actions.grant_role(user=people.alice, role=Role.PARTNER, on=TODAY, by=people.frank)
    assert "Carol Ward" not in signed_in(people.alice).get("/find/?q=missing+home").content.decode()


# One's own card.


def test_a_member_writes_a_card_looks_at_it_puts_it_up_and_takes_it_down(people, signed_in, risk):
    alice, bob = signed_in(people.alice), signed_in(people.bob)
    address = reverse("directory:your_card")
    assert "Nobody sees anything yet" in alice.get(address).content.decode()
    form = {"ask_line": "first visits", "themes": [risk.pk], "said_like": "AL-iss", "pronouns": "she and her"}
    html = alice.post(address, form, follow=True).content.decode()
    assert "This is what others see" in html
    assert "Saved. No one else can see your card until you put it up." in html
    assert "first visits" not in bob.get("/directory/").content.decode()
    assert "every member of the network can see it" in html
    html = alice.post(reverse("directory:put_up"), follow=True).content.decode()
    assert "Take it down" in html
    shown = bob.get("/directory/").content.decode()
    for words in ("first visits", "Shared risk", "AL-iss", "she and her"):
        assert words in shown
    alice.post(reverse("directory:take_down"))
    assert "first visits" not in bob.get("/directory/").content.decode()
    assert "first visits" in alice.get(address).content.decode()


def test_a_refused_card_keeps_what_was_typed(people, signed_in):
    response = signed_in(people.alice).post(reverse("directory:your_card"), {"ask_line": "x" * 161, "pronouns": "they"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Shorten this line to 160 characters or fewer" in html
    assert 'value="they"' in html
    assert "Problem: " in html
    assert not Card.objects.exists()


def test_nobody_writes_on_anothers_card(people, signed_in):
    put_up(people.carol)
    signed_in(people.alice).post(reverse("directory:your_card"), {"ask_line": "mine", "user": people.carol.pk})
    assert Card.objects.get(user=people.carol).ask_line == "night visits"


# The photo.


def test_a_photo_is_made_anew_upright_square_and_without_what_the_camera_wrote(people, signed_in):
    sent = with_place_and_camera()
    assert b"A camera that tells" in sent
    response = signed_in(people.alice).post(reverse("directory:set_photo"), upload(sent), follow=True)
    assert "The photo is on your card." in response.content.decode()
    kept = bytes(CardPhoto.objects.get().content)
    picture = Image.open(BytesIO(kept))
    assert (picture.format, picture.size) == ("WEBP", (PHOTO_SIDE, PHOTO_SIDE))
    assert not picture.getexif()
    assert "icc_profile" not in picture.info
    assert b"camera" not in kept


def test_the_photo_opens_for_whoever_may_see_the_card_and_before_that_for_its_owner(people, signed_in, client):
    signed_in(people.carol).post(reverse("directory:set_photo"), upload(photo()))
    address = reverse("directory:photo", args=[Card.objects.get().uid])
    assert signed_in(people.carol).get(address).status_code == 200
    assert signed_in(people.alice).get(address).status_code == 404
    deeds.put_up(user=people.carol, at=now())
    answer = signed_in(people.alice).get(address)
    assert answer.status_code == 200
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer["Cache-Control"] == "private, no-cache"
    assert client.get(address).status_code == 302
    again = signed_in(people.alice).get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    deeds.take_down(user=people.carol)
    assert signed_in(people.alice).get(address, headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_a_photo_that_is_replaced_or_taken_off_is_kept_nowhere(people, signed_in):
    carol = signed_in(people.carol)
    carol.post(reverse("directory:set_photo"), upload(photo()))
    first = bytes(CardPhoto.objects.get().content)
    carol.post(reverse("directory:set_photo"), upload(photo(size=(200, 200))))
    assert bytes(CardPhoto.objects.get().content) != first
    html = carol.post(reverse("directory:remove_photo"), follow=True).content.decode()
    assert "We have deleted your photo." in html
    assert not CardPhoto.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("me.jpg", b"MZ\x90\x00 a program", "We cannot read this photo. The file is damaged or is not a picture."),
        ("me.jpg", photo("PNG"), "The name of this file does not match the kind of picture in it."),
        ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a JPEG, PNG or WebP picture."),
        ("me.gif", photo("GIF"), "Choose a JPEG, PNG or WebP picture."),
        ("me.jpg", photo()[:500], "We cannot read this photo"),
        ("me.jpg", photo()[:-300], "We cannot read this photo"),
        ("me.jpg", b"", "empty"),
        ("me.jpg", photo() + b"\x00" * MAX_PHOTO_BYTES, "The limit is 5 MB."),
        ("me.png", photo("PNG", size=(9000, 5000)), "more than 40 million pixels"),
    ],
    ids=["a program", "another kind", "svg", "gif", "torn off early", "torn off late", "empty", "too heavy", "too large"],
)
def test_a_photo_that_is_none_is_refused_beside_the_field(people, signed_in, name, content, sentence):
    response = signed_in(people.alice).post(reverse("directory:set_photo"), upload(content, name))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not CardPhoto.objects.exists()


def test_no_photo_at_all_is_refused_with_a_sentence(people, signed_in):
    response = signed_in(people.alice).post(reverse("directory:set_photo"), {})
    assert response.status_code == 422
    assert "Choose a photo" in response.content.decode()


def test_the_directory_asks_as_much_at_five_cards_as_at_fifty(people, signed_in, risk):
    alice = signed_in(people.alice)

    def grow(first, last):
        for n in range(first, last):
            person = User.objects.create_user(f"person{n}@example.org", "x" * 12, first_name="Pat", last_name=f"Moss {n}")
            actions.join(user=person, authority=people.northholt, hub=None, job_role=people.job, on=TODAY)
            put_up(person, themes=[risk], shows_email=True)
            deeds.set_photo(user=person, content=b"RIFF")

    def queries(address):
        alice.get(address)
        with CaptureQueriesContext(connection) as context:
            assert alice.get(address).status_code == 200
        return len(context)

    addresses = ["/directory/", "/directory/?q=moss&job_role=hub-worker&theme=risk&authority=northholt"]
    grow(0, 5)
    few = [queries(address) for address in addresses]
    grow(5, 50)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 12, few
