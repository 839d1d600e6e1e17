"""The callout block: text set apart from the running text."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {"kind": "care", "heading": "Before you start", "text": "<p>Bring it to <b>supervision</b>.</p>", **changes}


@pytest.mark.parametrize("kind", ["info", "good", "care"])
def test_a_callout_shows_its_kind_heading_and_text(kind):
    soup = shown("callout", value(kind=kind))
    assert soup.find(class_=f"notice-{kind}")
    assert text_of(soup.find(class_="notice-heading")) == "Before you start"
    assert soup.find(class_="rich").b.string == "supervision"


def test_a_callout_is_not_a_status_message():
    assert shown("callout", value()).find(role="status") is None


def test_each_kind_of_callout_has_its_own_icon():
    shapes = {str(shown("callout", value(kind=kind)).svg) for kind in ("info", "good", "care")}
    assert len(shapes) == 3


def test_hostile_text_is_escaped():
    assert is_harmless(shown("callout", value(heading=HOSTILE)))


@pytest.mark.parametrize(
    ("changes", "field"), [({"heading": ""}, "heading"), ({"text": ""}, "text"), ({"kind": "stop"}, "kind"), ({"text": "<p> </p>"}, "text")]
)
def test_it_cannot_be_published_without(changes, field):
    assert list(refused("callout", value(**changes))) == [field]


def test_a_draft_may_be_incomplete():
    assert refused("callout", value(heading="", text=""), draft=True) == {}
