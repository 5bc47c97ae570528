"""Drawings are right at nothing, at one and at many, and can't be broken by a name."""

import re

import pytest
from django.template.loader import render_to_string

from lms.common.figures import Bar, Column, Figure, KeyLine, Shades, Tile, bars, columns, tile_map
from lms.common.figures.tiles import Cell, cells_of


def numbers_of(svg: str, element: str, attribute: str) -> list[int]:
    return [int(found) for found in re.findall(rf'<{element}[^>]* {attribute}="([^"]*)"', svg)]


def tile(name: str = "동", **fields: object) -> Tile:
    return Tile(**{"name": name, "value": "1곳", "shade": 0} | fields)  # type: ignore[arg-type]


def test_places_stand_where_they_lie_and_the_others_below() -> None:
    tiles = [tile(x=3, y=2), tile(), tile(x=2, y=4), *[tile() for _ in range(4)], tile(x=2)]
    assert cells_of(tiles) == [
        Cell(1, 0), Cell(0, 3), Cell(0, 2), Cell(1, 3), Cell(2, 3), Cell(3, 3), Cell(0, 4), Cell(1, 4),
    ]  # fmt: skip


def test_no_two_squares_stand_on_one_another() -> None:
    tiles = [tile(x=x, y=y) for x in range(1, 6) for y in (1, 2)] + [tile() for _ in range(9)]
    svg = tile_map(tiles, named_by="h")
    places = list(zip(numbers_of(svg, "rect", "x"), numbers_of(svg, "rect", "y"), strict=True))
    assert len(set(places)) == len(tiles) == 19
    side = numbers_of(svg, "rect", "width")[0]
    assert max(x for x, _ in places) + side <= 320
    assert max(y for _, y in places) + side <= int(re.findall(r'viewBox="0 0 \d+ (\d+)"', svg)[0])


def test_a_map_without_places_is_no_drawing() -> None:
    assert tile_map([], named_by="h") == ""


def test_a_map_with_links_is_no_image_and_says_where_each_leads() -> None:
    assert 'role="img" aria-labelledby="h-map"' in tile_map([tile()], named_by="h-map")
    svg = tile_map(
        [tile("양동", href="?a=1&b=2", spoken="양동 1곳, 없음", current=True), tile(flag=True)], named_by="h"
    )
    assert 'role="group"' in svg
    assert '<a href="?a=1&amp;b=2" aria-label="양동 1곳, 없음" aria-current="true"><rect class="tile q0 on"' in svg
    assert (svg.count("<a "), svg.count('class="flag"')) == (1, 1)


def test_a_long_name_is_fitted_into_its_square() -> None:
    svg = tile_map([tile("양동"), tile("종로1·2·3·4가동")], named_by="h")
    assert re.findall(r'textLength="(\d+)"[^>]*>([^<]*)', svg) == [("68", "종로1·2·3·4가동")]


@pytest.mark.parametrize(
    ("numbers", "ranges"),
    [
        ([], [(0, 0)]),
        ([0, 0], [(0, 0)]),
        ([1], [(0, 1)]),
        ([3, 1], [(0, 1), (2, 2), (3, 3)]),
        ([4], [(0, 1), (2, 2), (3, 3), (4, 4)]),
        ([9], [(0, 3), (4, 6), (7, 9)]),
        ([109, 2], [(0, 28), (29, 56), (57, 84), (85, 109)]),
    ],
)
def test_the_key_says_what_the_shades_mean(numbers: list[int], ranges: list[tuple[int, int]]) -> None:
    shades = Shades.of(numbers)
    assert shades.ranges() == ranges
    for shade, (first, last) in enumerate(ranges):
        assert {shades.of_number(number) for number in range(first, last + 1)} == {shade}


@pytest.mark.parametrize(
    ("numbers", "widths"),
    [
        ([0, 0], []),
        ([48, 26, 0], [320, 172]),
        ([3, 1, 3], [320, 105, 320]),
        ([1000, 1], [320, 3]),
    ],
)
def test_bars_are_shares_of_the_first(numbers: list[int], widths: list[int]) -> None:
    svg = bars([Bar("단계", number, str(number)) for number in numbers], named_by="h")
    assert numbers_of(svg, 'rect class="c1"', "width") == widths
    assert svg.count('class="trk"') == len(numbers)


@pytest.mark.parametrize(("numbers", "heights"), [([], []), ([0, 0], []), ([5], [144]), ([0, 50, 100], [72, 144])])
def test_columns_are_shares_of_the_largest(numbers: list[int], heights: list[int]) -> None:
    svg = columns([Column(str(month), number) for month, number in enumerate(numbers, 1)], named_by="h")
    assert numbers_of(svg, "rect", "height") == heights
    assert re.findall(r'class="bv"[^>]*>(\d+)<', svg) == [str(number) for number in numbers]


def test_what_is_not_over_is_dashed() -> None:
    svg = columns([Column("10", 4), Column("11", 2, running=True)], named_by="h")
    assert re.findall(r'<rect class="([^"]*)"', svg) == ["c1", "c1 cur"]


def test_twelve_columns_with_large_numbers_don_t_touch() -> None:
    svg = columns([Column(str(month), 1200) for month in range(1, 13)], named_by="h")
    assert set(numbers_of(svg, 'text class="bv"', "textLength")) <= {24, 25}
    assert len(numbers_of(svg, 'text class="bv"', "textLength")) == 12


@pytest.mark.parametrize(
    "svg",
    [
        tile_map([tile("<b>동&", href='"><script>', spoken='"x')], named_by='"h'),
        bars([Bar("<b>", 1, "<i>")], named_by='"h'),
        columns([Column("<b>", 1, group="<i>")], named_by='"h'),
    ],
)
def test_words_can_t_become_markup(svg: str) -> None:
    assert not re.search(r"<(b|i|script)>", svg)
    assert 'aria-labelledby="&quot;h"' in svg
    assert not re.search(r"NaN|None|style=|-\d", svg)


def test_the_component_ties_drawing_heading_and_table() -> None:
    figure = Figure(
        id="map",
        title="동별 공동체",
        finding="양동에 가장 많습니다.",
        svg=tile_map([tile("양동")], named_by="h-map"),
        head=("동", "공동체"),
        rows=(("양동", "1곳"),),
        key=(KeyLine("q0", "0~1곳"), KeyLine("flag", "없음")),
    )
    html = render_to_string("components/figure.html", {"figure": figure})
    assert '<h2 id="h-map">동별 공동체</h2>' in html
    assert 'role="img" aria-labelledby="h-map"' in html
    assert '<th scope="row">양동</th><td class="num">1곳</td>' in re.sub(r">\s+<", "><", html)
    assert "표로 보기" in html


def test_a_figure_without_a_drawing_says_why() -> None:
    html = render_to_string("components/figure.html", {"figure": Figure("hours", "시간", "아직 없습니다.")})
    assert "아직 없습니다." in html
    assert not re.search(r"<(svg|details|ul)", html)
