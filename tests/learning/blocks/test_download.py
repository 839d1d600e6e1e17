"""The download block: a file to take away."""

import pytest

from tests.pages.blocks.parts import HOSTILE, a_document, is_harmless, refused, shown, text_of

pytestmark = pytest.mark.django_db


def value(**changes):
    return {"file": a_document("sheet.pdf").pk, "title": "Team sheet", "description": "One page.", **changes}


def test_a_download_shows_its_type_and_size():
    soup = shown("download", value())
    assert soup.a["href"].startswith("/documents/") and soup.a.has_attr("download")
    assert text_of(soup).replace("\xa0", " ") == "Team sheet (PDF, 10 bytes) One page."


def test_a_preview_without_its_file_shows_no_type_or_size():
    soup = shown("download", value(file=None, description=""))
    assert text_of(soup) == "Team sheet"
    assert soup.find("a", href="") is None


def test_hostile_text_is_escaped():
    assert is_harmless(shown("download", value(title=HOSTILE, description=HOSTILE)))


@pytest.mark.parametrize("name", ["talk.mp3", "talk.m4a", "talk.mp4", "talk.webm", "talk.vtt"])
def test_a_recording_is_refused_as_a_download(name):
    assert refused("download", value(file=a_document(name).pk)) == {
        "file": "A recording needs captions and a transcript. Use a video or audio block."
    }


def test_it_cannot_be_published_without_file_or_title():
    assert list(refused("download", value(file=None))) == ["file"]
    assert list(refused("download", value(file=999999))) == ["file"]
    assert list(refused("download", value(title=""))) == ["title"]


def test_a_draft_may_be_incomplete():
    assert refused("download", value(file=None, title=""), draft=True) == {}
