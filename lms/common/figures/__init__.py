"""Figures drawn on the server: pure functions from numbers to SVG, with classes only, so that colours follow the page.

Each comes with a heading, the finding in a sentence and a table of the same numbers (`components/figure.html`).
"""

from lms.common.figures.bars import Bar, bars
from lms.common.figures.columns import Column, columns
from lms.common.figures.figure import Figure, KeyLine, heading_of
from lms.common.figures.shades import Shades
from lms.common.figures.tiles import Tile, tile_map

__all__ = ["Bar", "Column", "Figure", "KeyLine", "Shades", "Tile", "bars", "columns", "heading_of", "tile_map"]
