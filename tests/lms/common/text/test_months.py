from datetime import date

import pytest

from lms.common.text.months import term_end


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 6, 27), 12, date(2027, 6, 26)),
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # the last month lacks the day, so the term ends with it
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_term_ends_the_day_before_its_first_day_comes_again(first: date, months: int, last: date) -> None:
    assert term_end(first, months) == last
