"""What time does to appointments: who may not, what stops it, and exactly what it leaves behind."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.corps.domain import appointing, by_clock, term_changes
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
    made = offered(world)
    assert reminders(made, (2, 3, 3, 12, 13, 13, 14, 15)) == [0, 1, 0, 0, 1, 0, 0, 0]


def test_terms_are_announced_90_and_30_days_before_their_end(world: dict[str, Any]) -> None:
    made = active(world)
    assert reminders(made, _before_the_end(made, 91, 90, 89, 30, 30, 1, 0)) == [0, 1, 0, 1, 0, 0, 0]


def test_a_reminder_whose_day_was_missed_comes_with_the_next_tick(world: dict[str, Any]) -> None:
    assert reminders(offered(world), (5, 6)) == [1, 0]
    late = active(world, person=people.user())
    assert reminders(late, _before_the_end(late, 70, 69, 12)) == [1, 0, 1]


def test_of_two_that_are_due_at_once_the_nearer_is_sent(world: dict[str, Any]) -> None:
    assert reminders(offered(world), (14, 14)) == [1, 0]
    made = active(world, person=people.user())
    assert reminders(made, _before_the_end(made, 10, 9)) == [1, 0]
    assert "10일" in Notice.objects.get(key=f"appointment-{made.pk}-ends30").title


def test_a_reminder_is_sent_once_whatever_happened_in_between(world: dict[str, Any]) -> None:
    made = active(world)
    day = _before_the_end(made, 80)
    assert reminders(made, day) == [1]
    made = term_changes.suspend_term(appointment=made, actor=world["manager"], reason="조사")
    term_changes.resume_term(appointment=made, actor=world["manager"], reason="끝남")
    assert reminders(made, day) == [0]


def test_a_reminder_names_its_matter(world: dict[str, Any]) -> None:
    made = offered(world)
    reminders(made, (4,))
    assert made.body.name in Notice.objects.get(key=f"appointment-{made.pk}-remind11").title


def reminders(made: Appointment, days: Iterable[int]) -> list[int]:
    """How many `tick` sends on each of these days from now."""
    start, sent = clock.now(), []
    for day in days:
        with clock.at(start + timedelta(days=day)):
            sent.append(by_clock.remind_due())
    return sent


def _before_the_end(made: Appointment, *days: int) -> list[int]:
    assert made.ends_on is not None
    return [(made.ends_on - clock.today()).days - day for day in days]
