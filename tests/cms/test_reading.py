"""How hard a text is to read: known texts and words, and what the formula cannot say."""

import pytest

from cms.desk.reading_age import LEAST_WORDS, reading_age, syllables

EASY = "The cat sat on the mat. It was warm and dry. She did not move. " * 10
HARD = (
    "Multidisciplinary practitioners systematically operationalise therapeutically informed residential interventions, "
    "notwithstanding considerable organisational variability across participating local authorities and their commissioned partners. "
) * 6


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("make", 1), ("people", 2), ("banana", 3), ("asked", 1), ("wanted", 2), ("houses", 2), ("table", 2), ("children", 2)],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_short_words_in_short_sentences_are_for_the_young_and_long_ones_for_nobody():
    assert reading_age(EASY) <= 7
    assert reading_age(HARD) >= 20


def test_the_ages_stand_in_order():
    middle = "We sat with the young person after the meeting and asked what had been hard for her that week. " * 10
    assert reading_age(EASY) < reading_age(middle) < reading_age(HARD)


def test_of_a_few_words_nothing_is_said():
    assert reading_age("word " * (LEAST_WORDS - 1)) is None
    assert reading_age("") is None


def test_a_text_without_a_full_stop_is_one_sentence_and_hard():
    assert reading_age("we went on and on " * 40) == 25


def test_a_line_is_a_sentence_of_its_own():
    assert reading_age("Ask one more question\n" * 40) < reading_age("Ask one more question " * 40)
