import pytest

from lms.common.errors import DomainError
from lms.common.one_by_one import one_by_one


def test_the_steps_are_added_up() -> None:
    assert one_by_one(lambda row: row % 2, [1, 2, 3]) == 2
    assert one_by_one(lambda row: row, []) == 0


def test_what_a_rule_refuses_is_left_out() -> None:
    def step(row: int) -> int:
        if row == 1:
            raise DomainError("answered meanwhile")
        return 1

    assert one_by_one(step, [1, 2, 3]) == 2


def test_one_that_fails_stops_no_other_and_is_raised_after_the_last() -> None:
    seen = []

    def step(row: int) -> int:
        seen.append(row)
        if row < 3:
            raise OSError(f"row {row}")
        return 1

    with pytest.raises(ExceptionGroup, match="2 failed, 1 done") as caught:
        one_by_one(step, [1, 2, 3])
    assert seen == [1, 2, 3]
    assert [str(error) for error in caught.value.exceptions] == ["row 1", "row 2"]
