"""Bars below one another, each a share of the first: where people of a course stop."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from lms.common.figures import svg
from lms.common.ui.progress import percent

LINE, BAR_TOP, BAR_HEIGHT = 60, 24, 18


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    value: str  # the number as it is written, with its share


def bars(lines: Sequence[Bar], *, named_by: str) -> SafeString:
    """Lengths are shares of the first bar; of nothing every bar is empty."""
    whole = lines[0].number if lines else 0
    parts = [part for index, bar in enumerate(lines) for part in _bar(bar, whole, index * LINE)]
    height = max(0, (len(lines) - 1) * LINE + BAR_TOP + BAR_HEIGHT)
    return svg.drawing(parts, width=svg.WIDTH, height=height, named_by=named_by)


def _bar(bar: Bar, whole: int, y: int) -> list[SafeString]:
    drawn = svg.WIDTH * (percent(bar.number, whole) or 0) // 100
    parts = [
        svg.text("lab", 0, y + 16, bar.label),
        svg.text("val", svg.WIDTH, y + 16, bar.value),
        svg.rect("trk", 0, y + BAR_TOP, svg.WIDTH, BAR_HEIGHT),
    ]
    return [*parts, svg.rect("c1", 0, y + BAR_TOP, drawn, BAR_HEIGHT)] if drawn else parts
