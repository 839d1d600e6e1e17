"""The pause block: stop and think."""

import pytest

from cms.pages.blocks import reading_seconds
from learning.models import LessonPage
from tests.pages.blocks.parts import refused, shown, text_of


@pytest.mark.parametrize(("minutes", "words"), [(1, "1 minute"), (2, "2 minutes")])
def test_a_pause_shows_its_length(minutes, words):
    soup = shown("pause", {"text": "<p>Whose plan is it?</p>", "minutes": minutes})
    assert text_of(soup) == f"Pause and think: {words} Whose plan is it?"


def test_a_pause_has_no_text_box():
    assert shown("pause", {"text": "<p>Whose plan is it?</p>", "minutes": 1}).find(["form", "textarea", "input"]) is None


def test_the_minutes_of_a_pause_count_towards_the_lesson():
    stream = LessonPage._meta.get_field("body").stream_block.to_python(
        [{"type": "pause", "value": {"text": "<p>Think.</p>", "minutes": 3}}]
    )
    assert 180 <= reading_seconds(stream) <= 181


@pytest.mark.parametrize(("minutes", "field"), [(0, "minutes"), (4, "minutes"), (None, "minutes")])
def test_a_pause_of_less_than_one_or_more_than_three_minutes_cannot_be_published(minutes, field):
    assert list(refused("pause", {"text": "<p>Think.</p>", "minutes": minutes})) == [field]


def test_a_pause_without_text_cannot_be_published():
    assert list(refused("pause", {"text": "", "minutes": 1})) == ["text"]
    assert list(refused("pause", {"text": "<p> </p>", "minutes": 1})) == ["text"]


def test_a_draft_may_be_incomplete():
    assert refused("pause", {"text": "", "minutes": None}, draft=True) == {}
