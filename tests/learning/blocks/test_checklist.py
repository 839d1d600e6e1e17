"""A list to use in practice."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {"heading": "On your next shift", "items": ["Ask who was there.", "Write it with them."], **changes}


def test_it_shows_its_heading_and_each_sentence():
    soup = shown("checklist", value())
    assert [text_of(one) for one in soup.find_all("li")] == ["Ask who was there.", "Write it with them."]
    assert "On your next shift" in text_of(soup)


def test_nothing_in_it_is_kept_or_sent():
    assert shown("checklist", value()).find(["form", "input", "button"]) is None


def test_hostile_words_stay_words():
    soup = shown("checklist", value(heading=HOSTILE, items=[HOSTILE]))
    assert is_harmless(soup)
    assert HOSTILE in soup.li.get_text()


@pytest.mark.parametrize("changes", [{"heading": ""}, {"items": []}, {"items": [""]}, {"items": ["a" * 201]}])
def test_it_cannot_be_published_with(changes):
    assert list(refused("checklist", value(**changes))) == list(changes)


def test_a_draft_may_wait_for_all_of_it():
    assert refused("checklist", value(heading="", items=[]), draft=True) == {}
    assert refused("checklist", value(items=[""]), draft=True) == {}
