"""Ten managers offer the last three seats of a body at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection, models

from lms.accounts.models import Role
from lms.common import clock
from lms.common.errors import DomainError
from mentoring.domain.appointments import drafting, eligibility, offers
from mentoring.models import Appointment, Body
from tests.factories import mentoring, people

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEATS, ASKED = 3, 10


def offer_all_at_once() -> int:
    """How many hold a seat afterwards. All count the seats before the first of them writes, unless a lock stops them."""
    centre = people.centre()
    body = mentoring.body(centre, seats_max=SEATS)
    coordinator, manager = people.staff(centre), people.staff(centre, Role.MANAGER)
    drafts = [
        drafting.draft(body=body, person=people.user(), starts_on=clock.today(), actor=coordinator)
        for _n in range(ASKED)
    ]
    together = Barrier(ASKED)

    def offer(appointment: Appointment) -> bool:
        try:
            together.wait()
            offers.offer(appointment=appointment, actor=manager)
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
    counted = offers.check_seats

    def slowly(appointment: Appointment) -> None:
        counted(appointment)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")

    with (
        mock.patch.object(models.QuerySet, "select_for_update", unlocked),
        mock.patch.object(offers, "check_seats", slowly),
    ):
        yield


def test_ten_offers_for_three_seats_give_three() -> None:
    assert offer_all_at_once() == SEATS


def test_without_the_lock_more_are_offered_than_there_are_seats() -> None:
    """The control: were this to pass without the lock, the test above would prove nothing."""
    with without_the_lock_on_the_body():
        assert offer_all_at_once() > SEATS
