"""The quote block: a person's words, attributed only as far as they agreed."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {"text": "It stayed with me.", "attribution": "role", "who": "Hub manager, Ashdale", "source_url": "", **changes}


@pytest.mark.parametrize(
    ("attribution", "who", "words"),
    [
        ("named", "Ann Example", "Ann Example"),
        ("role", "Hub manager, Ashdale", "Hub manager, Ashdale"),
    ],
)
def test_a_quote_identifies_its_speaker_only_as_far_as_agreed(attribution, who, words):
    soup = shown("quote", value(attribution=attribution, who=who))
    assert text_of(soup.figure.blockquote) == "It stayed with me."
    assert text_of(soup.figcaption) == words


def test_a_leftover_name_is_not_shown_when_the_speaker_is_unnamed():
    assert "Ann" not in str(shown("quote", value(attribution="anonymous", who="Ann Example")))


def test_it_links_to_its_source_only_if_given():
    assert shown("quote", value(source_url="https://example.org/a")).a["href"] == "https://example.org/a"
    assert shown("quote", value()).a is None


def test_hostile_text_is_escaped():
    assert is_harmless(shown("quote", value(text=HOSTILE, who=HOSTILE)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"attribution": "anonymous"}, "who"),
        ({"attribution": "named", "who": ""}, "who"),
        ({"attribution": "role", "who": "  "}, "who"),
        ({"text": ""}, "text"),
        ({"text": "a" * 601}, "text"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"attribution": "everyone"}, "attribution"),
    ],
)
def test_an_invalid_quote_cannot_be_published(changes, field):
    assert list(refused("quote", value(**changes))) == [field]


@pytest.mark.parametrize("changes", [{"attribution": "anonymous"}, {"attribution": "named", "who": ""}, {"text": ""}])
def test_a_draft_may_be_incomplete(changes):
    assert refused("quote", value(**changes), draft=True) == {}
