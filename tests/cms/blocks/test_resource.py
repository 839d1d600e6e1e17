"""Something published elsewhere."""

import pytest

from tests.cms.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {
        "title": "Signs of Safety",
        "url": "https://example.org/a",
        "description": "Start with part two.",
        "owner": "Example",
        **changes,
    }


def test_it_links_away_and_says_whose_it_is():
    soup = shown("resource", value())
    assert (soup.a["href"], soup.a["rel"], soup.a.string) == ("https://example.org/a", ["noopener"], "Signs of Safety")
    assert "Start with part two. From Example, outside Drumbeat." in text_of(soup)


def test_it_says_nothing_of_what_is_not_known():
    assert text_of(shown("resource", value(description="", owner=""))) == "Signs of Safety"


def test_hostile_words_stay_words():
    assert is_harmless(shown("resource", value(title=HOSTILE, description=HOSTILE, owner=HOSTILE)))


@pytest.mark.parametrize("url", ["", "example", "javascript:alert(1)", "data:text/html,x", "/contact/"])
def test_it_refuses_what_is_no_address_of_the_web(url):
    assert list(refused("resource", value(url=url))) == ["url"]


def test_it_cannot_be_published_without_a_title():
    assert list(refused("resource", value(title=""))) == ["title"]


def test_a_draft_may_wait_for_title_and_address():
    assert refused("resource", value(title="", url=""), draft=True) == {}
