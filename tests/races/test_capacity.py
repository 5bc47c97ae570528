"""The office takes away a seat that is free while somebody takes it. Without the lock both look first, and both are right."""

from collections.abc import Callable

import pytest

from courses.runs.domain import enrolment, seats
from courses.runs.enums import Admission, EnrolmentState
from courses.runs.models import CourseRun
from lms.accounts.models import User
from tests.factories import courses, people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEATS = 2


def apply(run: CourseRun, person: User) -> Callable[[], object]:
    return lambda: enrolment.apply_for_run(run=run, person=person)


def invite(run: CourseRun, person: User) -> Callable[[], object]:
    people.says_yes(person, run.centre)
    return lambda: enrolment.invite_to_run(run=run, person=person, actor=run.coordinator)


def approve(run: CourseRun, person: User) -> Callable[[], object]:
    run.admission = Admission.APPROVAL
    run.save()
    asked = enrolment.apply_for_run(run=run, person=person)
    return lambda: enrolment.approve_application(enrolment=asked, actor=run.coordinator)


WAYS = [apply, invite, approve]


def held_and_there(
    way: Callable[[CourseRun, User], Callable[[], object]], patch: pytest.MonkeyPatch
) -> tuple[int, int]:
    run = courses.run(capacity=SEATS)
    courses.enrolment(run, state=EnrolmentState.ACTIVE)
    enter = way(run, people.user())
    meet_after(patch, seats, "free_seats")

    def take_away() -> None:
        enrolment.set_capacity(run=run, capacity=SEATS - 1, actor=run.coordinator)

    at_once(lambda act: act(), [enter, take_away])
    return run.enrolments.holding_seats().count(), CourseRun.objects.get(pk=run.pk).capacity


@pytest.mark.parametrize("way", WAYS)
def test_the_last_seat_is_taken_or_taken_away(
    way: Callable[[CourseRun, User], Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, there = held_and_there(way, monkeypatch)
    assert (held, there) in {(SEATS, SEATS), (SEATS - 1, SEATS - 1)}


@pytest.mark.parametrize("way", WAYS)
def test_control_without_the_lock_it_is_both(
    way: Callable[[CourseRun, User], Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, CourseRun)
    assert held_and_there(way, monkeypatch) == (SEATS, SEATS - 1)
