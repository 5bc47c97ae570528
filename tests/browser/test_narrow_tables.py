"""On a phone the cells of a table stand below each other, each with its label. On a table made for it, with the site's CSS."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.once

SHEETS = ("tokens.css", "base.css", "components.css")
CELLS = {
    "close": "<td data-label='날짜'><b>11월 22일</b></td>",
    "after space": "<td data-label='날짜'> <b>11월 22일</b></td>",
    "a list": "<td data-label='날짜'><ul class='plain'><li><b>11월 22일</b></li></ul></td>",
}
PLACES = """() => [...document.querySelectorAll("td")].map((cell) => {
    const box = cell.getBoundingClientRect(), value = cell.querySelector("b");
    const place = value ? value.getBoundingClientRect() : box;
    return {right: Math.round(place.left - box.left), down: Math.round(place.top - box.top), high: Math.round(box.height)};
})"""


def places(browser: "Browser", *cells: str) -> list[dict[str, int]]:
    css = "".join((Path(settings.BASE_DIR) / "lms/static/css" / name).read_text() for name in SHEETS)
    rows = "".join(f"<tr>{cell}</tr>" for cell in cells)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_content(
        f"<!doctype html><style>{css}ul {{ margin: 0 }}</style><table class='table table-cards'>{rows}</table>"
    )
    found: list[dict[str, int]] = page.evaluate(PLACES)
    context.close()
    return found


def test_a_value_stands_beside_its_label_however_the_source_is_broken(browser: "Browser") -> None:
    close, after_space, a_list = places(browser, *CELLS.values())
    assert after_space == close
    assert (a_list["down"], a_list["high"]) == (close["down"], close["high"])


def test_a_cell_without_a_value_is_a_line_high(browser: "Browser") -> None:
    full, empty = places(browser, CELLS["close"], "<td data-label='날짜'></td>")
    assert empty["high"] == full["high"]
