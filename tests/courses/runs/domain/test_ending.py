"""Closing a run knowingly, opening it again, and taking back what was a slip."""

from datetime import timedelta

import pytest

from courses.runs.domain import ending
from courses.runs.domain import enrolment as domain
from courses.runs.enums import Admission, EnrolmentState, RunState, SessionState
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries.enrolment import office_steps
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records.statelog import history
from lms.notifications.models import Notice
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
S = EnrolmentState


@pytest.fixture
def run() -> CourseRun:
    return courses.run(ends_on=clock.today(), capacity=2)


@pytest.fixture
def to_come() -> CourseRun:
    return courses.run(
        starts_on=clock.today() + timedelta(days=1), ends_on=clock.today() + timedelta(days=9), capacity=1
    )


def refused(code: str, act, **named) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError) as told:
        act(**named)
    assert told.value.code == code


def state_of(row: Enrolment) -> str:
    return Enrolment.objects.values_list("state", flat=True).get(pk=row.pk)


# ── closing


def test_a_run_with_a_missing_sheet_is_closed_only_knowingly(run: CourseRun) -> None:
    courses.session(run, 1)
    courses.session(run, 2, state=SessionState.CANCELLED)
    row = courses.enrolment(run)
    refused("sheets", ending.close_run, run=run, actor=run.coordinator)
    assert state_of(row) == S.ACTIVE
    assert ending.close_run(run=run, actor=run.coordinator, without_sheets=True).state == RunState.CLOSED
    assert state_of(row) == S.NOT_COMPLETED


# ── opening again


def closed(run: CourseRun) -> Enrolment:
    row = courses.enrolment(run)
    ending.close_run(run=run, actor=run.coordinator)
    return row


def test_a_closed_run_is_opened_again_for_those_who_had_not_completed(run: CourseRun) -> None:
    withdrawn = courses.enrolment(run, state=S.WITHDRAWN)
    row = closed(run)
    joined = row.joined_at
    with pytest.raises(NotAllowed):
        ending.reopen_run(run=run, reason="시기상조", actor=people.staff(run.centre, Role.MANAGER))
    refused("no_reason", ending.reopen_run, run=run, reason=" ", actor=run.coordinator)
    assert state_of(row) == S.NOT_COMPLETED
    for _click in range(2):
        assert (
            ending.reopen_run(run=run, reason="출석부가 늦었습니다", actor=run.coordinator).state == RunState.PUBLISHED
        )
    row.refresh_from_db()
    assert (row.state, row.joined_at, state_of(withdrawn)) == (S.ACTIVE, joined, S.WITHDRAWN)
    assert [(line.action, line.reason) for line in history(run).order_by("number")] == [
        ("close", ""),
        ("reopen", "출석부가 늦었습니다"),
    ]
    told = Notice.objects.filter(person=row.person).order_by("pk")
    assert [notice.title.partition(":")[0] for notice in told] == ["과정이 끝났습니다", "과정이 이어집니다"]


def test_a_run_is_opened_again_for_thirty_days(run: CourseRun) -> None:
    row = closed(run)
    with clock.at(clock.now() + timedelta(days=30)):
        refused("late", ending.reopen_run, run=run, reason="늦음", actor=run.coordinator)
    assert state_of(row) == S.NOT_COMPLETED
    with clock.at(clock.now() + timedelta(days=30, minutes=-1)):
        assert ending.reopen_run(run=run, reason="아직", actor=run.coordinator).state == RunState.PUBLISHED


def test_a_run_that_was_called_off_stays_so(run: CourseRun) -> None:
    off = courses.run(run.version, state=RunState.CANCELLED, coordinator=run.coordinator)
    refused("state", ending.reopen_run, run=off, reason="다시", actor=off.coordinator)


# ── slips and calls


@pytest.mark.parametrize(("admission", "after"), [(Admission.APPROVAL, S.APPLIED), (Admission.OPEN, S.CANCELLED)])
def test_an_admission_is_taken_back_and_the_seat_goes_on(to_come: CourseRun, admission: str, after: str) -> None:
    CourseRun.objects.update(admission=admission)
    row = courses.enrolment(to_come)
    waiting = courses.enrolment(to_come, state=S.WAITLISTED, queued_at=clock.now())
    with pytest.raises(NotAllowed):
        domain.take_back_admission(enrolment=row, reason="착오", actor=people.staff(to_come.centre, Role.MANAGER))
    refused("no_reason", domain.take_back_admission, enrolment=row, reason="", actor=to_come.coordinator)
    for _click in range(2):
        domain.take_back_admission(enrolment=row, reason="동명이인이었습니다", actor=to_come.coordinator)
    assert (state_of(row), state_of(waiting)) == (after, S.OFFERED)
    notice = Notice.objects.get(person=row.person)
    assert notice.title.startswith("승인이 취소되었습니다")


def test_who_was_approved_onto_the_waiting_list_waits_for_an_answer_again(to_come: CourseRun) -> None:
    CourseRun.objects.update(admission=Admission.APPROVAL)
    to_come.refresh_from_db()
    row = courses.enrolment(to_come, state=S.WAITLISTED, queued_at=clock.now())
    assert office_steps(row) == ["take_back", "withdraw"]
    domain.take_back_admission(enrolment=row, reason="다른 분이었습니다", actor=to_come.coordinator)
    assert state_of(row) == S.APPLIED
    CourseRun.objects.update(admission=Admission.OPEN)
    to_come.refresh_from_db()
    queued = courses.enrolment(to_come, state=S.WAITLISTED, queued_at=clock.now())
    assert office_steps(queued) == ["withdraw"]  # nobody admitted them: they wait for a seat
    refused("no_admission", domain.take_back_admission, enrolment=queued, reason="착오", actor=to_come.coordinator)
    gone = courses.enrolment(to_come, state=S.WITHDRAWN)
    refused("no_admission", domain.take_back_admission, enrolment=gone, reason="착오", actor=to_come.coordinator)


def test_an_admission_is_taken_back_only_before_the_first_day(to_come: CourseRun) -> None:
    row = courses.enrolment(to_come)
    with clock.at(clock.now() + timedelta(days=1)):
        refused("begun", domain.take_back_admission, enrolment=row, reason="착오", actor=to_come.coordinator)
    assert state_of(row) == S.ACTIVE


def test_nobody_decides_of_their_own_seat(to_come: CourseRun) -> None:
    row = courses.enrolment(to_come, to_come.coordinator)
    for act in (domain.take_back_admission, domain.withdraw_learner):
        refused("own_application", act, enrolment=row, reason="나", actor=to_come.coordinator)


def test_the_office_withdraws_who_telephoned_and_says_so(run: CourseRun) -> None:
    row = courses.enrolment(run)
    with pytest.raises(NotAllowed):
        domain.withdraw_learner(enrolment=row, reason="전화", actor=people.staff(run.centre, Role.AUDITOR))
    refused("no_reason", domain.withdraw_learner, enrolment=row, reason="", actor=run.coordinator)
    for _click in range(2):
        domain.withdraw_learner(enrolment=row, reason="전화로 그만두겠다고 하셨습니다", actor=run.coordinator)
    row.refresh_from_db()
    assert (row.state, row.reason) == (S.WITHDRAWN, "전화로 그만두겠다고 하셨습니다")
    assert Notice.objects.get(person=row.person).title.startswith("수강이 취소되었습니다")
    assert [(line.action, line.actor) for line in history(row)] == [("withdraw", run.coordinator)]
