"""Maps say what the tables beside them say."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion
from lms.accounts.enums import Role
from lms.common import clock
from mentoring.communities.enums import CommunityState
from mentoring.communities.figures import coached_maps, community_maps
from mentoring.communities.metrics import Dong, by_dong
from tests.factories import courses, pages, people, visits
from tests.factories import mentoring as make

pytestmark = pytest.mark.django_db


def dong(name: str, communities: int, coached: int = 0, *, has_expert: bool = True, district: str = "서구") -> Dong:
    return Dong(name, name, district, district, None, None, communities, coached, has_expert)


def link(row: Dong) -> str:
    return f"?dong={row.code}"


def in_squares(svg: str) -> list[tuple[str, str]]:
    names = re.findall(r'class="tn [^>]*>([^<]*)', svg)
    return list(zip(names, re.findall(r'class="tv [^>]*>([^<]*)', svg), strict=True))


def test_the_map_of_communities_names_the_most_and_the_gaps() -> None:
    rows = [dong("양동", 2), dong("치평동", 9), dong("서창동", 0, has_expert=False)]
    (figure,) = community_maps(rows, link=link, chosen="치평동")
    assert (figure.title, figure.finding) == (
        "서구 동별 공동체 11곳",
        "치평동에 가장 많습니다(9곳). 서창동에는 전문지원가가 없습니다.",
    )
    assert figure.rows == (("양동", "2곳"), ("치평동", "9곳"), ("서창동 (전문지원가 없음)", "0곳"))
    assert in_squares(figure.svg) == [("양동", "2곳"), ("치평동", "9곳"), ("서창동", "0곳")]
    assert 'aria-label="서창동 0곳, 전문지원가 없음"' in figure.svg
    assert re.findall(r'<a href="([^"]*)"[^>]*aria-current="true"', figure.svg) == ["?dong=치평동"]
    assert [(line.sign, line.text) for line in figure.key] == [
        ("q0", "0~3곳"), ("q1", "4~6곳"), ("q2", "7~9곳"), ("flag", "전문지원가 없음"),
    ]  # fmt: skip


def test_many_gaps_are_told_by_their_number() -> None:
    rows = [dong(f"{n}동", 1, has_expert=False) for n in range(6)]
    (figure,) = community_maps(rows, link=link)
    assert figure.finding == "0동, 1동, 2동, 3동 등 6개 동에는 전문지원가가 없습니다."


def test_each_district_has_its_map_the_fullest_first() -> None:
    rows = [dong("천연동", 1, district="서대문구"), dong("양동", 2), dong("양3동", 2)]
    assert [figure.id for figure in community_maps(rows, link=link)] == ["map-서구", "map-서대문구"]
    assert community_maps([], link=link) == []


def test_the_map_of_coaching_shows_how_many_are_left() -> None:
    (figure,) = coached_maps([dong("양동", 8, 3), dong("치평동", 2, 2)], link=link)
    assert figure.finding == (
        "공동체 10곳 가운데 5곳이 코칭을 받고 있습니다. 코칭받지 않는 공동체는 양동에 가장 많습니다(5곳). "
        "모든 동에 전문지원가가 있습니다."
    )
    assert figure.rows == (("양동", "8곳", "3곳", "5곳"), ("치평동", "2곳", "2곳", "0곳"))
    assert in_squares(figure.svg) == [("양동", "3/8"), ("치평동", "2/2")]


def test_the_office_sees_its_own_figures() -> None:
    engagement = make.engagement()
    centre = engagement.centre
    make.community(centre, dong=engagement.community.dong)
    visits.confirmed_at(engagement, clock.now().replace(day=1, hour=0, minute=0), minutes=180)
    client = Client()
    client.force_login(people.staff(people.centre(), Role.COORDINATOR))
    assert [figure.svg for figure in client.get("/office/").context["figures"]] == ["", ""]
    client.force_login(people.staff(centre, Role.AUDITOR))
    response = client.get("/office/")
    coached, funnel, hours = response.context["figures"]
    assert (engagement.community.dong.name, "2곳", "1곳", "1곳") in coached.rows
    assert funnel.svg == ""
    assert [number for _month, number in hours.rows] == ["0시간"] * 11 + ["3시간"]
    assert response.context["home"].coached == sum(row.coached for row in by_dong(centre)) == 1


def test_the_map_filters_the_list_and_keeps_the_other_filters(client: Client) -> None:
    centre = people.centre()
    row = make.community(centre, name="햇살놀이터", kind="apartment")
    empty = people.region(parent=centre.region)
    make.community(centre, dong=row.dong, state=CommunityState.CLOSED)
    response = client.get(reverse("communities"), {"kind": "apartment", "page": "1"})
    (figure,) = response.context["maps"]
    assert {name.partition(" ")[0]: number for name, number in figure.rows} == {row.dong.name: "1곳", empty.name: "0곳"}
    address = re.findall(r'<a href="([^"]*)" aria-label="' + row.dong.name, figure.svg)[0].replace("&amp;", "&")
    assert address == f"?kind=apartment&dong={row.dong.code}#found"
    there = client.get(reverse("communities") + address.partition("#")[0])
    assert [str(found) for found in there.context["page_obj"]] == ["햇살놀이터"]
    nowhere = client.get(reverse("communities"), {"dong": empty.code})
    assert "아직 없습니다" in nowhere.content.decode()
    assert list(nowhere.context["page_obj"]) == []


def test_the_front_page_leads_to_the_communities_of_a_dong(client: Client) -> None:
    pages.home()
    row = make.community()
    page = client.get("/").content.decode()
    assert f'<a href="/communities/?dong={row.dong.code}#found" aria-label="{row.dong.name} 1곳' in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_front_page_costs_the_same_for_one_and_thirty(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = courses.run(courses.version(lessons=1), starts_on=clock.today())
    for _n in range(rows):
        enrolment = courses.enrolment(run, state=EnrolmentState.COMPLETED)
        Completion.objects.create(
            centre=run.centre,
            enrolment=enrolment,
            person=enrolment.person,
            course_key=run.version.course_key,
            minutes=60,
            completed_at=clock.now(),
        )
        make.engagement(make.community(run.centre), make.expert(run.centre))
        pages.content(title="소식")
    client.force_login(people.user())
    client.get("/")
    with django_assert_num_queries(13):
        page = client.get("/").content.decode()
    assert f"{rows}명이 수료했습니다" in page
    assert page.count('<a href="/communities/?dong=') >= rows
