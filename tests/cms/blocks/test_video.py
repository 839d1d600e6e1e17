"""A video that can be followed without hearing or seeing it."""

import pytest

from tests.cms.blocks.parts import HOSTILE, a_document, an_image, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def value(**changes):
    return {
        "title": "A hub in the morning",
        "file": a_document("talk.mp4").pk,
        "captions": a_document("talk.vtt", b"WEBVTT\n").pk,
        "transcript": "<p>The kettle goes on.</p>",
        "minutes": 2,
        "seconds": 30,
        **changes,
    }


@pytest.mark.parametrize(("name", "mime"), [("talk.mp4", "video/mp4"), ("talk.webm", "video/webm")])
def test_it_has_a_player_with_captions_and_a_transcript(name, mime):
    soup = shown("video", value(file=a_document(name).pk))
    assert soup.video.source["type"] == mime
    assert soup.video.source["src"].startswith("/documents/")
    assert (soup.track["kind"], soup.track["srclang"]) == ("captions", "en-GB")
    assert soup.track["src"].endswith(".vtt")
    assert text_of(soup.details) == "Read the transcript The kettle goes on."


def test_it_plays_by_its_own_controls_and_only_when_asked():
    player = shown("video", value()).video
    assert player.has_attr("controls") and not player.has_attr("autoplay")
    assert player["preload"] == "none"
    assert player["aria-label"] == "A hub in the morning"


def test_it_says_before_one_starts_how_long_and_how_large_it_is():
    words = text_of(shown("video", value()))
    assert "2 minutes 30, with captions" in words
    assert "10 bytes" in words


@pytest.mark.parametrize(
    ("length", "words"), [((1, 0), "1 minute,"), ((0, 45), "45 seconds,"), ((3, 5), "3 minutes 5,"), ((0, 1), "1 second,")]
)
def test_its_length_is_said_in_words(length, words):
    assert words in text_of(shown("video", value(minutes=length[0], seconds=length[1])))


def test_a_preview_claims_nothing_that_is_missing():
    soup = shown("video", value(file=None, captions=None, transcript="", minutes=None, seconds=None))
    assert soup.track is None
    assert soup.details is None
    assert "with captions" not in soup.get_text() and "transcript" not in soup.get_text()


def test_hostile_words_stay_words():
    assert is_harmless(shown("video", value(title=HOSTILE)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"file": None}, "file"),
        ({"captions": None}, "captions"),
        ({"transcript": ""}, "transcript"),
        ({"title": ""}, "title"),
        ({"minutes": 0, "seconds": 0}, "minutes"),
        ({"minutes": 11}, "minutes"),
        ({"seconds": 60}, "seconds"),
    ],
)
def test_it_cannot_be_published_without(changes, field):
    assert list(refused("video", value(**changes))) == [field]


@pytest.mark.parametrize("transcript", ['<p data-block-key="a1b2c"></p>', '<p data-block-key="a1b2c">   </p>', "<p>\u00a0</p>"])
def test_a_transcript_without_words_is_none(transcript):
    assert list(refused("video", value(transcript=transcript))) == ["transcript"]


def test_it_refuses_other_kinds_of_file():
    assert refused("video", value(file=a_document("talk.mp3").pk)) == {"file": "Choose a file of one of these kinds: mp4, webm."}
    assert refused("video", value(captions=a_document("talk.txt").pk)) == {"captions": "Captions must be a .vtt file."}


def test_a_draft_may_wait_for_all_of_it():
    empty = {"title": "", "file": None, "captions": None, "transcript": "", "minutes": None, "seconds": None}
    assert refused("video", empty, draft=True) == {}


def test_its_still_picture_is_shown_before_it_plays_and_none_is_claimed():
    assert "poster" not in shown("video", value()).video.attrs
    assert shown("video", value(poster=an_image().pk)).video["poster"].startswith("/media/images/")
