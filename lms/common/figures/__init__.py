"""Figures drawn on the server: pure functions from numbers to SVG, with classes only, so that colours follow the page.

Each comes with a heading, the finding in a sentence and a table of the same numbers (`components/figure.html`).
"""

from .bars import Bar, bars
from .columns import Column, columns
from .figure import Figure, KeyLine, heading_of
from .shades import Shades
from .tiles import Tile, tile_map

__all__ = ["Bar", "Column", "Figure", "KeyLine", "Shades", "Tile", "bars", "columns", "heading_of", "tile_map"]
