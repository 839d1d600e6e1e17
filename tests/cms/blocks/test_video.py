"""A video that can be followed without hearing or seeing it."""

import pytest

from tests.cms.blocks.parts import HOSTILE, a_recording, an_image, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def value(name="talk.mp4", called="", **fields):
    """A block with a recording made for it."""
    return {"recording": a_recording(name, **fields).pk, "called": called}


@pytest.mark.parametrize(("name", "mime"), [("talk.mp4", "video/mp4"), ("talk.webm", "video/webm")])
def test_it_has_a_player_with_captions_and_a_transcript(name, mime):
    soup = shown("video", value(name))
    assert soup.video.source["type"] == mime
    assert soup.video.source["src"].startswith("/recordings/")
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
    assert "0.1 MB" in words


@pytest.mark.parametrize(
    ("length", "words"), [((1, 0), "1 minute,"), ((0, 45), "45 seconds,"), ((3, 5), "3 minutes 5,"), ((0, 1), "1 second,")]
)
def test_its_length_is_said_in_words(length, words):
    assert words in text_of(shown("video", value(duration=length[0] * 60 + length[1])))


def test_a_preview_claims_nothing_that_is_missing():
    soup = shown("video", value(captions="", transcript="", duration=0))
    assert soup.track is None
    assert soup.details is None
    assert "with captions" not in soup.get_text() and "transcript" not in soup.get_text()


def test_a_recording_that_is_gone_is_said_to_be():
    soup = shown("video", {"recording": None, "called": ""})
    assert soup.video is None
    assert "This recording is no longer here." in text_of(soup)


def test_hostile_words_stay_words():
    assert is_harmless(shown("video", value(called=HOSTILE, transcript=HOSTILE)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"captions": ""}, "captions"),
        ({"transcript": " \n "}, "a transcript"),
        ({"duration": 0}, "its length"),
        ({"captions": "", "transcript": ""}, "captions and a transcript"),
    ],
)
def test_it_cannot_be_published_without(fields, words):
    said = f"This recording still needs {words}. Add them under Recordings, then publish."
    assert refused("video", value(**fields)) == {"recording": said}


def test_it_cannot_be_published_without_a_recording_or_with_endless_words():
    assert list(refused("video", {"recording": None, "called": ""})) == ["recording"]
    assert list(refused("video", value(called="x" * 121))) == ["called"]


def test_a_draft_may_wait_for_all_of_it():
    assert refused("video", {"recording": None, "called": ""}, draft=True) == {}
    assert refused("video", value(captions="", transcript="", duration=0), draft=True) == {}


def test_the_play_button_has_words_of_its_own_where_they_are_given():
    assert "Listen for the pause" in text_of(shown("video", value(called="Listen for the pause")))


def test_its_still_picture_is_shown_before_it_plays_and_none_is_claimed():
    assert "poster" not in shown("video", value()).video.attrs
    assert shown("video", value(poster=an_image())).video["poster"].startswith("/media/images/")
