"""How many a share of a number is: 과반수 is never half itself."""

import pytest

from mentoring.corps.enums import Share


@pytest.mark.parametrize(
    ("share", "counts"),
    [
        (Share.THIRD, [1, 1, 1, 2, 5, 5, 5, 6]),
        (Share.HALF, [1, 2, 2, 3, 7, 8, 8, 9]),
        (Share.TWO_THIRDS, [1, 2, 2, 3, 9, 10, 10, 11]),
        (Share.ALL, [1, 2, 3, 4, 13, 14, 15, 16]),
    ],
)
def test_the_least_number_that_is_such_a_part(share: Share, counts: list[int]) -> None:
    assert [share.least(number) for number in (1, 2, 3, 4, 13, 14, 15, 16)] == counts
