"""The picture block: a picture with alternative text."""

import pytest

from tests.pages.blocks.parts import HOSTILE, an_image, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def value(**changes):
    return {"image": an_image().pk, "alternative": "A blue door, half open", "decorative": False, "caption": "", "credit": "", **changes}


def test_a_picture_has_its_alternative_text():
    image = shown("picture", value()).img
    assert (image["alt"], image["loading"]) == ("A blue door, half open", "lazy")
    assert image["width"] and image["height"]
    assert image["src"].startswith("/media/images/")


def test_a_decorative_picture_has_empty_alternative_text():
    assert shown("picture", value(alternative="", decorative=True)).img["alt"] == ""


def test_caption_and_credit_are_shown_only_if_given():
    assert text_of(shown("picture", value(caption="The hub", credit="Ann")).figcaption).split()[-1] == "Ann"
    assert shown("picture", value()).figcaption is None


def test_hostile_text_is_escaped():
    soup = shown("picture", value(alternative=HOSTILE, caption=HOSTILE, credit=HOSTILE))
    assert is_harmless(soup)
    assert soup.img["alt"] == HOSTILE


def test_it_cannot_be_published_without_alternative_text_unless_decorative():
    assert list(refused("picture", value(alternative=""))) == ["alternative"]


def test_it_cannot_be_both_described_and_decorative():
    assert list(refused("picture", value(decorative=True))) == ["decorative"]


def test_alternative_text_of_only_spaces_is_refused():
    assert list(refused("picture", value(alternative="   "))) == ["alternative"]


def test_it_cannot_be_published_without_an_existing_picture():
    assert list(refused("picture", value(image=None))) == ["image"]
    assert list(refused("picture", value(image=999999))) == ["image"]


@pytest.mark.parametrize("changes", [{"alternative": ""}, {"decorative": True}, {"image": None}])
def test_a_draft_may_be_incomplete(changes):
    assert refused("picture", value(**changes), draft=True) == {}


def test_a_block_without_its_picture_shows_no_picture():
    assert shown("picture", value(image=None)).img is None
