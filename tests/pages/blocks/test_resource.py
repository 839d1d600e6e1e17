"""The resource block: a resource published elsewhere."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {
        "title": "Signs of Safety",
        "url": "https://example.org/a",
        "description": "Start with part two.",
        "owner": "Example",
        **changes,
    }


def test_it_links_to_the_resource_and_names_its_owner():
    soup = shown("resource", value())
    assert (soup.a["href"], soup.a["rel"], soup.a.string) == ("https://example.org/a", ["noopener"], "Signs of Safety")
    assert "Start with part two." in text_of(soup) and "Example" in text_of(soup)


def test_missing_details_are_left_out():
    assert text_of(shown("resource", value(description="", owner=""))) == "Signs of Safety"


def test_hostile_text_is_escaped():
    assert is_harmless(shown("resource", value(title=HOSTILE, description=HOSTILE, owner=HOSTILE)))


@pytest.mark.parametrize("url", ["", "example", "javascript:alert(1)", "data:text/html,x", "/contact/"])
def test_an_invalid_url_is_refused(url):
    assert list(refused("resource", value(url=url))) == ["url"]


def test_it_cannot_be_published_without_a_title():
    assert list(refused("resource", value(title=""))) == ["title"]


def test_a_draft_may_be_incomplete():
    assert refused("resource", value(title="", url=""), draft=True) == {}
