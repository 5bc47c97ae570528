"""What everyone may read of experts and communities, and what never stands there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.common import clock
from lms.privacy.enums import Purpose
from mentoring.communities.enums import CommunityState
from mentoring.corps.enums import AppointmentState
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


def names(response: Any) -> list[str]:
    return [str(row) for row in response.context["page_obj"]]


@pytest.mark.parametrize(
    "term",
    [
        {"state": AppointmentState.SUSPENDED},
        {"state": AppointmentState.EXPIRED},
        {"state": AppointmentState.ACCEPTED},
        {"state": AppointmentState.ACTIVE, "ends_on": clock.today() - timedelta(days=1)},  # before any tick
        {"state": AppointmentState.ACTIVE, "starts_on": clock.today() + timedelta(days=1)},
    ],
)
def test_only_experts_in_term_stand_in_the_directory(client: Client, term: dict[str, Any]) -> None:
    centre = people.centre()
    away = mentoring.expert(centre, appointed=False)
    mentoring.appointment(mentoring.body(centre), away.person, **term)
    here = mentoring.expert(centre)
    assert names(client.get(reverse("experts"))) == [str(here)]


def test_a_term_at_another_centre_is_none_here(client: Client) -> None:
    expert = mentoring.expert(appointed=False)
    mentoring.appointment(mentoring.body(people.centre()), expert.person)
    assert names(client.get(reverse("experts"))) == []


def test_an_experts_card_has_no_contact(client: Client) -> None:
    person = people.user(name="예시전문가", phone="01077776666", address="상무대로 99", email="secret@example.org")
    mentoring.expert(person=person, topics={"회의 진행": 3}, bio="함께 걷겠습니다")
    page = client.get(reverse("experts")).content.decode()
    assert all(text in page for text in ("예시전문가", "회의 진행", "함께 걷겠습니다"))
    assert not any(text in page for text in ("7777", "상무대로", "secret@"))


def test_a_name_is_whole_only_with_consent(client: Client) -> None:
    expert = mentoring.expert(person=people.user(name="예시전문가"), named=False)

    def shown() -> list[bool]:
        page = client.get(reverse("experts")).content.decode()
        return [name in page for name in ("예***가", "예시전문가")]

    assert shown() == [True, False]
    people.consent(expert.person, Purpose.PUBLIC_NAME)
    assert shown() == [False, True]
    people.consent(expert.person, Purpose.PUBLIC_NAME, given=False)
    assert shown() == [True, False]


def test_experts_are_filtered_by_field_and_centre(client: Client) -> None:
    centre = people.centre()
    climate = mentoring.field(centre, name="기후환경")
    wanted = mentoring.expert(centre, fields=[climate])
    mentoring.expert(centre)
    other = mentoring.expert(people.centre())
    url = reverse("experts")
    assert names(client.get(url, {"field": "기후환경"})) == [str(wanted)]
    assert names(client.get(url, {"centre": other.centre.slug})) == [str(other)]
    assert len(names(client.get(url, {"field": "없는 분야", "centre": "nowhere"}))) == 3


@pytest.mark.parametrize("rows", [1, 20])
def test_the_expert_list_takes_the_same_queries_however_long_it_is(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    centre = people.centre()
    for n in range(rows):
        mentoring.expert(centre, fields=[mentoring.field(centre)], topics={f"주제{n}": 2})
    with django_assert_num_queries(8):
        assert len(names(client.get(reverse("experts")))) == rows


def test_communities_are_found_by_dong_field_kind_and_words(client: Client) -> None:
    centre = people.centre()
    wanted = mentoring.community(centre, name="햇살놀이터", kind="apartment", story="골목을 돌봅니다")
    mentoring.community(centre, name="달빛책방")
    url = reverse("communities")
    for query in (
        {"q": "햇살"},
        {"q": "골목"},
        {"dong": wanted.dong.code},
        {"field": wanted.field.name},
        {"kind": "apartment"},
    ):
        assert names(client.get(url, query)) == ["햇살놀이터"]
    assert names(client.get(url, {"dong": wanted.dong.code, "kind": "village"})) == []
    assert len(names(client.get(url, {"dong": "없는동", "page": "99"}))) == 2


def test_the_counts_by_dong_leave_closed_communities_out(client: Client) -> None:
    centre = people.centre()
    first = mentoring.community(centre)
    mentoring.community(centre, dong=first.dong, state=CommunityState.RESTING)
    mentoring.community(centre, dong=first.dong, state=CommunityState.CLOSED)
    response = client.get(reverse("communities"))
    assert [figure.rows for figure in response.context["maps"]] == [((f"{first.dong.name} (전문지원가 없음)", "2곳"),)]
    assert response.context["total"] == 2


@pytest.mark.parametrize("rows", [1, 24])
def test_the_community_list_takes_the_same_queries_however_long_it_is(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    centre = people.centre()
    for _n in range(rows):
        mentoring.community(centre)
    with django_assert_num_queries(5):
        assert len(names(client.get(reverse("communities")))) == rows


def test_109_communities_stand_on_pages_that_keep_the_filter(client: Client) -> None:
    centre = people.centre()
    first = mentoring.community(centre)
    for _n in range(29):
        mentoring.community(centre, dong=first.dong, field=first.field, stage=first.stage)
    response = client.get(reverse("communities"), {"dong": first.dong.code})
    assert (len(names(response)), response.context["page_obj"].paginator.num_pages) == (24, 2)
    assert f"?dong={first.dong.code}&amp;page=2" in response.content.decode()


def test_a_community_page_tells_its_story_and_no_contact(client: Client) -> None:
    community = mentoring.community(story="화요일마다 모입니다", meeting_place="예시대표 집")
    mentoring.representative(community, people.user(name="예시대표", phone="01077776666"))
    page = client.get(reverse("community_page", args=[community.slug])).content.decode()
    assert "화요일마다 모입니다" in page
    assert not any(text in page for text in ("예시대표", "7777"))
    assert f"tel:{community.centre.phone}" in page


def test_a_closed_community_is_gone_and_an_unknown_one_not_found(client: Client) -> None:
    closed = mentoring.community(state=CommunityState.CLOSED)
    assert client.get(reverse("community_page", args=[closed.slug])).status_code == 410
    assert client.get(reverse("community_page", args=["없는-공동체"])).status_code == 404
