"""Columns say what the tables beside them say."""

import re

import pytest

from lms.common import clock
from mentoring.visits.figures import hours_figure
from mentoring.visits.metrics import Month, minutes_by_month
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_the_columns_and_their_table_say_the_same() -> None:
    with clock.at(clock.seoul(2026, 11, 22)):
        months = minutes_by_month(people.centre())
        minutes = [*[0] * 8, 30, 29, 755, 100]
        figure = hours_figure([Month(month.first, some) for month, some in zip(months, minutes, strict=True)])
    drawn = re.findall(r'class="bv"[^>]*>(\d+)<', figure.svg)
    assert drawn == ["0"] * 8 + ["1", "0", "13", "2"]
    assert [hours for _month, hours in figure.rows] == [f"{number}시간" for number in drawn]
    assert [month for month, _hours in figure.rows][::11] == ["2025년 12월", "2026년 11월(22일까지)"]
    assert figure.finding == (
        "최근 12달 동안 15시간 14분을 코칭했습니다. 2026년 10월에 13시간으로 가장 많았습니다. "
        "2026년 11월(점선)은 아직 끝나지 않았습니다."
    )
    assert figure.svg.count("c1 cur") == 1


def test_a_year_without_visits_has_no_drawing() -> None:
    figure = hours_figure(minutes_by_month(people.centre()))
    assert (figure.svg, figure.finding) == ("", "최근 12달 동안 확인된 방문이 없습니다.")
