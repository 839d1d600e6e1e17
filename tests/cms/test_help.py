"""Help: the files in docs/ are its only source; every role has its page, and every link in them leads somewhere."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.urls import resolve

from cms.accounts.models import Role
from cms.accounts.permissions import LEADS_GIVE, NETWORK_GIVES
from cms.pages import help_files as helping

PARTS = ["What it opens", "What it does not open", "First three things to do", "Who gives it, and who ends it", "Whom to ask"]


def headings(page):
    return [one.get_text() for one in BeautifulSoup(page.html, "html.parser").find_all("h2")]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_page_with_the_same_parts(role):
    page = helping.pages()[helping.ROLES[role]]
    assert page.title == role.label
    assert headings(page) == PARTS
    steps = BeautifulSoup(page.html, "html.parser").find("ol")
    assert len(steps.find_all("li", recursive=False)) == 3


def test_no_file_among_the_roles_is_left_out():
    assert {path.stem for path in (helping.FOLDER / "roles").glob("*.md")} == set(helping.ROLES.values())


@pytest.mark.parametrize("slug", [*helping.ROLES.values(), *helping.GUIDES])
def test_every_link_leads_somewhere(slug):
    for link in BeautifulSoup(helping.pages()[slug].html, "html.parser").find_all("a"):
        path = urlsplit(link["href"]).path
        assert path.startswith("/"), link
        match = resolve(path)
        assert match.url_name != "wagtail_serve", f"{path} is no address of ours"
        if match.url_name == "help_page":
            assert match.kwargs["slug"] in helping.pages()


@pytest.mark.parametrize("slug", [*helping.ROLES.values(), *helping.GUIDES])
def test_every_link_works_where_the_files_are_read_as_files(slug):
    folder = helping.FOLDER if slug in helping.GUIDES else helping.FOLDER / "roles"
    for target in re.findall(r"\]\(([^)]+\.md)\)", (folder / f"{slug}.md").read_text()):
        assert (folder / target).is_file(), f"{slug}.md: {target}"


@pytest.mark.parametrize("slug", [*helping.ROLES.values(), *helping.GUIDES])
def test_every_picture_is_shown_with_what_it_shows(slug):
    pictures = BeautifulSoup(helping.pages()[slug].html, "html.parser").find_all("img")
    for picture in pictures:
        assert finders.find(picture["src"].removeprefix("/static/")), picture
        assert picture["alt"] and picture["loading"] == "lazy"
    assert len(pictures) == (helping.FOLDER / f"{slug}.md").read_text().count("](pictures/") if slug in helping.GUIDES else not pictures


def test_a_link_to_a_file_the_site_does_not_show_leaves_its_words():
    page = helping.pages()["editors"]
    assert "starter-content.md" in BeautifulSoup(page.html, "html.parser").get_text()
    assert "<a" not in page.html.split("starter-content.md")[0][-20:]


@pytest.mark.parametrize("role", LEADS_GIVE)
def test_what_a_lead_gives_says_so(role):
    assert "lead" in helping.pages()[helping.ROLES[role]].html.split("Who gives it")[1]


@pytest.mark.parametrize("role", NETWORK_GIVES)
def test_what_an_administrator_gives_says_so(role):
    assert "dministrator" in helping.pages()[helping.ROLES[role]].html.split("Who gives it")[1]


@pytest.mark.django_db
def test_ones_own_roles_stand_first_and_all_can_be_read(people, signed_in):
    bob = signed_in(people.bob)
    context = bob.get("/help/").context
    assert [page.slug for page in context["yours"]] == ["member", "hub-manager"]
    assert {page.slug for page in context["yours"] + context["others"]} == set(helping.ROLES.values())
    for slug in helping.pages():
        assert bob.get(f"/help/{slug}/").status_code == 200
    assert bob.get("/help/nothing/").status_code == 404


@pytest.mark.django_db
def test_help_is_found_from_every_page_and_from_the_account(people, site, signed_in):
    alice = signed_in(people.alice)
    for address in ("/", "/account/"):
        assert 'href="/help/"' in alice.get(address).content.decode()
