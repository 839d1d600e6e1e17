"""Reading age: known texts and words, and the limits of the formula."""

import pytest

from cms.desk.reading_age import MIN_WORDS, reading_age, syllables

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


def test_an_easy_text_has_a_low_reading_age_and_a_hard_text_a_high_reading_age():
    assert reading_age(EASY) <= 7
    assert reading_age(HARD) >= 20


def test_a_medium_text_has_a_reading_age_between_easy_and_hard():
    middle = "We sat with the young person after the meeting and asked what had been hard for her that week. " * 10
    assert reading_age(EASY) < reading_age(middle) < reading_age(HARD)


def test_a_short_text_has_no_reading_age():
    assert reading_age("word " * (MIN_WORDS - 1)) is None
    assert reading_age("") is None


def test_a_text_without_a_full_stop_counts_as_one_hard_sentence():
    assert reading_age("we went on and on " * 40) == 25


def test_each_line_counts_as_a_sentence():
    assert reading_age("Ask one more question\n" * 40) < reading_age("Ask one more question " * 40)
