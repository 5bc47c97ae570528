"""What time does to appointments: who may not, what stops it, and exactly what it leaves behind."""

from datetime import timedelta
from typing import Any

import pytest

from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.corps.domain import appointing, by_clock
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from tests.factories import people
from tests.factories.appointments import active, offered

pytestmark = pytest.mark.django_db
S = AppointmentState


def test_offers_lapse_after_their_last_day_and_only_then(world: dict[str, Any]) -> None:
    made = offered(world)
    with clock.at(clock.now() + timedelta(days=14)):
        assert by_clock.lapse_due() == 0
        with pytest.raises(DomainError) as refused:
            appointing.lapse_appointment(appointment=made)
        assert refused.value.code == "offer_runs"
    with clock.at(clock.now() + timedelta(days=15)):
        assert (by_clock.lapse_due(), by_clock.lapse_due()) == (1, 0)
    made.refresh_from_db()
    assert made.state == S.LAPSED
    assert statelog.history(made).last().actor is None  # type: ignore[union-attr]


def test_one_that_was_answered_meanwhile_stops_no_other(world: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = offered(world), offered(world, person=people.user())
    lapse = appointing.lapse_appointment

    def late(*, appointment: Appointment) -> Appointment:
        if appointment == first:
            appointing.decline_appointment(appointment=first, actor=first.person)
        return lapse(appointment=appointment)

    monkeypatch.setattr(by_clock, "lapse_appointment", late)
    with clock.at(clock.now() + timedelta(days=15)):
        assert by_clock.lapse_due() == 1
    second.refresh_from_db()
    assert second.state == S.LAPSED


def test_offers_are_remembered_after_3_days_and_on_the_eve_once_each(world: dict[str, Any]) -> None:
    offered(world)
    sent = []
    for days in (2, 3, 3, 13, 13, 14):
        with clock.at(clock.now() + timedelta(days=days)):
            by_clock.remind_due()
            sent.append(Notice.objects.filter(key__contains="-remind").count())
    assert sent == [0, 1, 1, 2, 2, 2]


def test_terms_are_announced_90_and_30_days_before_their_end(world: dict[str, Any]) -> None:
    made = active(world)
    assert made.ends_on is not None
    sent = []
    for days in (91, 90, 30, 30):
        with clock.at(clock.now() + (made.ends_on - clock.today()) - timedelta(days=days)):
            by_clock.remind_due()
            sent.append(Notice.objects.filter(key__contains="-ends").count())
    assert sent == [0, 1, 2, 2]
