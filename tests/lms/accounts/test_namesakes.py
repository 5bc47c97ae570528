"""Whoever chooses a person among namesakes sees which one it is, and no contact that isn't open."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.models import Membership, User
from lms.accounts.namesakes import told_apart
from lms.common import clock
from tests.clients import signed_in
from tests.factories import courses, mentoring, people

pytestmark = pytest.mark.django_db


def named(name: str, phone: str, year: int) -> User:
    joined = clock.seoul(year, 1, 1, 0, 30)  # the year before in London
    dong = people.region(name=f"{year}동")
    return people.user(name=name, phone=phone, date_joined=joined, dong=dong)


def test_what_tells_namesakes_apart_is_only_what_is_open_to_the_centre() -> None:
    centre = people.centre()
    known, unknown, single = (
        named("김하늘", "01012345678", 2024),
        named("김하늘", "01087654321", 2025),
        named("박바다", "01011112222", 2026),
    )
    people.says_yes(known, centre)
    people.says_yes(unknown, people.centre())
    assert told_apart([known, unknown, single], centre) == {
        known.pk: "김하늘 (2024년 가입, 2024동, 전화 끝자리 5678)",
        unknown.pk: "김하늘 (2025년 가입)",
        single.pk: "박바다",
    }


def test_without_namesakes_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    one, other = people.user(), people.user()
    with django_assert_num_queries(0):
        assert told_apart([one, other], people.Centre()) == {one.pk: one.name, other.pk: other.name}


def test_they_are_told_apart_wherever_staff_choose_one() -> None:
    centre = people.centre()
    twins = [people.staff(centre, name="김하늘", phone=f"0101234000{number}") for number in (1, 2)]
    experts = [mentoring.expert(centre, person=person, capacity=9) for person in twins]
    engagement = mentoring.engagement(mentoring.community(centre))
    asked = mentoring.request(mentoring.community(centre))
    run = courses.run(centre=centre, coordinator=twins[0])
    held = courses.run(run.version, coordinator=twins[0])
    lesson = courses.session(held, 1)
    for person in twins:
        courses.enrolment(run, person, state="applied")
        courses.enrolment(held, person)
    pages = [
        reverse("office_run_new"),
        reverse("office_run", args=[run.pk]),
        reverse("office_attendance", args=[held.pk, lesson.pk]),
        reverse("office_run_close", args=[held.pk]),
        reverse("office_completions") + f"?run={held.pk}",
        reverse("office_community", args=[engagement.community_id]),
        reverse("office_hand_over", args=[engagement.pk]),
        reverse("office_request", args=[asked.pk]),
        reverse("office_visits"),
        reverse("office_engagements"),
    ]
    client = signed_in(people.staff(centre))
    rows = {"rows": list(held.enrolments.values_list("pk", flat=True))}
    named = client.post(reverse("office_deed", args=["withdraw_learners"]), rows).content.decode()
    assert ("전화 끝자리 0001" in named, "전화 끝자리 0002" in named) == (True, True)
    assert Membership.objects.filter(person__in=twins).count() == len(experts)
    for page in pages:
        html = client.get(page).content.decode()
        assert ("전화 끝자리 0001" in html, "전화 끝자리 0002" in html) == (True, True), page
