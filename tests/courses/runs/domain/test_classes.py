"""A class that falls out, and a run whose days change with its classes."""

from datetime import date, timedelta

import pytest

from courses.runs.domain import classes
from courses.runs.domain.runs import change_run, publish_run
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records.statelog import history
from lms.common.text.korean import ko_date
from lms.notifications.models import Notice
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
MONTHS = timedelta(days=60)


@pytest.fixture
def run() -> CourseRun:
    return courses.run()


def refused(code: str, act, **named) -> DomainError:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError) as told:
        act(**named)
    assert told.value.code == code
    return told.value


def titles() -> list[str]:
    return [notice.title.partition(":")[0] for notice in Notice.objects.order_by("pk")]


# ── one class


def test_a_class_is_called_off_with_a_reason_and_everybody_is_told(run: CourseRun) -> None:
    courses.enrolment(run)
    courses.enrolment(run, state=EnrolmentState.WITHDRAWN)
    session = courses.session(run, 1, days=3)
    with pytest.raises(NotAllowed):
        classes.cancel_session(session=session, reason="태풍", actor=people.staff(run.centre, Role.MANAGER))
    refused("no_reason", classes.cancel_session, session=session, reason=" ", actor=run.coordinator)
    for _click in range(2):
        classes.cancel_session(session=session, reason="태풍", actor=run.coordinator)
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert [(line.action, line.reason) for line in history(session)] == [("cancel", "태풍")]
    assert titles() == ["수업이 취소되었습니다"]


def test_a_class_that_was_held_is_not_called_off(run: CourseRun) -> None:
    held = courses.session(run, 1, state=SessionState.HELD)
    refused("state", classes.cancel_session, session=held, reason="착오", actor=run.coordinator)


def test_nor_one_of_a_run_that_is_closed() -> None:
    run = courses.run(state=RunState.CLOSED)
    session = courses.session(run, 1)
    refused("state", classes.cancel_session, session=session, reason="늦음", actor=run.coordinator)


def test_the_lesson_of_a_class_that_fell_out_gets_another() -> None:
    draft = courses.run(courses.version(lessons=1), state=RunState.DRAFT)
    key = draft.version.manifest[0]["key"]
    line = {"lesson_key": key, "number": 1, "title": "1강"}
    off = courses.session(draft, 1, days=1, state=SessionState.CANCELLED)
    monday = clock.now() + timedelta(days=5)
    item = classes.PlannedClass(lesson_key=key, starts_at=monday, ends_at=monday + timedelta(hours=2), place="3층")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "in_person_lessons", lambda version: [line | {"key": key}])
        (made,) = classes.plan_sessions(run=draft, classes=[item], actor=draft.coordinator)
    assert (made.pk == off.pk, made.number, ClassSession.objects.count()) == (False, 1, 2)


# ── the run


def moved(run: CourseRun, by: timedelta = MONTHS, **named: bool) -> CourseRun:
    days = {"starts_on": run.starts_on + by, "ends_on": run.ends_on + by}
    return change_run(run=run, fields=days, actor=run.coordinator, **named)


def test_a_run_does_not_leave_its_classes_behind(run: CourseRun) -> None:
    courses.enrolment(run)
    session = courses.session(run, 1, days=7, title="마을 산책")
    told = refused("classes_outside", moved, run=run)
    assert "마을 산책" in str(told)
    session.refresh_from_db()
    before, first_day = session.starts_at, run.starts_on
    held = courses.session(run, 2, days=-7, state=SessionState.HELD)
    moved(run, with_classes=True)
    session.refresh_from_db()
    run.refresh_from_db()
    assert (session.starts_at, run.starts_on) == (before + MONTHS, first_day + MONTHS)
    assert ClassSession.objects.get(pk=held.pk).starts_at == held.starts_at
    assert titles() == ["과정 날짜가 바뀌었습니다"]
    assert ko_date(first_day) in Notice.objects.get().text


def test_whoever_waits_is_told_too_and_who_has_left_is_not(run: CourseRun) -> None:
    rows = {state: courses.enrolment(run, state=state) for state in EnrolmentState}
    moved(run)
    told = set(Notice.objects.values_list("person_id", flat=True))
    living = ("applied", "waitlisted", "offered", "active", "completed")
    assert told == {rows[EnrolmentState(state)].person_id for state in living}


def test_the_last_day_alone_tells_nobody(run: CourseRun) -> None:
    courses.enrolment(run)
    change_run(run=run, fields={"ends_on": run.ends_on + timedelta(days=7)}, actor=run.coordinator)
    assert titles() == []


def test_the_day_that_was_announced_stays_to_be_seen() -> None:
    draft = courses.run(courses.version(lessons=1), state=RunState.DRAFT)
    moved(draft, timedelta(days=1))
    assert CourseRun.objects.get().was_to_start_on is None
    run = publish_run(run=CourseRun.objects.get(), actor=draft.coordinator)
    announced: date = run.starts_on
    assert run.was_to_start_on is None
    assert moved(run, timedelta(days=7)).was_to_start_on == announced
    assert moved(CourseRun.objects.get(), timedelta(days=-7)).was_to_start_on is None
