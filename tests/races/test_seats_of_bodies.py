"""Ten managers offer the last three seats of a body at the same moment, one takes away the seat that another offers, or
closes the body for which somebody is being drafted."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, BrokenBarrierError, Event
from typing import Any
from unittest import mock

import pytest
from django.db import connection, models

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.models import StateChange
from mentoring.corps.domain import appointing, bodies, drafting, eligibility
from mentoring.corps.enums import MemberRole
from mentoring.corps.models import Appointment, Body
from tests.factories import mentoring, people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEATS, ASKED = 3, 10


def offer_all_at_once() -> int:
    """How many hold a seat afterwards. All count the seats before the first of them writes, unless a lock stops them."""
    centre = people.centre()
    body = mentoring.body(centre, seats_max=SEATS)
    coordinator, manager = people.staff(centre), people.staff(centre, Role.MANAGER)
    drafts = [
        drafting.draft_appointment(body=body, person=people.known(centre), starts_on=clock.today(), actor=coordinator)
        for _n in range(ASKED)
    ]
    together = Barrier(ASKED)

    def offer(appointment: Appointment) -> bool:
        try:
            together.wait()
            appointing.offer_appointment(appointment=appointment, actor=manager)
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(ASKED) as threads:
        offered = sum(threads.map(offer, drafts))
    assert offered == eligibility.seats_taken(body)
    return offered


@contextmanager
def without_the_lock_on_the_body() -> Iterator[None]:
    original = models.QuerySet.select_for_update

    def unlocked(self: models.QuerySet, *args: object, **kwargs: object) -> models.QuerySet:
        return self if self.model is Body else original(self, *args, **kwargs)  # type: ignore[arg-type]

    # A moment between counting and writing, as a slow disk would make it.
    counted = appointing.check_seats

    def slowly(appointment: Appointment) -> None:
        counted(appointment)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")

    with (
        mock.patch.object(models.QuerySet, "select_for_update", unlocked),
        mock.patch.object(appointing, "check_seats", slowly),
    ):
        yield


def test_ten_offers_for_three_seats_give_three() -> None:
    assert offer_all_at_once() == SEATS


def test_without_the_lock_more_are_offered_than_there_are_seats() -> None:
    """The control: were this to pass without the lock, the test above would prove nothing."""
    with without_the_lock_on_the_body():
        assert offer_all_at_once() > SEATS


def offered_and_there(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Seats held and seats there, when one manager offers the only seat while another takes it away."""
    centre = people.centre()
    body = mentoring.body(centre, seats_min=0, seats_max=1)
    manager = people.staff(centre, Role.MANAGER)
    draft = drafting.draft_appointment(body=body, person=people.known(centre), starts_on=clock.today(), actor=manager)
    meeting, count = Barrier(2), eligibility.seats_taken

    def slowly(of: Body, **besides: Any) -> int:
        taken = count(of, **besides)
        try:
            meeting.wait(timeout=0.6)
        except BrokenBarrierError:
            meeting.reset()
        return taken

    monkeypatch.setattr(eligibility, "seats_taken", slowly)
    monkeypatch.setattr(bodies, "seats_taken", slowly)
    fewer = {name: getattr(body, name) for name in bodies.SETTINGS} | {"seats_max": 0}
    steps: list[Callable[[], object]] = [
        lambda: appointing.offer_appointment(appointment=draft, actor=manager),
        lambda: bodies.change_settings(body=body, actor=manager, **fewer),
    ]
    at_once(lambda step: step(), steps)
    return count(body), Body.objects.get(pk=body.pk).seats_max


def test_the_last_seat_is_offered_or_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered_and_there(monkeypatch) in {(1, 1), (0, 0)}


def test_control_without_the_lock_it_is_both(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Body)
    assert offered_and_there(monkeypatch) == (1, 0)


def drafted_and_closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is on record, in its order, when a body is closed just after a draft found it open."""
    centre = people.centre()
    body, manager, person = mentoring.body(centre), people.staff(centre, Role.MANAGER), people.known(centre)
    found_open, closed, check = Event(), Event(), drafting.check_body_open

    def slowly(of: Body) -> None:
        check(of)
        found_open.set()
        closed.wait(timeout=0.6)

    def close() -> None:
        found_open.wait(timeout=5)
        bodies.close_body(body=body, actor=manager)
        closed.set()

    monkeypatch.setattr(drafting, "check_body_open", slowly)
    steps: list[Callable[[], object]] = [
        lambda: drafting.draft_appointment(body=body, person=person, starts_on=clock.today(), actor=manager),
        close,
    ]
    at_once(lambda step: step(), steps)
    return list(StateChange.objects.order_by("pk").values_list("action", flat=True))


def test_nobody_is_drafted_for_a_body_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drafted_and_closed(monkeypatch) == ["draft", "close"]


def test_control_without_the_lock_somebody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Body)
    assert drafted_and_closed(monkeypatch) == ["close", "draft"]


def offered_the_chair(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two managers offer the one chair to two people, and each finds nobody on it."""
    centre = people.centre()
    body, manager = mentoring.body(centre), people.staff(centre, Role.MANAGER)
    drafts = [
        drafting.draft_appointment(
            body=body, person=people.known(centre), starts_on=clock.today(), actor=manager, role=MemberRole.CHAIR
        )
        for _n in range(2)
    ]
    meet_after(monkeypatch, appointing, "check_person")
    return at_once(lambda row: appointing.offer_appointment(appointment=row, actor=manager), drafts)


def test_the_chair_is_offered_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered_the_chair(monkeypatch) == ["chair_taken", "done"]


def test_control_without_the_lock_it_is_offered_to_both(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Body)
    assert offered_the_chair(monkeypatch) == ["done", "done"]
