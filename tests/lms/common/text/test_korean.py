from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lms.common import clock
from lms.common.clock import seoul
from lms.common.text import korean

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("style", "written"),
    [("long", "2026년 3월 2일(월)"), ("short", "3월 2일(월)"), ("table", "2026.3.2.(월)")],
)
def test_a_date_carries_its_weekday_in_every_style(style: str, written: str) -> None:
    assert korean.ko_date(MONDAY, style) == written


def test_a_moment_is_dated_in_seoul() -> None:
    late_in_london = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    assert korean.ko_dt(late_in_london) == "2026년 3월 2일(월) 오전 5시 30분"
    assert korean.ko_dt(late_in_london, "table") == "2026.3.2.(월) 05:30"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (time(0, 0), "오전 0시"),
        (time(9, 5), "오전 9시 5분"),
        (time(12, 0), "낮 12시"),
        (time(12, 30), "낮 12시 30분"),
        (time(13, 0), "오후 1시"),
        (time(23, 59), "오후 11시 59분"),
    ],
)
def test_time_of_day(moment: time, written: str) -> None:
    assert korean.ko_time(moment) == written


def test_time_in_tables() -> None:
    assert korean.ko_time(time(9, 5), "table") == "09:05"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (MONDAY, date(2026, 4, 30), "2026년 3월 2일(월)~4월 30일(목)"),
        (date(2026, 11, 5), date(2027, 1, 14), "2026년 11월 5일(목)~2027년 1월 14일(목)"),
        (MONDAY, MONDAY, "2026년 3월 2일(월)"),
        (seoul(2026, 3, 2, 14), seoul(2026, 3, 2, 16, 30), "2026년 3월 2일(월) 오후 2시~오후 4시 30분"),
        (seoul(2026, 3, 2, 22), seoul(2026, 3, 3, 1), "2026년 3월 2일(월) 오후 10시~3월 3일(화) 오전 1시"),
        (MONDAY, None, "2026년 3월 2일(월)부터"),
        (None, MONDAY, "2026년 3월 2일(월)까지"),
        (None, None, ""),
    ],
)
def test_span(start: date | None, end: date | None, written: str) -> None:
    assert korean.ko_span(start, end) == written


def test_span_in_lists_leaves_the_year_out() -> None:
    assert korean.ko_span(MONDAY, date(2026, 4, 30), "short") == "3월 2일(월)~4월 30일(목)"


@pytest.mark.parametrize(
    ("day", "written"),
    [(2, "오늘"), (3, "내일"), (5, "3일 남음"), (1, "어제")],
)
def test_near(day: int, written: str) -> None:
    assert korean.ko_near(date(2026, 3, day), MONDAY) == written


def test_near_in_the_past_and_around_midnight_in_seoul() -> None:
    assert korean.ko_near(date(2026, 2, 27), MONDAY) == "3일 지남"
    assert korean.ko_near(datetime(2026, 3, 1, 15, 0, tzinfo=UTC), MONDAY) == "오늘"
    assert korean.ko_near(datetime(2026, 3, 1, 14, 59, tzinfo=UTC), MONDAY) == "어제"


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, "0분"), (45, "45분"), (60, "1시간"), (90, "1시간 30분"), (1441, "24시간 1분")]
)
def test_minutes(minutes: int, written: str) -> None:
    assert korean.ko_minutes(minutes) == written


@pytest.mark.parametrize(
    ("digits", "written"),
    [
        ("01000000000", "010-0000-0000"),
        ("0111234567", "011-123-4567"),
        ("0212345678", "02-1234-5678"),
        ("021234567", "02-123-4567"),
        ("0621234567", "062-123-4567"),
        ("050212345678", "0502-1234-5678"),
        ("15880000", "1588-0000"),
        ("1234", "1234"),
        ("", ""),
    ],
)
def test_phone(digits: str, written: str) -> None:
    assert korean.phone(digits) == written


@pytest.mark.parametrize(
    ("name", "masked"),
    [("김하늘", "김*늘"), ("김하", "김*"), ("남궁하늘", "남**늘"), ("김", "*"), ("", ""), ("Ann Lee", "A*****e")],
)
def test_mask_name(name: str, masked: str) -> None:
    assert korean.mask_name(name) == masked


@given(st.text(min_size=2).filter(lambda name: len(name.strip()) > 2))
def test_a_masked_name_shows_two_characters_at_most(name: str) -> None:
    masked = korean.mask_name(name)
    assert len(masked) == len(name.strip())
    assert masked[1:-1] == "*" * (len(masked) - 2)


