"""Thirty people press “send” at once, each on a connection of their own, for ten seats."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from courses.runs.domain import enrolment, seats
from courses.runs.enums import SEAT_HOLDING, EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import User
from tests.factories import courses, people
from tests.races.together import without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE, SEATS = 30, 10


@pytest.fixture
def run() -> CourseRun:
    return courses.run(capacity=SEATS)


@pytest.fixture
def crowd() -> list[User]:
    return [people.user() for _ in range(PEOPLE)]


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Every job in its own thread and so on its own connection, let go at the same moment."""
    gate = threading.Barrier(len(jobs), timeout=30)

    def started(job: Callable[[], object]) -> object:
        try:
            gate.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(started, jobs))


def in_state(run: CourseRun, *states: str) -> int:
    return run.enrolments.filter(state__in=states).count()


def test_ten_seats_and_twenty_ordered_places(run: CourseRun, crowd: list[User]) -> None:
    at_once([lambda person=person: enrolment.apply_for_run(run=run, person=person) for person in crowd])  # type: ignore[misc]
    assert in_state(run, EnrolmentState.ACTIVE) == SEATS
    queue = list(Enrolment.objects.queue().filter(run=run))
    assert len(queue) == PEOPLE - SEATS
    assert [row.pk for row in queue] == sorted(row.pk for row in queue)
    moments = [row.queued_at for row in queue]
    assert None not in moments
    assert len(set(moments)) == len(moments)
    last_seated = run.enrolments.filter(state=EnrolmentState.ACTIVE).order_by("-applied_at").first()
    assert last_seated is not None
    assert last_seated.applied_at < moments[0]


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run is read without its lock, and everybody counts before anybody writes."""
    counted = threading.Barrier(PEOPLE, timeout=30)
    free_seats = seats.free_seats

    def counted_together(run: CourseRun) -> int:
        free = free_seats(run)
        counted.wait()
        return free

    without_locks(monkeypatch, CourseRun)
    monkeypatch.setattr(seats, "free_seats", counted_together)


@pytest.mark.usefixtures("no_lock")
def test_control_without_the_lock_more_people_sit_than_there_are_seats(run: CourseRun, crowd: list[User]) -> None:
    at_once([lambda person=person: enrolment.apply_for_run(run=run, person=person) for person in crowd])  # type: ignore[misc]
    assert in_state(run, EnrolmentState.ACTIVE) == PEOPLE


def test_one_person_pressing_ten_times_has_one_enrolment(run: CourseRun) -> None:
    person = people.user()
    made = at_once([lambda: enrolment.apply_for_run(run=run, person=person).pk] * 10)
    assert len(set(made)) == 1
    assert run.enrolments.count() == 1


def test_seats_given_back_at_once_go_to_as_many_people(run: CourseRun, crowd: list[User]) -> None:
    """Ten withdraw together: the first ten of the queue are offered a seat each, nobody two and no seat to two."""
    rows = [enrolment.apply_for_run(run=run, person=person) for person in crowd]
    leaving = rows[:SEATS]
    at_once([lambda row=row: enrolment.withdraw_enrolment(enrolment=row, actor=row.person) for row in leaving])  # type: ignore[misc]
    offered = run.enrolments.filter(state=EnrolmentState.OFFERED).values_list("pk", flat=True)
    assert sorted(offered) == [row.pk for row in rows[SEATS : 2 * SEATS]]
    assert in_state(run, *sorted(SEAT_HOLDING)) == SEATS


def test_the_last_seat_goes_to_one_of_two(run: CourseRun, crowd: list[User]) -> None:
    for person in crowd[: SEATS - 1]:
        enrolment.apply_for_run(run=run, person=person)
    at_once([lambda person=person: enrolment.apply_for_run(run=run, person=person) for person in crowd[-2:]])  # type: ignore[misc]
    assert in_state(run, EnrolmentState.ACTIVE) == SEATS
    assert in_state(run, EnrolmentState.WAITLISTED) == 1
