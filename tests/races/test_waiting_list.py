"""Two people give their seats back at once: the next two are called, in order. Without the lock one is called twice."""

from typing import Any

import pytest

from courses.runs.domain import enrolment, seats
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from tests.factories import courses, people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[Enrolment]:
    """Two who sit and three who wait."""
    run = courses.run(capacity=2)
    made = [enrolment.apply_for_run(run=run, person=people.user()) for _n in range(5)]
    meet_after(monkeypatch, seats, "free_seats")
    return made


def leave_both(rows: list[Enrolment]) -> list[str]:
    return at_once(lambda row: enrolment.withdraw_enrolment(enrolment=row, actor=row.person), rows[:2])


def called() -> list[int]:
    return sorted(Enrolment.objects.filter(state=EnrolmentState.OFFERED).values_list("pk", flat=True))


def test_the_next_two_are_called_in_their_order(rows: list[Enrolment]) -> None:
    assert leave_both(rows) == ["done", "done"]
    assert called() == [rows[2].pk, rows[3].pk]


def test_control_without_the_lock_one_person_is_called_for_both_seats(
    rows: list[Enrolment], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, CourseRun)
    leave_both(rows)
    assert called() == [rows[2].pk]


def test_a_seat_and_a_place_in_the_queue_are_not_given_to_one_application_twice(
    rows: list[Enrolment], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody leaves while somebody new applies: the one who waits comes first."""
    new = people.user()

    def act(step: Any) -> None:
        if step == "leave":
            enrolment.withdraw_enrolment(enrolment=rows[0], actor=rows[0].person)
        else:
            enrolment.apply_for_run(run=rows[0].run, person=new)

    assert at_once(act, ["leave", "apply"]) == ["done", "done"]
    assert called() == [rows[2].pk]
    assert Enrolment.objects.get(person=new).state == EnrolmentState.WAITLISTED
