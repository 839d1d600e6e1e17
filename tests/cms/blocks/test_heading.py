"""A heading within running text."""

from collections import Counter

import pytest
from bs4 import BeautifulSoup

from cms.pages.models import StandardPage
from tests.builders import publish
from tests.cms.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


@pytest.mark.parametrize(("level", "tag"), [("2", "h2"), ("3", "h3")])
def test_it_is_a_heading_of_its_level_with_an_anchor(level, tag):
    soup = shown("heading", {"text": "Whose risk is it?", "level": level})
    assert (soup.find(True).name, soup.find(True)["id"], text_of(soup)) == (tag, "whose-risk-is-it", "Whose risk is it?")


def test_its_anchor_is_never_empty_nor_endless():
    assert shown("heading", {"text": "?!", "level": "2"}).h2["id"] == "heading"
    assert len(shown("heading", {"text": "a" * 120, "level": "2"}).h2["id"]) == 60


def test_hostile_words_stay_words():
    soup = shown("heading", {"text": HOSTILE, "level": "2"})
    assert is_harmless(soup)
    assert HOSTILE in soup.h2.get_text()


@pytest.mark.parametrize(
    ("value", "field"),
    [({"text": "", "level": "2"}, "text"), ({"text": "a" * 121, "level": "2"}, "text"), ({"text": "Fine", "level": "1"}, "level")],
)
def test_it_refuses_no_words_too_many_and_levels_of_its_own(value, field):
    assert list(refused("heading", value)) == [field]


def test_an_empty_one_is_kept_as_a_draft():
    assert refused("heading", {"text": "", "level": "2"}, draft=True) == {}


@pytest.mark.django_db
def test_the_same_heading_twice_on_a_page_has_two_anchors(site, client):
    raw = [{"type": "heading", "value": {"text": "What helps", "level": level}} for level in ("2", "3", "2")]
    page = StandardPage(title="Twice", slug="twice", live=False, body=StandardPage._meta.get_field("body").stream_block.to_python(raw))
    publish(site.home.add_child(instance=page))
    soup = BeautifulSoup(client.get("/twice/").content, "html.parser")
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert [name for name, many in ids.items() if many > 1] == []
