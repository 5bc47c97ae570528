"""Work through rows that don't depend on each other: one that fails stops no other, and none fails unseen."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from lms.common.errors import DomainError

Row = TypeVar("Row")


def one_by_one(step: Callable[[Row], int], rows: Iterable[Row]) -> int:
    """The sum of what the steps give. What a rule refuses was settled by somebody else meanwhile; other failures are
    raised together, after the last row. A step that writes opens a transaction of its own."""
    done, failures = 0, []
    for row in rows:
        try:
            done += step(row)
        except DomainError:
            continue
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} failed, {done} done", failures)
    return done
