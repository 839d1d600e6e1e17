"""A picture with words for those who do not see it."""

import pytest

from tests.cms.blocks.parts import HOSTILE, an_image, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def value(**changes):
    return {"image": an_image().pk, "alternative": "A blue door, half open", "decorative": False, "caption": "", "credit": "", **changes}


def test_it_says_what_the_picture_shows():
    image = shown("picture", value()).img
    assert (image["alt"], image["loading"]) == ("A blue door, half open", "lazy")
    assert image["width"] and image["height"]
    assert image["src"].startswith("/media/images/")


def test_a_decoration_says_nothing_to_those_who_do_not_see_it():
    assert shown("picture", value(alternative="", decorative=True)).img["alt"] == ""


def test_caption_and_credit_stand_below_it_and_nothing_when_there_are_none():
    assert text_of(shown("picture", value(caption="The hub", credit="Ann")).figcaption) == "The hub Picture: Ann"
    assert shown("picture", value()).figcaption is None


def test_hostile_words_stay_words():
    soup = shown("picture", value(alternative=HOSTILE, caption=HOSTILE, credit=HOSTILE))
    assert is_harmless(soup)
    assert soup.img["alt"] == HOSTILE


def test_without_words_or_the_word_decoration_it_cannot_be_published():
    assert refused("picture", value(alternative="")) == {"alternative": "Describe what the picture shows, or tick that it is decoration."}


def test_described_and_decoration_at_once_cannot_be_published():
    assert list(refused("picture", value(decorative=True))) == ["decorative"]


def test_a_description_of_spaces_is_none():
    assert list(refused("picture", value(alternative="   "))) == ["alternative"]


def test_no_picture_and_one_that_was_deleted_cannot_be_published():
    assert list(refused("picture", value(image=None))) == ["image"]
    assert list(refused("picture", value(image=999999))) == ["image"]


@pytest.mark.parametrize("changes", [{"alternative": ""}, {"decorative": True}, {"image": None}])
def test_a_draft_may_wait_for_all_of_it(changes):
    assert refused("picture", value(**changes), draft=True) == {}


def test_one_without_its_picture_shows_no_picture():
    assert shown("picture", value(image=None)).img is None
