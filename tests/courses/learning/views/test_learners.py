"""The office's list of who is in its runs: how far each is, where they wait, and who may read what of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.learning.domain import lessons
from courses.learning.enums import Presence
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries.enrolment import place_in_queue
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.common.text.korean import ko_date
from tests.clients import signed_in
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
PAGE = reverse("office_learners")
S = EnrolmentState


def waiting(run: CourseRun, minutes: int) -> Enrolment:
    return courses.enrolment(run, state=S.WAITLISTED, queued_at=clock.now() - timedelta(minutes=minutes))


def shown(client: Client, **query: Any) -> list[Enrolment]:
    return list(client.get(PAGE, query).context["list"].page)


def test_it_says_how_far_each_is_and_an_instructor_sees_names_only(client: Client) -> None:
    run = courses.run(courses.version(lessons=3, rule=courses.ATTEND_80))
    teacher = people.user()
    run.instructors.add(teacher)
    first, second = courses.session(run, 1), courses.session(run, 2, days=3)
    names = ("가나다", "나다라", "다라마")
    came, missed, done = (courses.enrolment(run, people.user(name=name)) for name in names)
    courses.attended(first, came, done)
    courses.attended(first, missed, presence=Presence.ABSENT)
    courses.attended(second, done)
    lessons.finish_lesson(enrolment=done, key=UUID(courses.key(run, 3)), actor=done.person)
    day, query = ko_date(clock.today(), "table"), {"run": run.pk, "sort": "name"}
    client.force_login(teacher)
    page = client.get(PAGE, query)
    assert page.context["rows"] == [(came, False, None), (missed, False, None), (done, False, None)]
    assert day not in page.content.decode()
    client.force_login(people.staff(run.centre, Role.AUDITOR))
    rows = client.get(PAGE, query).content.decode().split("<tr>")[2:]
    said = [
        ("3차시 중 1차시 마침", "수업 2회 중 1회 출석", "수료 기준을 아직 채우지 못함"),
        ("3차시 중 0차시 마침", "수업 2회 중 0회 출석", "수료 기준을 더는 채울 수 없음"),
        ("3차시 중 3차시 마침", "수업 2회 중 2회 출석", day),
    ]
    assert [part for row, parts in zip(rows, said, strict=True) for part in parts if part not in row] == []


def test_who_looked_at_whom_is_on_record() -> None:
    run, other = courses.run(), courses.run()
    person = courses.enrolment(run).person
    courses.enrolment(other)
    reader = people.staff(run.centre, Role.AUDITOR)
    signed_in(reader).get(PAGE)
    (row,) = AccessLog.objects.filter(action=Access.CONTACTS)
    assert (row.actor, row.people, row.centre_id) == (reader, [person.pk], run.centre_id)


def test_who_waits_stands_in_the_order_of_waiting_with_the_number_of_their_run() -> None:
    run = courses.run()
    other = courses.run(run.version, coordinator=run.coordinator)
    rows = [waiting(run, minutes) for minutes in (5, 50, 20)]
    first = waiting(other, 70)
    courses.enrolment(run)
    client = signed_in(run.coordinator)
    page = client.get(reverse("office_run", args=[run.pk])).content.decode()
    assert f'href="{PAGE}?run={run.pk}&amp;show=waiting&amp;sort=queue"' in page
    assert shown(client, run=run.pk, show="waiting", sort="queue") == [rows[1], rows[2], rows[0]]
    places = {row.pk: row.place for row in shown(client)}  # type: ignore[attr-defined]
    assert {pk: place for pk, place in places.items() if place} == {
        row.pk: place_in_queue(row) for row in (*rows, first)
    }


def test_run_state_and_person_are_filtered_together() -> None:
    run = courses.run()
    other = courses.run(run.version, coordinator=run.coordinator)
    twins = [people.user(name="김하늘", phone=f"0101234567{number}") for number in (1, 2)]
    here, there = courses.enrolment(run, twins[0]), courses.enrolment(other, twins[1])
    gone = courses.enrolment(other, twins[0], state=S.WITHDRAWN)
    client = signed_in(run.coordinator)
    assert set(shown(client, q="하늘")) == {here, there, gone}
    assert shown(client, q="010 1234-5672") == [there]
    assert shown(client, q="하늘", run=other.pk, show="learning") == [there]
    assert shown(client, q="하늘", run=other.pk, show="gone") == [gone]
    counts = {pile.key: pile.count for pile in client.get(PAGE, {"run": other.pk}).context["list"].piles}
    assert (counts["learning"], counts["gone"], counts[""]) == (1, 1, None)
    foreign = courses.run()
    assert set(shown(client, run=foreign.pk)) == {here, there, gone}


def test_the_page_of_a_run_says_how_many_are_where() -> None:
    run = courses.run()
    for state in (S.ACTIVE, S.ACTIVE, S.COMPLETED, S.WITHDRAWN, S.REJECTED):
        courses.enrolment(run, state=state)
    courses.enrolment(courses.run(run.version, coordinator=run.coordinator))
    found = signed_in(run.coordinator).get(reverse("office_run", args=[run.pk])).context["in_it"]
    assert [(label, count) for label, count, _url in found] == [
        ("배우는 중", 2),
        ("수료", 1),
        ("더는 함께하지 않음", 2),
    ]


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("completes", "cost"), [(False, 17), (True, 16)])
def test_how_far_all_of_a_run_are_costs_the_same(
    client: Client, number: int, completes: bool, cost: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = courses.run(courses.version(lessons=1, rule={}))
    held = None if completes else courses.session(run, 1)
    for _number in range(number):
        row = courses.enrolment(run)
        courses.attended(held, row) if held else courses.completed(row)
    client.force_login(run.coordinator)
    client.get(PAGE, {"run": run.pk})
    with django_assert_num_queries(cost):
        client.get(PAGE, {"run": run.pk})
