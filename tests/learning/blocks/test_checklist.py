"""The checklist block: a list to use in practice."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {"heading": "On your next shift", "items": ["Ask who was there.", "Write it with them."], **changes}


def test_a_checklist_shows_its_heading_and_items():
    soup = shown("checklist", value())
    assert [text_of(one) for one in soup.find_all("li")] == ["Ask who was there.", "Write it with them."]
    assert "On your next shift" in text_of(soup)


def test_a_checklist_stores_and_sends_nothing():
    assert shown("checklist", value()).find(["form", "input", "button"]) is None


def test_hostile_text_is_escaped():
    soup = shown("checklist", value(heading=HOSTILE, items=[HOSTILE]))
    assert is_harmless(soup)
    assert HOSTILE in soup.li.get_text()


@pytest.mark.parametrize("changes", [{"heading": ""}, {"items": []}, {"items": [""]}, {"items": ["a" * 201]}])
def test_an_invalid_checklist_cannot_be_published(changes):
    assert list(refused("checklist", value(**changes))) == list(changes)


def test_a_draft_may_be_incomplete():
    assert refused("checklist", value(heading="", items=[]), draft=True) == {}
    assert refused("checklist", value(items=[""]), draft=True) == {}
