"""The directory: members find people who chose to be listed. Nobody else is shown, counted or hinted at."""

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cms.directory import actions as deeds
from cms.directory.models import Card, CardPhoto
from cms.directory.photos import MAX_PHOTO_BYTES, PHOTO_SIDE
from cms.people import actions
from cms.people.models import Role, RoleGrant, User
from cms.vocabulary.models import Theme
from tests.builders import now
from tests.crowds import make_cards, make_crowd
from tests.responses import html_of, message_levels, posts_to, stable_html, wrong_fields

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def put_up(person, ask_line="night visits", themes=(), **fields):
    """Write the person's card and put it up in the directory."""
    words = {"said_like": "", "pronouns": "", "shows_email": False, **fields}
    card = deeds.write_card(user=person, ask_line=ask_line, themes=themes, **words)
    deeds.put_up(user=person, at=now())
    return card


def photo(kind="JPEG", size=(900, 600), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "purple" if mode == "RGB" else 1).save(out, kind, **options)
    return out.getvalue()


def with_place_and_camera():
    exif = Image.Exif()
    exif[0x010F] = "A camera that tells"
    exif[0x0112] = 6  # rotated by 90 degrees
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
def test_themes_of_a_card_survive_a_lost_session_and_an_expired_token(how, themes, people):
    stale = how == "the token was stale"
    client = Client(enforce_csrf_checks=stale)
    client.force_login(people.carol, backend="cms.accounts.backends.MemberBackend")
    client.get("/directory/your-card/")
    form = {"ask_line": "First visits", "themes": [theme.pk for theme in themes]}
    origin = {"Origin": "http://testserver"}
    if stale:
        page = client.post("/directory/your-card/", form, headers=origin, follow=True)
    else:
        client.cookies.pop("sessionid")
        client.post("/directory/your-card/", form)
        client.force_login(people.carol, backend="cms.accounts.backends.MemberBackend")
        page = client.get("/account/send-again/", follow=True)
    soup = BeautifulSoup(page.content, "html.parser")
    chosen = [box["value"] for box in soup.select("input[name=themes][checked]")]
    assert sorted(chosen) == sorted(str(theme.pk) for theme in themes)
    token = soup.select_one("input[name=csrfmiddlewaretoken]")["value"]
    client.post("/directory/your-card/", {"ask_line": "First visits", "themes": chosen, "csrfmiddlewaretoken": token}, headers=origin)
    assert set(Card.objects.get(user=people.carol).themes.all()) == set(themes)


# What a member sees


def test_nobody_is_in_the_directory_until_they_put_their_card_up(people, signed_in):
    deeds.write_card(user=people.carol, ask_line="missing from home", themes=[], said_like="", pronouns="", shows_email=True)
    alice = signed_in(people.alice)
    assert "Carol Ward" not in html_of(alice.get("/directory/"))
    deeds.put_up(user=people.carol, at=now())
    assert "Carol Ward" in html_of(alice.get("/directory/"))


def test_a_card_shows_its_owners_current_membership(people, signed_in):
    card = put_up(people.carol)
    alice = signed_in(people.alice)
    assert "Quay Street hub, Northholt" in alice.get(card.get_absolute_url()).content.decode()
    actions.move(user=people.carol, authority=people.ashdale, hub=None, job_role=people.job, on=TODAY, by=people.frank)
    html = alice.get(card.get_absolute_url()).content.decode()
    assert "Quay Street" not in html
    assert "Ashdale" in html


SEARCHES = {
    "q=carol": ["Carol"],
    "q=WARD+car": ["Carol"],
    "q=missing+home": ["Carol"],
    "q=ward": ["Bob", "Carol"],
    "q=nobody": [],
    "authority=northholt": ["Carol"],
    "authority=ashdale": ["Bob"],
    "authority=nowhere": ["Bob", "Carol"],
    "job_role=hub-worker": ["Bob", "Carol"],
    "theme=risk": ["Bob"],
    "theme=risk&authority=northholt": [],
    "q=%25": [],
    "q=" + "x" * 300: [],
    "page=99999999999999999999": ["Bob", "Carol"],
}


@pytest.mark.engine
def test_the_directory_is_searched_by_name_words_job_role_authority_and_theme(people, signed_in, risk):
    put_up(people.bob, themes=[risk])
    put_up(people.carol, "missing from home")
    alice = signed_in(people.alice)
    pages = {query: alice.get(f"/directory/?{query}") for query in SEARCHES}
    assert {query: [card["name"].split()[0] for card in page.context["cards"]] for query, page in pages.items()} == SEARCHES


def test_an_unpublished_theme_is_neither_shown_nor_searchable(people, signed_in, risk):
    put_up(people.bob, themes=[risk])
    risk.live = False
    risk.save()
    response = signed_in(people.alice).get("/directory/?theme=risk")
    assert "Shared risk" not in response.content.decode()


