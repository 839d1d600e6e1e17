"""The key point block: a lesson's main message."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def test_a_key_point_shows_its_text():
    assert text_of(shown("key_point", {"text": "Name whose risk it is."})).endswith("Name whose risk it is.")


def test_hostile_text_is_escaped():
    soup = shown("key_point", {"text": HOSTILE})
    assert is_harmless(soup)
    assert "<script>alert(1)</script>" in soup.get_text()


@pytest.mark.parametrize("text", ["", "   ", "a" * 301])
def test_it_cannot_be_published_empty_or_too_long(text):
    assert list(refused("key_point", {"text": text})) == ["text"]


def test_a_draft_may_be_empty():
    assert refused("key_point", {"text": ""}, draft=True) == {}
