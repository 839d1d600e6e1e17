"""The heading block: a heading within running text."""

from collections import Counter

import pytest
from bs4 import BeautifulSoup

from cms.pages.models import StandardPage
from tests.builders import publish
from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


@pytest.mark.parametrize(("level", "tag"), [("2", "h2"), ("3", "h3")])
def test_a_heading_has_its_level_and_an_anchor(level, tag):
    soup = shown("heading", {"text": "Whose risk is it?", "level": level})
    assert (soup.find(True).name, soup.find(True)["id"], text_of(soup)) == (tag, "whose-risk-is-it", "Whose risk is it?")


def test_an_anchor_is_never_empty_or_over_60_characters():
    assert shown("heading", {"text": "?!", "level": "2"}).h2["id"] == "heading"
    assert len(shown("heading", {"text": "a" * 120, "level": "2"}).h2["id"]) == 60


def test_hostile_text_is_escaped():
    soup = shown("heading", {"text": HOSTILE, "level": "2"})
    assert is_harmless(soup)
    assert HOSTILE in soup.h2.get_text()


@pytest.mark.parametrize(
    ("value", "field"),
    [({"text": "", "level": "2"}, "text"), ({"text": "a" * 121, "level": "2"}, "text"), ({"text": "Fine", "level": "1"}, "level")],
)
def test_an_empty_overlong_or_unknown_level_heading_is_refused(value, field):
    assert list(refused("heading", value)) == [field]


def test_a_draft_may_be_empty():
    assert refused("heading", {"text": "", "level": "2"}, draft=True) == {}


@pytest.mark.django_db
def test_repeated_headings_have_different_anchors(site, client):
    raw = [{"type": "heading", "value": {"text": "What helps", "level": level}} for level in ("2", "3", "2")]
    page = StandardPage(title="Twice", slug="twice", live=False, body=StandardPage._meta.get_field("body").stream_block.to_python(raw))
    publish(site.home.add_child(instance=page))
    soup = BeautifulSoup(client.get("/twice/").content, "html.parser")
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert [name for name, many in ids.items() if many > 1] == []