def test_a_card_shows_the_address_only_if_its_owner_chose_to(people, signed_in):
    put_up(people.carol)
    assert "carol@example.org" not in signed_in(people.alice).get("/directory/").content.decode()
    put_up(people.carol, shows_email=True)
    assert "mailto:carol@example.org" in signed_in(people.alice).get("/directory/").content.decode()


# People who are not listed


def test_people_without_a_card_do_not_change_any_page(people, signed_in):
    """The pages are identical before and after dozens of people without a card are added."""
    put_up(people.bob)
    alice = signed_in(people.alice)
    addresses = [
        "/directory/",
        "/directory/?q=ward",
        "/directory/?authority=northholt",
        "/directory/?q=carol",
        "/directory/?job_role=hub-worker",
    ]
    before = [stable_html(alice.get(address)) for address in addresses]
    quiet = make_crowd(people.northholt, 30, job_role=people.job, first_name="Carol", last_name="Ward")
    make_cards(quiet, is_up=False, ask_line="everything", shows_email=True)
    assert [stable_html(alice.get(address)) for address in addresses] == before


def test_a_hidden_card_and_a_missing_card_get_the_same_response(people, signed_in):
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
def test_a_card_disappears_at_once_when_its_owner(people, signed_in, way):
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
    assert "Carol Ward" not in html_of(alice.get("/directory/?q=carol"))


def test_someone_who_returns_is_not_in_the_directory_until_they_put_their_card_up(people, signed_in):
    put_up(people.carol)
    actions.leave(user=people.carol, on=TODAY, by=people.frank)
    actions.join(user=people.carol, authority=people.northholt, hub=None, job_role=people.job, on=TODAY)
    assert not Card.objects.visible_to(people.alice).exists()
    assert Card.objects.get(user=people.carol).ask_line == "night visits"


def test_a_partner_needs_a_membership_and_cannot_open_the_directory(site, people, signed_in):
    RoleGrant.objects.create(user=people.newcomer, role=Role.PARTNER, started_on=TODAY)
    actions.grant_role(user=people.carol, role=Role.PARTNER, on=TODAY, by=people.frank)
    alone, member = signed_in(people.newcomer), signed_in(people.carol)
    for address in ("/learn/", site.lessons[0].url, "/find/?q=risk", "/directory/", "/authorities/"):
        assert alone.get(address)["Location"] == "/", address
        assert member.get(address).status_code == (403 if address == "/directory/" else 200), address
    offered = signed_in(people.frank).get(f"/people/{people.alice.subject}/").context["role_form"]["role"]
    assert offered.help_text, "Nothing tells an administrator what a partner may read."


def test_the_directory_is_closed_to_partners_visitors_and_people_without_a_membership(people, signed_in, client):
    card = put_up(people.carol)
    actions.grant_role(user=people.alice, role=Role.PARTNER, on=TODAY, by=people.frank)
    partner = signed_in(people.alice)
    addresses = ["/directory/", card.get_absolute_url(), "/directory/your-card/", "/directory/99999999-9999-4999-8999-999999999999/"]
    assert {partner.get(address).status_code for address in addresses} == {403}
    assert {signed_in(people.newcomer).get(address)["Location"] for address in addresses} == {"/"}
    assert {client.get(address)["Location"].partition("?")[0] for address in addresses} == {"/accounts/login/"}
    assert not Card.objects.visible_to(people.newcomer).exists()


def test_find_shows_only_people_whose_card_is_up(people, site, signed_in):
    put_up(people.carol, "missing from home")
    deeds.write_card(user=people.bob, ask_line="missing from home", themes=[], said_like="", pronouns="", shows_email=True)
    html = signed_in(people.alice).get("/find/?q=missing+home").content.decode()
    assert "Carol Ward" in html
    assert "Bob Ward" not in html
    assert "Carol Ward" not in signed_in(people.alice).get("/find/?q=missing+home&authority=ashdale").content.decode()
    actions.grant_role(user=people.alice, role=Role.PARTNER, on=TODAY, by=people.frank)
    assert "Carol Ward" not in signed_in(people.alice).get("/find/?q=missing+home").content.decode()


# Your own card


def test_a_member_can_write_a_card_put_it_up_and_take_it_down(people, signed_in, risk):
    alice, bob = signed_in(people.alice), signed_in(people.bob)
    address = reverse("directory:your_card")
    assert not posts_to(alice.get(address), reverse("directory:put_up"))
    form = {"ask_line": "first visits", "themes": [risk.pk], "said_like": "AL-iss", "pronouns": "she and her"}
    saved = alice.post(address, form, follow=True)
    assert message_levels(saved) == ["success"]
    assert saved.context["card"]["ask_line"] == "first visits"
    assert posts_to(saved, reverse("directory:put_up"))
    assert "first visits" not in html_of(bob.get("/directory/"))
    assert posts_to(alice.post(reverse("directory:put_up"), follow=True), reverse("directory:take_down"))
    shown = html_of(bob.get("/directory/"))
    for words in ("first visits", "Shared risk", "AL-iss", "she and her"):
        assert words in shown
    alice.post(reverse("directory:take_down"))
    assert "first visits" not in bob.get("/directory/").content.decode()
    assert "first visits" in alice.get(address).content.decode()


