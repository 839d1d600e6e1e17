"""The audio block: a recording that can be followed without hearing or seeing it."""

import pytest

from tests.pages.blocks.parts import HOSTILE, a_recording, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def value(name="talk.mp3", called="", **fields):
    """Return a block with a new recording."""
    return {"recording": a_recording(name, **fields).pk, "called": called}


@pytest.mark.parametrize(("name", "mime"), [("talk.mp3", "audio/mpeg"), ("talk.m4a", "audio/mp4")])
def test_a_player_has_captions_and_a_transcript(name, mime):
    soup = shown("audio", value(name))
    assert soup.audio.source["type"] == mime
    assert soup.audio.source["src"].startswith("/recordings/")
    assert (soup.track["kind"], soup.track["srclang"]) == ("captions", "en-GB")
    assert soup.track["src"].endswith(".vtt")
    assert text_of(soup.details).endswith("The kettle goes on.")


def test_it_never_plays_automatically():
    player = shown("audio", value()).audio
    assert player.has_attr("controls") and not player.has_attr("autoplay")
    assert player["preload"] == "none"
    assert player["aria-label"] == "A hub in the morning"


def test_length_and_size_are_shown_before_playing():
    words = text_of(shown("audio", value()))
    assert "2 minutes 30" in words and "0.1 MB" in words
    for seconds, length in {60: "1 minute,", 45: "45 seconds,", 185: "3 minutes 5,", 1: "1 second,"}.items():
        assert length in text_of(shown("audio", value(duration=seconds))), seconds


def test_a_preview_offers_no_links_to_missing_captions_or_transcript():
    soup = shown("audio", value(captions="", transcript="", duration=0))
    assert soup.track is None
    assert soup.details is None
    assert "captions" not in soup.get_text() and "transcript" not in soup.get_text()


def test_a_deleted_recording_shows_no_player():
    soup = shown("audio", {"recording": None, "called": ""})
    assert soup.audio is None
    assert text_of(soup), "the reader is told"


def test_hostile_text_is_escaped():
    assert is_harmless(shown("audio", value(called=HOSTILE, transcript=HOSTILE)))


def test_it_cannot_be_published_without_captions_transcript_or_length():
    for fields, missing in [
        ({"captions": ""}, ["captions"]),
        ({"transcript": " \n "}, ["transcript"]),
        ({"duration": 0}, ["length"]),
        ({"captions": "", "transcript": ""}, ["captions", "transcript"]),
    ]:
        errors = refused("audio", value(**fields))
        assert list(errors) == ["recording"], fields
        assert [name for name in ("captions", "transcript", "length") if f"{name}" in errors["recording"].partition(".")[0]] == missing, (
            fields
        )


def test_it_cannot_be_published_without_a_recording_or_with_an_overlong_title():
    assert list(refused("audio", {"recording": None, "called": ""})) == ["recording"]
    assert list(refused("audio", value(called="x" * 121))) == ["called"]


def test_a_draft_may_be_incomplete():
    assert refused("audio", {"recording": None, "called": ""}, draft=True) == {}
    assert refused("audio", value(captions="", transcript="", duration=0), draft=True) == {}


def test_the_play_button_uses_the_blocks_title_if_given():
    assert "Listen for the pause" in text_of(shown("audio", value(called="Listen for the pause")))