@pytest.mark.parametrize(
    ("word", "pair", "written"),
    [
        ("햇살아파트", "을/를", "햇살아파트를"),
        ("골목정원", "을/를", "골목정원을"),
        ("골목정원", "이/가", "골목정원이"),
        ("나눔부엌", "은/는", "나눔부엌은"),
        ("김하늘", "과/와", "김하늘과"),
        ("서울", "으로/로", "서울로"),
        ("광주", "으로/로", "광주로"),
        ("풍암동", "으로/로", "풍암동으로"),
        ("마을", "이라고/라고", "마을이라고"),
        ("햇살아파트", "를/을", "햇살아파트를"),
        ("골목정원", "가/이", "골목정원이"),
        # digits as they are read: 영일이삼사오육칠팔구, 십, 백
        ("1", "을/를", "1을"),
        ("2", "을/를", "2를"),
        ("3", "을/를", "3을"),
        ("9", "이/가", "9가"),
        ("10", "이/가", "10이"),
        ("101호", "을/를", "101호를"),
        ("7", "으로/로", "7로"),
        ("6", "으로/로", "6으로"),
        # Latin: capitals by the letter's name, words by their sound
        ("PDF", "을/를", "PDF를"),
        ("URL", "을/를", "URL을"),
        ("URL", "으로/로", "URL로"),
        ("LAN", "으로/로", "LAN으로"),
        ("book", "을/를", "book을"),
        ("coffee", "을/를", "coffee를"),
        ("email", "으로/로", "email로"),
        ("meeting", "이/가", "meeting이"),
        # numbers in one sign, units after a number in full
        ("심화 Ⅰ", "으로/로", "심화 Ⅰ로"),
        ("심화 Ⅱ", "을/를", "심화 Ⅱ를"),
        ("③", "을/를", "③을"),
        ("１", "이/가", "１이"),
        ("30%", "을/를", "30%를"),
        ("100％", "이/가", "100％가"),
        ("5km", "을/를", "5km를"),
        ("2㎞", "으로/로", "2㎞로"),
        ("10㎡", "이/가", "10㎡가"),
        ("3 kg", "을/를", "3 kg을"),
        ("20℃", "이/가", "20℃가"),
        ("Google", "으로/로", "Google로"),
        ("game", "을/를", "game을"),
        ("site", "을/를", "site를"),
        # what stands in brackets is not read, punctuation neither
        ("풍암동(1통)", "을/를", "풍암동(1통)을"),
        ("‘마을회의’", "을/를", "‘마을회의’를"),
        ("(가)", "은/는", "(가)는"),
        ("!!", "을/를", "!!를"),
        ("", "을/를", "를"),
    ],
)
def test_josa(word: str, pair: str, written: str) -> None:
    assert korean.josa(word, pair) == written


@given(st.text())
def test_josa_always_chooses_one_of_the_two(word: str) -> None:
    assert korean.josa(word, "을/를") in {word + "을", word + "를"}


def render(template: str, **context: object) -> str:
    return Template("{% load ko %}" + template).render(Context(context))


def test_filters_write_what_the_functions_write() -> None:
    with clock.at(seoul(2026, 3, 1)):
        written = render(
            "{{ d|ko_date }}|{{ d|ko_date:'short' }}|{{ t|ko_dt }}|{{ t|ko_time }}|{{ d|ko_span:e }}|{{ d|ko_near }}|"
            "{{ m|ko_minutes }}|{{ p|phone }}|{{ n|mask_name }}|{{ n|josa:'을/를' }}",
            d=MONDAY,
            e=date(2026, 3, 3),
            t=seoul(2026, 3, 2, 14),
            m=90,
            p="01012345678",
            n="김하늘",
        )
    assert written.split("|") == [
        "2026년 3월 2일(월)",
        "3월 2일(월)",
        "2026년 3월 2일(월) 오후 2시",
        "오후 2시",
        "2026년 3월 2일(월)~3월 3일(화)",
        "내일",
        "1시간 30분",
        "010-1234-5678",
        "김*늘",
        "김하늘을",
    ]


@pytest.mark.parametrize("name", ["ko_date", "ko_dt", "ko_time", "ko_near", "ko_minutes", "phone", "mask_name"])
def test_filters_write_nothing_for_nothing(name: str) -> None:
    assert render("{{ nothing|" + name + " }}", nothing=None) == ""


def test_josa_leaves_escaping_to_the_template() -> None:
    assert render("{{ name|josa:'을/를' }}", name="<b>마을") == "&lt;b&gt;마을을"


def test_midnight_is_a_time() -> None:
    assert render("{{ t|ko_time }}", t=time(0, 0)) == "오전 0시"
