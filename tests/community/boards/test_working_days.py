"""Five working days without a reply."""

from datetime import date, timedelta

import pytest

from cms.people import working_days
from cms.people.working_days import check_bank_holidays, latest_day_to_be_late, working_days_after


@pytest.mark.parametrize(
    ("asked", "fifth"),
    [
        (date(2027, 12, 23), date(2028, 1, 4)),  # 27 and 28 December and 3 January are bank holidays
        (date(2026, 11, 30), date(2026, 12, 7)),
        (date(2026, 11, 28), date(2026, 12, 4)),  # a Saturday
        (date(2027, 3, 25), date(2027, 4, 5)),  # Good Friday and Easter Monday
    ],
)
def test_the_fifth_working_day(asked, fifth):
    assert working_days_after(asked, 5) == fifth
    # The facilitator hears of it on the morning after, and not before
    assert latest_day_to_be_late(fifth, 5) < asked
    assert latest_day_to_be_late(fifth + timedelta(days=1), 5) >= asked


def test_a_warning_comes_half_a_year_before_the_bank_holidays_end(monkeypatch):
    for today, warns in ((date(2028, 6, 1), False), (date(2028, 7, 15), True), (date(2030, 1, 1), True)):
        monkeypatch.setattr(working_days.timezone, "localdate", lambda today=today: today)
        assert bool(check_bank_holidays()) == warns
