"""The office's page before a run is closed, and of one person in a run."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.learning.domain.closing import close_run
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.common import clock
from tests.clients import signed_in
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
S = EnrolmentState
ATTENDS = {"op": "attendance", "min_sessions": 1}


@pytest.fixture
def run() -> CourseRun:
    version = courses.version(lessons=1)
    return courses.run(version, ends_on=clock.today())


def page(name: str, run: CourseRun, *more: Any) -> str:
    return reverse(name, args=[run.pk, *more])


def test_closing_shows_first_who_passes_and_who_does_not_and_why(run: CourseRun) -> None:
    passes = courses.completed(courses.enrolment(run, people.user(name="예시다마침")))
    fails = courses.enrolment(run, people.user(name="예시덜마침"))
    client = signed_in(run.coordinator)
    shown = client.get(page("office_run_close", run))
    assert [(one.enrolment, name) for one, name in shown.context["passes"]] == [(passes.enrolment, "예시다마침")]
    assert [(one.enrolment, name) for one, name in shown.context["fails"]] == [(fails, "예시덜마침")]
    assert "미수료 1명" in shown.content.decode()
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED
    assert client.post(page("office_run_close", run)).url == page("office_run", run)
    run.refresh_from_db()
    assert run.state == RunState.CLOSED


def test_missing_sheets_are_named_and_closing_without_them_is_ticked(run: CourseRun) -> None:
    session = courses.session(run, 1, title="빠진 수업")
    client = signed_in(run.coordinator)
    refused = client.post(page("office_run_close", run))
    assert (refused.status_code, session.title in refused.content.decode()) == (422, True)
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED
    client.post(page("office_run_close", run), {"without_sheets": "on"})
    run.refresh_from_db()
    assert run.state == RunState.CLOSED


def test_closing_too_early_says_when(run: CourseRun) -> None:
    CourseRun.objects.update(ends_on=clock.today() + timedelta(days=30))
    refused = signed_in(run.coordinator).post(page("office_run_close", run))
    assert (refused.status_code, "기수는 마지막 날부터 마감할 수 있습니다." in refused.content.decode()) == (422, True)


def test_what_was_marked_on_the_day_of_closing_counts() -> None:
    run = courses.run(courses.version(lessons=1, rule=ATTENDS), ends_on=clock.today())
    row = courses.enrolment(run)
    session = courses.session(run, 1, days=-1, state=SessionState.HELD)
    courses.attended(session, row, settled=False)
    assert Enrolment.objects.get(pk=row.pk).state == S.ACTIVE
    shown = signed_in(run.coordinator).get(page("office_run_close", run)).context
    assert ([one.enrolment for one, _name in shown["passes"]], shown["fails"]) == ([row], [])
    close_run(run=run, actor=run.coordinator)
    assert Enrolment.objects.get(pk=row.pk).state == S.COMPLETED


@pytest.mark.parametrize("people_in_it", [1, 30])
def test_the_page_takes_the_same_queries_for_one_and_for_thirty(
    run: CourseRun, django_assert_num_queries: DjangoAssertNumQueries, people_in_it: int
) -> None:
    for _number in range(people_in_it):
        courses.enrolment(run)
    client = signed_in(run.coordinator)
    client.get(page("office_run_close", run))
    with django_assert_num_queries(11):
        assert client.get(page("office_run_close", run)).status_code == 200


@pytest.mark.parametrize("name", ["office_run_close", "office_run_reopen", "office_run_cancel"])
def test_each_step_says_in_its_path_where_one_is(run: CourseRun, name: str) -> None:
    text = signed_in(run.coordinator).get(page(name, run)).content.decode()
    title = text.partition("<h1>")[2].partition("</h1>")[0].strip()
    assert title in text.partition('class="crumb')[2].partition("</nav>")[0]


def test_a_run_is_opened_again_with_a_reason(run: CourseRun) -> None:
    row = courses.enrolment(run)
    close_run(run=run, actor=run.coordinator)
    client = signed_in(run.coordinator)
    assert page("office_run_reopen", run) in client.get(page("office_run", run)).content.decode()
    assert client.post(page("office_run_reopen", run), {"reason": ""}).status_code == 422
    client.post(page("office_run_reopen", run), {"reason": "출석부가 늦었습니다"})
    assert Enrolment.objects.get(pk=row.pk).state == S.ACTIVE


def test_after_thirty_days_nothing_leads_there(run: CourseRun) -> None:
    close_run(run=run, actor=run.coordinator)
    with clock.at(clock.now() + timedelta(days=31)):
        client = signed_in(run.coordinator)
        assert page("office_run_reopen", run) not in client.get(page("office_run", run)).content.decode()


def test_of_one_person_the_office_sees_what_is_missing_and_does_what_is_possible(run: CourseRun) -> None:
    row = courses.enrolment(run)
    client = signed_in(run.coordinator)
    assert list(client.get(page("office_seat", run, row.pk)).context["steps"]) == ["withdraw"]
    other = courses.enrolment(courses.run(run.version, coordinator=run.coordinator))
    assert client.get(page("office_seat", run, other.pk)).status_code == 404
    refused = client.post(page("office_seat_withdraw", run, row.pk), {"withdraw-reason": ""})
    assert (refused.status_code, "id_withdraw-reason_error" in refused.content.decode()) == (422, True)
    client.post(page("office_seat_withdraw", run, row.pk), {"withdraw-reason": "전화하셨습니다"})
    assert Enrolment.objects.get(pk=row.pk).state == S.WITHDRAWN


def test_who_only_reads_is_offered_nothing(run: CourseRun) -> None:
    row = courses.enrolment(run)
    for role in (Role.MANAGER, Role.AUDITOR):
        client = signed_in(people.staff(run.centre, role))
        assert client.get(page("office_seat", run, row.pk)).context["steps"] == {}


def test_before_the_first_day_an_admission_is_taken_back(run: CourseRun) -> None:
    CourseRun.objects.update(starts_on=clock.today() + timedelta(days=1), ends_on=clock.today() + timedelta(days=9))
    row = courses.enrolment(run)
    client = signed_in(run.coordinator)
    assert list(client.get(page("office_seat", run, row.pk)).context["steps"]) == ["take_back", "withdraw"]
    client.post(page("office_seat_take_back", run, row.pk), {"take_back-reason": "동명이인이었습니다"})
    assert Enrolment.objects.get(pk=row.pk).state == S.CANCELLED
