"""Columns beside one another over time, each with its number. What is not over yet is drawn dashed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from lms.common.figures import svg

TOP, FOOT = 26, 170
LABEL_Y, GROUP_Y, HEIGHT = 192, 214, 222
SIZE = 16  # of the letters


@dataclass(frozen=True)
class Column:
    label: str
    number: int
    group: str = ""  # stands below the first column of a group: the year
    running: bool = False


def columns(lines: Sequence[Column], *, named_by: str) -> SafeString:
    """Heights are shares of the largest number; where all are nothing only the foot line stands."""
    most = max((column.number for column in lines), default=0)
    parts = [svg.line("base", 0, svg.WIDTH, FOOT)]
    for index, column in enumerate(lines):
        left, right = (svg.WIDTH * edge // len(lines) for edge in (index, index + 1))
        parts += _column(column, left, right - left, most)
    return svg.drawing(parts, width=svg.WIDTH, height=HEIGHT, named_by=named_by)


def _column(column: Column, x: int, step: int, most: int) -> list[SafeString]:
    middle, width, number = x + step // 2, step * 2 // 3, str(column.number)
    height = (FOOT - TOP) * column.number // most if most else 0
    room = step - 2 if svg.length(number, SIZE) > step - 2 else None
    parts = [
        svg.text("bv", middle, FOOT - height - 7, number, squeeze=room),
        svg.text("bm", middle, LABEL_Y, column.label),
    ]
    if column.group:
        parts.append(svg.text("bg", x, GROUP_Y, column.group))
    if column.number:
        css = "c1 cur" if column.running else "c1"
        parts.append(svg.rect(css, middle - width // 2, FOOT - height, width, height, r=3))
    return parts
