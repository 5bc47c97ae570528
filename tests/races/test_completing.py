"""Completing a course locks the enrolment alone: learners don't wait for each other, and no seat and no run suffers."""

import uuid
from collections.abc import Callable
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import connection, models, transaction

from courses.learning.domain import lessons
from courses.learning.models import LessonCompletion
from courses.runs.domain import enrolment as enrolments
from courses.runs.domain import runs
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.common import clock
from lms.common.records import transitions
from tests.factories import courses
from tests.races.together import at_once, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(lessons=1))


def finishing(row: Enrolment) -> Callable[[], object]:
    def finish() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        fresh = Enrolment.objects.select_related("run", "version", "person").get(pk=row.pk)
        key = uuid.UUID(courses.key(row.run, 1))
        lessons.finish_lesson(enrolment=fresh, key=key, actor=fresh.person)

    return finish


def finished_while_locked(row: Enrolment, locked: models.Model, **how: Any) -> list[str]:
    with transaction.atomic():
        transitions.lock(locked, **how)
        return at_once(lambda act: act(), [finishing(row)])


def test_one_learner_does_not_wait_for_another(run: CourseRun) -> None:
    mine, other = courses.enrolment(run), courses.enrolment(run)
    assert finished_while_locked(mine, other, action="complete") == ["done"]
    assert Completion.objects.get().enrolment == mine


def test_nor_for_somebody_who_gives_a_seat_back(run: CourseRun) -> None:
    mine, other = courses.enrolment(run), courses.enrolment(run)
    assert finished_while_locked(mine, other) == ["done"]
    assert Completion.objects.get().enrolment == mine


def test_control_for_the_own_enrolment_it_waits(run: CourseRun) -> None:
    mine = courses.enrolment(run)
    assert finished_while_locked(mine, mine, action="complete") == ["OperationalError"]
    assert Completion.objects.count() == 0


# ── one lesson in two runs of a course


def finished_while_the_other_run_says_so(run: CourseRun) -> list[str]:
    """The row of the other run is written, and not yet there for others, when this one looks for it."""
    mine = courses.enrolment(run)
    other = courses.enrolment(courses.run(run.version), mine.person)
    said = Event()

    def finish_in_the_other(_row: Enrolment) -> None:
        with transaction.atomic():
            LessonCompletion.objects.create(
                person=mine.person,
                lesson_key=courses.key(run, 1),
                enrolment=Enrolment.objects.get(pk=other.pk),
                completed_at=clock.now(),
            )
            said.set()
            sleep(0.5)

    def finish_here(row: Enrolment) -> None:
        said.wait(timeout=10)
        finishing(row)()

    return at_once(lambda act: act(mine), [finish_in_the_other, finish_here])


def test_a_lesson_finished_in_two_runs_at_once_is_one_fact(run: CourseRun) -> None:
    assert finished_while_the_other_run_says_so(run) == ["done", "done"]
    assert LessonCompletion.objects.count() == 1
    assert Completion.objects.count() == 1


def test_control_without_regard_for_the_other_one_fails(run: CourseRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(enrolment: Enrolment, key: uuid.UUID) -> LessonCompletion:
        fields = {"person": enrolment.person, "lesson_key": key, "enrolment": enrolment, "completed_at": clock.now()}
        return LessonCompletion.objects.create(**fields)

    monkeypatch.setattr(lessons, "_finished_once", write)
    assert finished_while_the_other_run_says_so(run) == ["IntegrityError", "done"]


# ── the end of a run


def end_while_finishing(run: CourseRun, end: Callable[..., object], patch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Somebody finishes the last lesson after the office has looked who has completed, and before it ends the run."""
    row = courses.enrolment(run)
    looked, finished, end_run = Event(), Event(), enrolments.end_run

    def slowly(*args: Any, **kwargs: Any) -> None:
        looked.set()
        finished.wait(timeout=0.5)
        end_run(*args, **kwargs)

    def finish() -> None:
        looked.wait(timeout=10)
        try:
            fresh = Enrolment.objects.select_related("run", "version", "person").get(pk=row.pk)
            key = uuid.UUID(courses.key(run, 1))
            lessons.finish_lesson(enrolment=fresh, key=key, actor=fresh.person)
        finally:
            finished.set()

    patch.setattr(enrolments, "end_run", slowly)
    assert at_once(lambda act: act(), [lambda: end(run), finish]) == ["done", "done"]
    return CourseRun.objects.get(pk=run.pk).state, Enrolment.objects.get(pk=row.pk).state


def cancel(run: CourseRun) -> object:
    return runs.cancel_run(run=run, reason="강사 사정", actor=run.coordinator)


def close(run: CourseRun) -> object:
    return enrolments.close_run(run=run, actor=run.coordinator)


def test_nobody_has_completed_a_run_that_is_cancelled(run: CourseRun, monkeypatch: pytest.MonkeyPatch) -> None:
    assert end_while_finishing(run, cancel, monkeypatch) == (RunState.CANCELLED, EnrolmentState.CANCELLED)


def test_control_without_the_lock_on_the_enrolment_somebody_has(
    run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, Enrolment)
    assert end_while_finishing(run, cancel, monkeypatch) == (RunState.CANCELLED, EnrolmentState.COMPLETED)


def test_who_completes_while_the_run_is_closed_has_completed_it(
    run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.starts_on, run.ends_on = run.starts_on - (run.ends_on - run.starts_on), run.starts_on
    run.save()
    assert end_while_finishing(run, close, monkeypatch) == (RunState.CLOSED, EnrolmentState.COMPLETED)
