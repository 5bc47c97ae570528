"""Rings, bars and status lines. The share is computed once here, so that picture and words can't differ."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

RADIUS = 50
LENGTH = 2 * math.pi * RADIUS


def percent(done: int, total: int | None) -> int | None:
    """Whole percent; 100 only when all is done, 0 only when nothing is. None where there is nothing to do."""
    if not total or total < 0:
        return None
    if done >= total:
        return 100
    if done <= 0:
        return 0
    return min(99, max(1, math.floor(100 * done / total)))


@dataclass(frozen=True)
class Ring:
    percent: int | None
    dash: str

    @classmethod
    def of(cls, done: int, total: int | None) -> "Ring":
        """`dash` is empty for 0 % and no data: a dash of length 0 with round ends would still draw a dot."""
        share = percent(done, total)
        if not share:
            return cls(share, "")
        drawn = LENGTH * share / 100
        return cls(share, f"{drawn:.1f} {LENGTH:.1f}")


def bar_width(share: float | None) -> int:
    """A share (0–1) → the width of the bar in percent, within its track whatever comes in."""
    if share is None or math.isnan(share):
        return 0
    return round(100 * min(1.0, max(0.0, share)))


@dataclass(frozen=True)
class Step:
    """One step of a status line. `state` is done, now, next or stopped; `note` is a date or a reason."""

    label: str | Promise
    state: str
    note: str | Promise = ""


def steps(labels: Sequence[str | Promise], current: int, notes: Iterable[str | Promise] = ()) -> list[Step]:
    """Steps before `current` (from 0) are done, it is now, the others come next. `current == len(labels)`: all done."""
    note_of = dict(enumerate(notes))
    return [
        Step(label, "done" if index < current else "now" if index == current else "next", note_of.get(index, ""))
        for index, label in enumerate(labels)
    ]
