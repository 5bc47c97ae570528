"""A map of squares: one for each place, near where it truly lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lms.common.figures import svg

GAP, MARGIN, FLAG = 4, 2, 24
AUTO_COLUMNS = 4
NAME_SIZE = 17


@dataclass(frozen=True)
class Tile:
    name: str
    value: str  # as it stands in the square
    shade: int  # 0 to 3
    x: int | None = None  # column from 1, row from 1; without both the square goes below the others
    y: int | None = None
    flag: bool = False
    href: str = ""
    spoken: str = ""  # what a reader hears instead of name and value, for a link
    current: bool = False


class Cell(NamedTuple):
    column: int
    row: int


def tile_map(tiles: Sequence[Tile], *, named_by: str) -> SafeString:
    """Empty for no tiles."""
    if not tiles:
        return SafeString("")
    cells = cells_of(tiles)
    columns = max(AUTO_COLUMNS, *(cell.column + 1 for cell in cells))
    rows = max(cell.row for cell in cells) + 1
    side = (svg.WIDTH - 2 * MARGIN + GAP) // columns
    parts = (
        _tile(tile, MARGIN + cell.column * side, MARGIN + cell.row * side, side - GAP)
        for tile, cell in zip(tiles, cells, strict=True)
    )
    height = rows * side - GAP + 2 * MARGIN
    role = "group" if any(tile.href for tile in tiles) else "img"
    return svg.drawing(parts, width=svg.WIDTH, height=height, named_by=named_by, role=role)


def cells_of(tiles: Sequence[Tile]) -> list[Cell]:
    """Columns and rows from 0, moved to the corner; places without a position fill rows of four below, in their order."""
    known = [(tile.x, tile.y) for tile in tiles if tile.x is not None and tile.y is not None]
    left, top = min((x for x, _ in known), default=0), min((y for _, y in known), default=0)
    below = max((y - top + 1 for _, y in known), default=0)
    free = _rows_from(below)
    return [
        Cell(tile.x - left, tile.y - top) if tile.x is not None and tile.y is not None else next(free) for tile in tiles
    ]


def _rows_from(row: int) -> Iterator[Cell]:
    while True:
        yield from (Cell(column, row) for column in range(AUTO_COLUMNS))
        row += 1


def _tile(tile: Tile, x: int, y: int, side: int) -> SafeString:
    middle = x + side // 2
    parts = [
        svg.rect(f"tile q{tile.shade}{' on' if tile.current else ''}", x, y, side, side, r=8),
        svg.text(f"tn q{tile.shade}t", middle, y + side // 2 - 2, tile.name, squeeze=_squeeze(tile.name, side)),
        svg.text(f"tv q{tile.shade}t", middle, y + side // 2 + 24, tile.value),
    ]
    if tile.flag:
        parts.append(_flag(x + side, y))
    if not tile.href:
        return format_html("<g>{}</g>", svg.joined(parts))
    here = SafeString(' aria-current="true"') if tile.current else ""
    spoken = tile.spoken or f"{tile.name} {tile.value}"
    return format_html('<a href="{}" aria-label="{}"{}>{}</a>', tile.href, spoken, here, svg.joined(parts))


def _squeeze(name: str, side: int) -> int | None:
    room = side - 2 * GAP
    return room if svg.length(name, NAME_SIZE) > room else None


def _flag(right: int, y: int) -> SafeString:
    """The corner at the top right, round as the square's own."""
    path = '<path class="flag" d="M{} {}h{}a8 8 0 0 1 8 8v{}z"/>'
    return format_html(path, right - FLAG, y, FLAG - 8, FLAG - 8)