def test_a_card_with_errors_keeps_what_was_typed(people, signed_in):
    response = signed_in(people.alice).post(reverse("directory:your_card"), {"ask_line": "x" * 161, "pronouns": "they"})
    assert (response.status_code, wrong_fields(response)) == (422, {"ask_line"})
    assert 'value="they"' in html_of(response)
    assert 'aria-invalid="true"' in html_of(response)
    assert not Card.objects.exists()


def test_a_member_cannot_change_another_members_card(people, signed_in):
    put_up(people.carol)
    signed_in(people.alice).post(reverse("directory:your_card"), {"ask_line": "mine", "user": people.carol.pk})
    assert Card.objects.get(user=people.carol).ask_line == "night visits"


# The photo


def test_a_photo_is_re_encoded_as_a_square_without_camera_metadata(people, signed_in):
    sent = with_place_and_camera()
    assert b"A camera that tells" in sent
    response = signed_in(people.alice).post(reverse("directory:set_photo"), upload(sent), follow=True)
    assert message_levels(response) == ["success"]
    kept = bytes(CardPhoto.objects.get().content)
    picture = Image.open(BytesIO(kept))
    assert (picture.format, picture.size) == ("WEBP", (PHOTO_SIDE, PHOTO_SIDE))
    assert not picture.getexif()
    assert "icc_profile" not in picture.info
    assert b"camera" not in kept


def test_a_photo_is_served_to_its_owner_and_to_anyone_who_can_see_the_card(people, signed_in, client):
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


def test_a_replaced_or_removed_photo_is_deleted(people, signed_in):
    carol = signed_in(people.carol)
    carol.post(reverse("directory:set_photo"), upload(photo()))
    first = bytes(CardPhoto.objects.get().content)
    carol.post(reverse("directory:set_photo"), upload(photo(size=(200, 200))))
    assert bytes(CardPhoto.objects.get().content) != first
    assert message_levels(carol.post(reverse("directory:remove_photo"), follow=True))[-1] == "success"
    assert not CardPhoto.objects.exists()


def _invalid_photos():
    """Uploads that we do not accept as a photo: {problem: (file name, content)}."""
    jpeg, png = photo(), photo("PNG")
    return {
        "a program": ("me.jpg", b"MZ\x90\x00 a program"),
        "content of another kind than its name": ("me.jpg", png),
        "svg": ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "gif": ("me.gif", photo("GIF")),
        "torn off early": ("me.jpg", jpeg[:500]),
        "torn off late": ("me.jpg", jpeg[:-300]),
        "empty": ("me.jpg", b""),
        "over 5 MB": ("me.jpg", jpeg + b"\x00" * MAX_PHOTO_BYTES),
        "over 40 million pixels": ("me.png", photo("PNG", size=(9000, 5000), mode="1")),
        "missing": None,
    }


def test_invalid_photos_show_an_error_beside_the_field(people, signed_in):
    alice, messages = signed_in(people.alice), {}
    for fault, file in _invalid_photos().items():
        response = alice.post(reverse("directory:set_photo"), upload(file[1], file[0]) if file else {})
        assert (response.status_code, wrong_fields(response, "photo_form")) == (422, {"photo"}), fault
        messages[fault] = str(response.context["photo_form"].errors["photo"])
    assert not CardPhoto.objects.exists()
    alike = [{"a program", "torn off early", "torn off late"}, {"svg", "gif"}]
    for faults in alike:
        assert len({messages[fault] for fault in faults}) == 1, faults
    assert len(set(messages.values())) == 7, f"different faults are explained alike: {messages}"


@pytest.mark.engine
def test_the_directory_makes_as_many_queries_for_3_cards_as_for_30(people, signed_in, risk):
    alice = signed_in(people.alice)

    def grow(number):
        moss = make_crowd(people.northholt, number, job_role=people.job, last_name="Moss")
        make_cards(moss, themes=[risk], shows_email=True, photo=b"RIFF")

    def queries(address):
        alice.get(address)
        with CaptureQueriesContext(connection) as context:
            assert alice.get(address).status_code == 200
        return len(context)

    addresses = ["/directory/", "/directory/?q=moss&job_role=hub-worker&theme=risk&authority=northholt"]
    grow(3)
    few = [queries(address) for address in addresses]
    grow(27)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 12, few
