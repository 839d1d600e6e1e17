"""The page link block: a page of this site, and why to read it."""

import pytest

from cms.pages.models import StandardPage
from tests.builders import publish
from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site):
    made = site.home.add_child(instance=StandardPage(title="Contact", slug="contact", live=False))
    publish(made)
    return StandardPage.objects.get(pk=made.pk)


def test_it_shows_the_current_title_and_the_note(page):
    page.title = "How to reach us"
    publish(page)
    soup = shown("page", {"page": page.pk, "note": "For later."})
    assert soup.a["href"] == "/contact/"
    assert text_of(soup) == "How to reach us For later."


@pytest.mark.parametrize("gone", ["unpublished", "deleted"])
def test_an_unpublished_or_deleted_page_is_not_shown(page, gone):
    pk = page.pk
    page.unpublish() if gone == "unpublished" else page.delete()
    assert str(shown("page", {"page": pk, "note": "For later."})).strip() == ""


def test_a_draft_without_its_page_shows_nothing():
    assert text_of(shown("page", {"page": None, "note": "For later."})) == ""


def test_hostile_text_is_escaped(page):
    page.title = HOSTILE[:80]
    publish(page)
    assert is_harmless(shown("page", {"page": page.pk, "note": HOSTILE}))


def test_it_cannot_be_published_without_an_existing_page(page):
    assert list(refused("page", {"page": None, "note": ""})) == ["page"]
    pk = page.pk
    page.delete()
    assert list(refused("page", {"page": pk, "note": ""})) == ["page"]


def test_a_draft_may_be_incomplete():
    assert refused("page", {"page": None, "note": ""}, draft=True) == {}
