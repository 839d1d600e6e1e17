"""Formatting dates as text."""

from datetime import date, time

import pytest

from community.formatting import format_days, format_partial_date


@pytest.mark.parametrize(
    ("words", "first", "last", "more"),
    [
        ("Wednesday 15 September 2021", date(2021, 9, 15), None, {}),
        ("Wednesday 15 September 2021, 10:00 to 12:30", date(2021, 9, 15), None, {"start_time": time(10), "end_time": time(12, 30)}),
        ("Wednesday 15 September 2021, 09:05", date(2021, 9, 15), date(2021, 9, 15), {"start_time": time(9, 5)}),
        ("13 to 17 September 2021", date(2021, 9, 13), date(2021, 9, 17), {}),
        ("30 November to 2 December 2026", date(2026, 11, 30), date(2026, 12, 2), {}),
        ("30 December 2026 to 2 January 2027", date(2026, 12, 30), date(2027, 1, 2), {}),
        ("September 2021", date(2021, 9, 1), date(2021, 9, 30), {"only_month": True}),
        ("September to October 2021", date(2021, 9, 1), date(2021, 10, 31), {"only_month": True}),
        ("December 2021 to January 2022", date(2021, 12, 1), date(2022, 1, 31), {"only_month": True}),
    ],
)
def test_dates_are_no_more_exact_than_known(words, first, last, more):
    assert format_days(first, last, **more) == words


@pytest.mark.parametrize(("when", "words"), [("2021", "2021"), ("2021-06", "June 2021"), ("2021-06-01", "1 June 2021")])
def test_a_partial_date_is_formatted(when, words):
    assert format_partial_date(when) == words


@pytest.mark.parametrize("when", ["", "21", "summer", "2021-13", "2021-02-30", "2021/06/01", "２０２１", "2021-W01-1", "20210601"])
def test_an_invalid_date_is_refused(when):
    with pytest.raises(ValueError):
        format_partial_date(when)
