"""Something beside the text."""

import pytest

from tests.cms.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of


def value(**changes):
    return {"kind": "care", "heading": "Before you start", "text": "<p>Bring it to <b>supervision</b>.</p>", **changes}


@pytest.mark.parametrize("kind", ["info", "good", "care"])
def test_it_shows_its_kind_its_heading_and_its_text(kind):
    soup = shown("callout", value(kind=kind))
    assert soup.find(class_=f"notice-{kind}")
    assert text_of(soup.find(class_="notice-heading")) == "Before you start"
    assert soup.find(class_="rich").b.string == "supervision"


def test_it_does_not_speak_up_by_itself_as_a_deed_does():
    assert shown("callout", value()).find(role="status") is None


def test_its_kind_is_told_by_a_shape_and_not_by_colour_alone():
    shapes = {str(shown("callout", value(kind=kind)).svg) for kind in ("info", "good", "care")}
    assert len(shapes) == 3


def test_hostile_words_stay_words():
    assert is_harmless(shown("callout", value(heading=HOSTILE)))


@pytest.mark.parametrize(
    ("changes", "field"), [({"heading": ""}, "heading"), ({"text": ""}, "text"), ({"kind": "stop"}, "kind"), ({"text": "<p> </p>"}, "text")]
)
def test_it_cannot_be_published_without(changes, field):
    assert list(refused("callout", value(**changes))) == [field]


def test_a_draft_may_wait_for_its_words():
    assert refused("callout", value(heading="", text=""), draft=True) == {}
