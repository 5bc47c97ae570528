"""A deed that is done twice at once, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.common.models import StateChange

# What the deed is done with, twice; or the two by themselves, the first being a little earlier. "do" names another deed.
Given = Mapping[str, Any] | list[Mapping[str, Any]]
TWICE, ONCE = ["done", "done"], ["done", "nothing"]


def lines() -> int:
    """Whatever changes is on record."""
    return StateChange.objects.count()


@dataclass(frozen=True)
class Deed:
    """`answers` are those that both get, `more` is how many there are more then of what `count` counts."""

    act: Callable[..., object]
    make: Callable[[], Given]
    answers: list[str]
    more: int
    count: Callable[[], int]


def name_of(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


DEEDS: dict[str, Deed] = {}


def deed(
    act: Callable[..., object], *, answers: list[str] = TWICE, more: int = 1, count: Callable[[], int] = lines
) -> Callable[[Callable[[], Given]], Callable[[], Given]]:
    def keep(make: Callable[[], Given]) -> Callable[[], Given]:
        assert name_of(act) not in DEEDS
        DEEDS[name_of(act)] = Deed(act, make, answers, more, count)
        return make

    return keep
