"""The reflection block: a question with a private note."""

import pytest

from tests.pages.blocks.parts import HOSTILE, is_harmless, refused, shown, text_of

NOTE = {"id": "note-1", "action": "/my-learning/x/", "text": "", "saved_words": "", "event": "e1"}


def value(**changes):
    return {"question": "Which rule is hardest to explain?", "hint": "Begin with one from this week.", **changes}


def test_a_reflection_says_it_is_private_and_labels_its_text_box():
    soup = shown("reflection", value(), note=NOTE)
    assert "Private. Only you can read this." in text_of(soup)
    assert text_of(soup.label) == "Which rule is hardest to explain?"
    assert soup.label["for"] == soup.textarea["id"]
    assert soup.find(id=soup.textarea["aria-describedby"]).get_text() == "Begin with one from this week."
    assert soup.form["method"] == "post"
    assert soup.find("input", {"name": "event"})["value"] == "e1"


def test_a_saved_note_is_shown_exactly_as_written():
    words = "\n  First line\n\n</textarea><script>alert(1)</script>"
    soup = shown("reflection", value(), note={**NOTE, "text": words, "saved_words": "Saved 3 November at 09:30"})
    assert is_harmless(soup)
    # HTML drops the first line break after the tag; it is not part of the note.
    assert soup.textarea.get_text() == "\n" + words
    assert "Saved 3 November at 09:30" in text_of(soup)


def test_without_a_hint_the_text_box_has_no_description():
    soup = shown("reflection", value(hint=""), note=NOTE)
    assert "aria-describedby" not in soup.textarea.attrs


def test_a_preview_shows_the_question_without_a_text_box():
    soup = shown("reflection", value())
    assert soup.form is None and soup.textarea is None
    assert "Which rule is hardest to explain?" in text_of(soup)


def test_hostile_text_is_escaped():
    assert is_harmless(shown("reflection", value(question=HOSTILE, hint=HOSTILE), note=NOTE))


@pytest.mark.parametrize(
    ("changes", "field"), [({"question": ""}, "question"), ({"question": "a" * 301}, "question"), ({"hint": "a" * 201}, "hint")]
)
def test_an_invalid_reflection_cannot_be_published(changes, field):
    assert list(refused("reflection", value(**changes))) == [field]


def test_a_draft_may_be_incomplete():
    assert refused("reflection", value(question=""), draft=True) == {}
