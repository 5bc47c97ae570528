"""The country's list: what a file may be, and what a new installation gets of the bundled one."""

import time

import pytest

from lms.accounts.domain.country import load_country
from lms.accounts.enums import RegionLevel
from lms.accounts.models import Region
from lms.accounts.official_list import BUNDLED, MOST_BYTES, bundled, read
from lms.accounts.queries import centres_over, dongs_of
from lms.common.errors import DomainError
from lms.common.models import StateChange
from tests.factories import people

HEAD = "행정동코드\t시도명\t시군구명\t읍면동명\t생성일자\t말소일자"
WHOLE = [
    "2900000000\t광주광역시\t\t\t19880423\t",
    "2914000000\t광주광역시\t서구\t\t19950101\t",
    "2914057500\t광주광역시\t서구\t양동\t19990118\t",
]


def table(*lines: str) -> str:
    return "\n".join([HEAD, *lines]) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("divider", ["\t", ","])
def test_a_file_in_any_of_its_forms_reads_alike(encoding: str, divider: str) -> None:
    content = table(*WHOLE).replace("\t", divider).replace("\n", "\r\n").encode(encoding)
    assert [(place.code, place.level, place.path) for place in read(content)] == [
        ("2900000000", RegionLevel.SIDO, ("광주광역시",)),
        ("2914000000", RegionLevel.SIGUNGU, ("광주광역시", "서구")),
        ("2914057500", RegionLevel.DONG, ("광주광역시", "서구", "양동")),
    ]


def test_what_is_gone_and_branch_offices_are_left_out() -> None:
    gone = "2914058000\t광주광역시\t서구\t양2동\t19950101\t20071231"
    office = "2914058100\t광주광역시\t서구\t양동시장출장소\t19950101\t"
    assert read(table(*WHOLE, gone, office).encode()) == read(table(*WHOLE).encode())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "첫 줄에 빠진 열이 있습니다"),
        (b"\xff\xfe\x00", "글자가 UTF-8도 cp949도 아닙니다"),
        ("이름,주소\n양동,1".encode(), "첫 줄에 빠진 열이 있습니다: 행정동코드, 시도명, 시군구명, 읍면동명"),
        (table("29140\t광주광역시\t서구\t\t\t").encode(), "2번째 줄에 열 자리 코드나 시도명이 없습니다"),
        (table(*WHOLE, WHOLE[2]).encode(), "5번째 줄이 두 번 나옵니다"),
        (table(WHOLE[0], WHOLE[2]).encode(), "상위 지역이 파일에 없습니다: 광주광역시 서구 양동"),
        (table(WHOLE[0], WHOLE[1], "2914057500\t광주광역시\t서구\t양\t\t").encode(), "4번째 줄은 읍·면·동이 아닙니다"),
        (table().encode(), "한 곳도 없습니다"),
        (b"x" * (MOST_BYTES + 1), "전국 목록보다 큽니다"),
        ((HEAD + '\n"2900000000\t').encode(), "표가 아닙니다"),
    ],
)
def test_another_file_is_refused_with_what_is_wrong(content: bytes, why: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(content)
    assert refused.value.code == "not_the_list"
    assert str(refused.value).startswith("행정안전부의 행정동코드 목록이 아닙니다. 바뀐 것은 없습니다.")
    assert why in str(refused.value)


def test_the_bundled_list_is_the_whole_country() -> None:
    places = bundled()
    levels = [place.level for place in places]
    assert (len(places), levels.count(RegionLevel.SIDO), BUNDLED.stat().st_size < MOST_BYTES) == (3807, 17, True)
    by_code = {place.code: place for place in places}
    assert by_code["2914065000"].path == ("광주광역시", "서구", "농성1동")
    assert by_code["4111156000"].path == ("경기도", "수원시", "장안구", "파장동")
    assert by_code["3611025000"].path == ("세종특별자치시", "세종특별자치시", "조치원읍")
    assert {place.path[0] for place in places if place.code[:2] in {"45", "51", "52"}} == {
        "강원특별자치도",
        "전북특별자치도",
    }
    assert all(len(place.path) > 2 for place in places if place.level in {"dong", "eup", "myeon"})


@pytest.mark.django_db
def test_the_country_is_loaded_once_and_within_seconds() -> None:
    begun = time.monotonic()
    assert load_country() == len(bundled()) == Region.objects.count()
    assert time.monotonic() - begun < 10
    seogu = Region.objects.get(code="2914000000")
    assert (seogu.full_name, seogu.children.count()) == ("광주광역시 서구", 18)
    assert str(Region.objects.get(code="4111156000").full_name) == "경기도 수원시 장안구 파장동"
    assert load_country() == 0
    assert list(StateChange.objects.values_list("subject", "action")) == [("site", "load_country")]


@pytest.mark.django_db
def test_what_was_made_by_hand_stays_and_gets_its_parts() -> None:
    province = people.region(RegionLevel.SIDO, name="광주광역시", code="29")
    district = people.region(RegionLevel.SIGUNGU, name="서구", parent=province, code="29140")
    dong = people.region(name="양동", parent=district, code="29140101")
    assert load_country() == len(bundled()) - 3
    assert Region.objects.filter(name="양동", parent=district).get() == dong
    assert district.children.count() == 18


@pytest.mark.django_db
def test_a_city_with_districts_has_their_dongs() -> None:
    load_country()
    suwon = people.centre(region=Region.objects.get(code="4111000000"))
    assert dongs_of(suwon).count() == 44
    jangan = people.centre(region=Region.objects.get(code="4111100000"))
    assert [dong.parent.name for dong in dongs_of(jangan)] == ["장안구"] * 10  # type: ignore[union-attr]
    Region.objects.filter(name="파장동").update(closed_on="2026-01-01")
    assert dongs_of(jangan).count() == 9


@pytest.mark.django_db
def test_all_codes_of_the_sample_are_in_the_list() -> None:
    from lms.demo.data import sample

    known = {place.code for place in bundled()}
    codes = {row["code"] for row in sample()["regions"]}
    assert codes - known == set()


@pytest.mark.django_db
def test_over_a_dong_are_the_centres_of_its_district_and_of_its_city() -> None:
    province = people.region(RegionLevel.SIDO)
    city = people.region(RegionLevel.SIGUNGU, parent=province)
    district = people.region(RegionLevel.SIGUNGU, parent=city)
    dong = people.region(parent=district)
    over = [people.centre(region=region) for region in (district, city)]
    for region in (province, dong, people.district(), people.region(RegionLevel.SIGUNGU, parent=city)):
        people.centre(region=region)
    assert set(centres_over(dong)) == set(over)
