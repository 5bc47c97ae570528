"""Whom a page and a mail say to call."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lms.accounts.enums import RegionLevel
from lms.accounts.models import Centre, Membership, User
from lms.accounts.whom_to_call import contact_for, nearest_centre
from mentoring.corps.enums import BodyKind
from tests.factories import courses, mentoring, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Centre:
    return people.centre(name="먼저 생긴 센터", contact_name="예시담당01")


@pytest.fixture
def own(first: Centre) -> Centre:
    return people.centre(name="우리 센터", contact_name="예시담당02")


def learner(centre: Centre) -> User:
    return courses.enrolment(courses.run(centre=centre)).person


def council_member(centre: Centre) -> User:
    return mentoring.appointment(mentoring.body(centre, kind=BodyKind.COUNCIL)).person


def member(centre: Centre) -> User:
    return mentoring.representative(mentoring.community(centre), role="member")


def neighbour(centre: Centre) -> User:
    return people.user(dong=mentoring.dong(centre))


def test_a_stranger_is_told_to_call_the_first(first: Centre, own: Centre) -> None:
    former = mentoring.representative(mentoring.community(own), ended_on=date(2025, 1, 1))
    drafted = mentoring.appointment(mentoring.body(own), state="draft", letter_no="").person
    assert [nearest_centre(person) for person in (None, people.user(), former, drafted)] == [first] * 4


def neighbour_in_a_district_of_the_city(centre: Centre) -> User:
    part = people.region(RegionLevel.SIGUNGU, parent=centre.region)
    return people.user(dong=people.region(parent=part))


@pytest.mark.parametrize(
    "make", [learner, council_member, member, neighbour, neighbour_in_a_district_of_the_city, people.staff]
)
def test_each_calls_the_centre_they_have_to_do_with(client: Client, own: Centre, make: Any) -> None:
    person = make(own)
    assert getattr(contact_for(person), "name", "") == "예시담당02"
    client.force_login(person)
    assert client.get("/my/profile/").context["help_contact"].name == "예시담당02"


def test_what_one_serves_is_nearer_than_where_one_learns(first: Centre, own: Centre) -> None:
    person = council_member(own)
    courses.enrolment(courses.run(centre=first), person=person)
    assert nearest_centre(person) == own
    Membership.objects.create(centre=first, person=person, role="auditor", since=date(2024, 1, 1))
    assert nearest_centre(person) == first


def test_it_is_one_query(own: Centre, django_assert_num_queries: Any) -> None:
    person = council_member(own)
    with django_assert_num_queries(1):
        nearest_centre(person)
