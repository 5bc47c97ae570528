import re
from xml.etree import ElementTree

import pytest
import segno

from lms.common.files.qr import qr_svg

URL = "https://campus.example.kr/verify/7KQ2-M8XD-4TRB-WZ5H/"
NS = "{http://www.w3.org/2000/svg}"
QUIET = 4


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own output


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """The (column, row) of each dark module, read back from the strokes of the SVG's path."""
    path = parse(svg).findall(f"{NS}path")[1].attrib["d"]
    modules = set()
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in numbers.replace("-", " -").split()]
        if command == "h":
            modules |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            x, y = values
    return {(column - QUIET, row - QUIET) for column, row in modules}


@pytest.mark.parametrize("text", [URL, "482913", "출석 확인 2026-06-27"])
def test_draws_each_module_of_a_full_qr_code(text: str) -> None:
    matrix = segno.make_qr(text, error="m").matrix
    expected = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}

    assert dark_modules(qr_svg(text)) == expected


def test_short_text_is_never_a_micro_code() -> None:
    assert parse(qr_svg("1")).attrib["viewBox"] == "0 0 29 29"


def test_quiet_zone_is_white_for_dark_pages() -> None:
    light = parse(qr_svg(URL)).findall(f"{NS}path")[0]

    assert (light.attrib["fill"], light.attrib["d"]) == ("#fff", "M0 0h41v41h-41z")


def test_is_hidden_from_screen_readers_without_a_title() -> None:
    root = parse(qr_svg(URL))

    assert root.attrib == {"aria-hidden": "true", "viewBox": "0 0 41 41", "class": "qr"}


def test_a_title_names_the_image_and_is_escaped() -> None:
    root = parse(qr_svg(URL, title='출석 <b> & "코드"'))

    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", '출석 <b> & "코드"')
    assert "aria-hidden" not in root.attrib


def test_carries_no_inline_style_or_script() -> None:
    svg = qr_svg('"><script>alert(1)</script>', title="</svg><script>")

    assert "style" not in svg
    assert "<script" not in svg
