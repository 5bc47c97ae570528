"""How far people of a year's runs come, against the one answer to how far each of them is."""

from datetime import date, timedelta

import pytest

from courses.learning.enums import Presence
from courses.learning.figures import funnel_figure
from courses.learning.metrics import ADMITTED, APPLIED, BEGAN, COMPLETED, HALF, funnel, with_stage
from courses.learning.models import LessonCompletion
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import Centre
from lms.common import clock
from lms.common.records import statelog
from tests.factories import courses as make
from tests.factories import people

pytestmark = pytest.mark.django_db
E = EnrolmentState


def a_run(centre: Centre | None = None, *, lessons: int = 4, **fields: object) -> CourseRun:
    return make.run(make.version(centre, lessons=lessons), **{"starts_on": clock.today(), **fields})


def read(enrolment: Enrolment, *lessons: int) -> None:
    for lesson in lessons:
        LessonCompletion.objects.create(
            person=enrolment.person,
            lesson_key=make.key(enrolment.run, lesson),
            enrolment=enrolment,
            completed_at=clock.now(),
        )


def stage_of(enrolment: Enrolment) -> int:
    return int(with_stage(Enrolment.objects.filter(pk=enrolment.pk)).get().stage)


@pytest.mark.parametrize("state", [E.APPLIED, E.WAITLISTED, E.OFFERED, E.REJECTED, E.CANCELLED, E.WITHDRAWN])
def test_who_never_had_a_seat_only_applied(state: EnrolmentState) -> None:
    enrolment = make.enrolment(a_run(), state=state)
    read(enrolment, 1, 2, 3)  # of an earlier attempt
    assert stage_of(enrolment) == APPLIED


def test_who_left_a_seat_had_one() -> None:
    enrolment = make.enrolment(a_run(), state=E.WITHDRAWN)
    statelog.record(enrolment, action="withdraw", from_state=E.ACTIVE, to_state=E.WITHDRAWN, actor=None)
    assert stage_of(enrolment) == ADMITTED


def test_half_is_half_of_what_progress_counts() -> None:
    run = a_run()
    first, second, gone = (
        make.session(run, 1, days=-2),
        make.session(run, 2, days=-1),
        make.session(run, 4, days=-1, state=SessionState.CANCELLED),
    )
    came, read_once, absent, twice, other = (make.enrolment(run) for _ in range(5))
    make.attended(first, came, twice)
    make.attended(second, twice, presence=Presence.LATE)
    make.attended(second, absent, presence=Presence.ABSENT)
    make.attended(gone, came)
    read(read_once, 3)
    read(absent, 1)  # a lesson with a class is done by being there
    read(other, 3, 4)
    found = [(progress(row).done, stage_of(row)) for row in (came, read_once, absent, twice, other)]
    assert found == [(1, BEGAN), (1, BEGAN), (0, ADMITTED), (2, HALF), (2, HALF)]


def test_half_is_half_of_the_required_lessons() -> None:
    run = make.run(make.version(lessons=6, optional=[1, 2, 3, 4]), starts_on=clock.today())
    first = make.session(run, 1, days=-2)
    by_choice, half = make.enrolment(run), make.enrolment(run)
    make.attended(first, by_choice)
    read(by_choice, 2, 3, 4)
    read(half, 5)
    assert [(progress(row).done, stage_of(row)) for row in (by_choice, half)] == [(0, ADMITTED), (1, HALF)]


def test_a_class_attended_in_another_run_counts() -> None:
    earlier = a_run()
    there = make.session(earlier, 1, days=-20)
    before = make.enrolment(earlier, state=E.NOT_COMPLETED)
    make.attended(there, before)
    run = make.run(earlier.version, starts_on=clock.today())
    make.session(run, 1, days=3)
    again = make.enrolment(run, before.person)
    assert (progress(again).done, stage_of(again)) == (1, BEGAN)


def test_the_funnel_counts_begun_runs_of_this_year_and_this_centre() -> None:
    centre, today = people.centre(), clock.today()
    run = a_run(centre)
    make.enrolment(run, state=E.COMPLETED)
    half, began = make.enrolment(run), make.enrolment(run, state=E.NOT_COMPLETED)
    read(half, 1, 2)
    read(began, 1)
    make.enrolment(run, state=E.WAITLISTED)
    make.enrolment(run, state=E.REJECTED)
    for fields in (
        {"starts_on": date(today.year - 1, 12, 31)},
        {"starts_on": today + timedelta(days=1)},
        {"state": RunState.DRAFT},
        {"state": RunState.CANCELLED},
    ):
        make.enrolment(make.run(run.version, **{"starts_on": today, **fields}))
    make.enrolment(a_run())
    found = funnel(centre)
    assert found.reached == (5, 3, 3, 2, 1)
    assert (found.stopped, found.learning, found.most_stop_at) == ((1, 0, 1, 0, 0), 1, APPLIED)


def test_the_chart_and_its_table_say_the_same() -> None:
    run = a_run()
    for state in (E.COMPLETED, E.COMPLETED, E.NOT_COMPLETED):
        make.enrolment(run, state=state)
    found = funnel(run.centre)
    figure = funnel_figure(found)
    assert figure.rows == (
        ("신청", "3명", "100%"), ("자리 받음", "3명", "100%"), ("시작", "2명", "66%"), ("절반 이상", "2명", "66%"),
        ("수료", "2명", "66%"),
    )  # fmt: skip
    for label, number, share in figure.rows:
        assert f">{label}</text>" in figure.svg
        assert f">{number} ({share})</text>" in figure.svg
    assert figure.finding == (
        "3명이 신청해 2명이 수료했고, 0명은 배우는 중입니다. 자리를 받고 시작하기 전에 가장 많이 멈춥니다."
    )
    assert found.reached[COMPLETED] == 2


def test_a_year_without_runs_has_no_drawing() -> None:
    figure = funnel_figure(funnel(people.centre()))
    assert (figure.svg, figure.rows) == ("", ())
    assert figure.finding == "올해 시작한 기수에 신청한 사람이 아직 없습니다."
