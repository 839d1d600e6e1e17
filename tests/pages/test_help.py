"""Help: the files in docs/ are its only source, every role has a page, and every link works."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.urls import resolve

from cms.pages import help_files as helping
from cms.people.models import Role
from cms.people.permissions import ROLES_ADMINISTRATORS_GIVE, ROLES_LEADS_GIVE


def headings(page):
    return [heading.get_text() for heading in BeautifulSoup(page.html_for(lambda url: True), "html.parser").find_all("h2")]


SLUGS = [*helping.ROLES.values(), *helping.GUIDES]


def soup_of(slug):
    return BeautifulSoup(helping.pages()[slug].html_for(lambda url: True), "html.parser")


def test_every_role_has_a_page_with_the_same_parts():
    parts = headings(helping.pages()[helping.ROLES[Role.HUB_MANAGER]])
    assert len(parts) == 5
    for role in Role:
        page = helping.pages()[helping.ROLES[role]]
        assert (page.title, headings(page)) == (role.label, parts)
        assert len(soup_of(helping.ROLES[role]).find("ol").find_all("li", recursive=False)) == 3, role


def test_every_file_about_a_role_belongs_to_a_role():
    assert {path.stem for path in (helping.FOLDER / "roles").glob("*.md")} == set(helping.ROLES.values())


def test_every_link_in_help_works():
    for slug in SLUGS:
        for link in soup_of(slug).find_all("a"):
            path = urlsplit(link["href"]).path
            assert path.startswith("/"), (slug, link)
            match = resolve(path)
            assert match.url_name != "wagtail_serve", f"{slug}: {path} is not one of our addresses"
            if match.url_name == "help_page":
                assert match.kwargs["slug"] in helping.pages(), slug


def test_every_link_in_help_works_when_the_files_are_read_directly():
    for slug in SLUGS:
        folder = helping.FOLDER if slug in helping.GUIDES else helping.FOLDER / "roles"
        for target in re.findall(r"\]\(([^)]+\.md)\)", (folder / f"{slug}.md").read_text()):
            assert (folder / target).is_file(), f"{slug}.md: {target}"


def test_every_picture_in_help_is_shown_and_described():
    for slug in SLUGS:
        pictures = soup_of(slug).find_all("img")
        for picture in pictures:
            assert finders.find(picture["src"].removeprefix("/static/")), (slug, picture)
            assert picture["alt"] and picture["loading"] == "lazy", (slug, picture)
        written = (helping.FOLDER / f"{slug}.md").read_text().count("](pictures/") if slug in helping.GUIDES else 0
        assert len(pictures) == written, slug


def test_a_link_to_a_file_not_on_the_site_becomes_plain_text():
    page = helping.pages()["editors"]
    assert "starter-content.md" in BeautifulSoup(page.html_for(lambda url: True), "html.parser").get_text()
    assert "<a" not in page.html_for(lambda url: True).split("starter-content.md")[0][-20:]


def test_every_role_says_who_grants_it():
    for roles, granted_by in ((ROLES_LEADS_GIVE, "lead"), (ROLES_ADMINISTRATORS_GIVE, "dministrator")):
        for role in roles:
            part = soup_of(helping.ROLES[role]).find_all("h2")[3]
            assert granted_by in " ".join(after.get_text() for after in part.find_next_siblings()), role


@pytest.mark.django_db
def test_help_lists_the_readers_own_roles_first_and_every_page_opens(people, signed_in):
    bob = signed_in(people.bob)
    context = bob.get("/help/").context
    assert [page.slug for page in context["yours"]] == ["member", "hub-manager"]
    assert {page.slug for page in context["yours"] + context["others"]} == set(helping.ROLES.values())
    for slug in helping.pages():
        assert bob.get(f"/help/{slug}/").status_code == 200
    assert bob.get("/help/nothing/").status_code == 404


@pytest.mark.django_db
def test_help_is_linked_from_every_page(people, site, signed_in):
    alice = signed_in(people.alice)
    for address in ("/", "/account/"):
        assert 'href="/help/"' in alice.get(address).content.decode()


@pytest.mark.django_db
def test_a_help_page_has_no_link_that_its_reader_may_not_open(site, people, signed_in):
    """Everyone may read the help of every role; alice's has the same words without the links to the desk and to other people's pages."""
    closed = ("/admin/", "/people/")
    for name, may_open in [("alice", set()), ("dana", {"/admin/"}), ("frank", set(closed))]:
        reader = signed_in(getattr(people, name))
        for slug in helping.FILES:
            page = BeautifulSoup(reader.get(f"/help/{slug}/").content, "html.parser").find("article")
            linked = {start for link in page.find_all("a") for start in closed if link["href"].startswith(start)}
            assert linked <= may_open, (name, slug)
    assert "/admin/" in signed_in(people.dana).get("/help/trainer/").content.decode()
