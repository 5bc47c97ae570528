"""Drafts and renewals: who may not, what stops it, and exactly what it leaves behind."""

from datetime import date, timedelta
from typing import Any

import pytest

from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.notifications.models import Notice
from mentoring.corps.domain import appointing, by_clock, drafting
from mentoring.corps.enums import AppointmentSource, AppointmentState
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries.appointments import active_corps_appointment, renewals_due
from tests.factories.appointments import accept, active, draft, steps_of

pytestmark = pytest.mark.django_db
S = AppointmentState


@pytest.mark.parametrize("who", ["auditor", "elsewhere", "person"])
def test_only_this_centres_staff_drafts(world: dict[str, Any], who: str) -> None:
    with pytest.raises(NotAllowed):
        draft(world, actor=world[who])
    assert Appointment.objects.count() == 0


def test_a_draft_has_its_term_and_is_no_news_to_the_person(world: dict[str, Any]) -> None:
    made = draft(world, starts_on=date(2030, 6, 27))
    assert (made.state, made.ends_on, made.centre) == (S.DRAFT, date(2031, 6, 26), world["centre"])
    assert steps_of(made) == [("draft", "", "draft")]
    assert Notice.objects.count() == 0


def test_a_second_press_gives_the_same_draft(world: dict[str, Any]) -> None:
    assert draft(world) == draft(world)
    assert Appointment.objects.count() == 1


def test_a_closed_account_is_not_drafted(world: dict[str, Any]) -> None:
    world["person"].is_active = False
    world["person"].save()
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "closed_account"


def test_a_seat_by_office_needs_the_office(world: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        draft(world, source=AppointmentSource.EX_OFFICIO, office=" ")
    assert refused.value.code == "office_missing"
    made = draft(world, source=AppointmentSource.EX_OFFICIO, office="주민센터장")
    assert (made.office, made.ends_on) == ("주민센터장", None)


def test_a_term_is_renewed_by_a_new_row_within_90_days_of_its_end(world: dict[str, Any]) -> None:
    old = active(world)
    with pytest.raises(DomainError) as refused:
        drafting.renew_appointment(appointment=old, actor=world["coordinator"])
    assert refused.value.code == "not_renewable"
    assert old.ends_on is not None
    with clock.at(clock.now() + (old.ends_on - clock.today()) - timedelta(days=90)):
        assert [row.pk for row in renewals_due(world["centre"])] == [old.pk]
        with pytest.raises(NotAllowed):
            drafting.renew_appointment(appointment=old, actor=world["auditor"])
        new = drafting.renew_appointment(appointment=old, actor=world["coordinator"])
        assert drafting.renew_appointment(appointment=old, actor=world["coordinator"]) == new
        assert list(renewals_due(world["centre"])) == []
        assert (new.state, new.renewed_from, new.starts_on) == (S.DRAFT, old, old.ends_on + timedelta(days=1))
        accept(appointing.offer_appointment(appointment=new, actor=world["manager"]))
        old.refresh_from_db()
        assert old.state == S.ACTIVE
    with clock.at(clock.now() + (new.starts_on - clock.today())):
        assert (by_clock.expire_due(), by_clock.start_due()) == (1, 1)
        assert active_corps_appointment(old.person, clock.today()) == new


def test_after_the_end_the_new_term_begins_today(world: dict[str, Any]) -> None:
    old = active(world)
    assert old.ends_on is not None
    with clock.at(clock.now() + (old.ends_on - clock.today()) + timedelta(days=10)):
        by_clock.expire_due()
        assert drafting.renew_appointment(appointment=old, actor=world["coordinator"]).starts_on == clock.today()


def test_the_new_term_waits_for_the_old_one_to_end(world: dict[str, Any]) -> None:
    """Were the two run the other way round, both rows would be in office at once, which the database refuses."""
    old = active(world)
    assert old.ends_on is not None
    with clock.at(clock.now() + (old.ends_on - clock.today()) - timedelta(days=10)):
        new = accept(
            appointing.offer_appointment(
                appointment=drafting.renew_appointment(appointment=old, actor=world["manager"]), actor=world["manager"]
            )
        )
    with clock.at(clock.now() + (new.starts_on - clock.today())):
        assert by_clock.start_due() == 1
        old.refresh_from_db()
        assert old.state == S.EXPIRED


def test_a_body_may_forbid_renewal(world: dict[str, Any]) -> None:
    old = active(world)
    Body.objects.update(renewable=False)
    with clock.at(clock.now() + timedelta(days=350)), pytest.raises(DomainError) as refused:
        drafting.renew_appointment(appointment=old, actor=world["coordinator"])
    assert refused.value.code == "not_renewable"


@pytest.mark.parametrize("state", [S.SUSPENDED, S.RESIGNED, S.DISMISSED, S.WITHDRAWN])
def test_only_a_term_that_runs_or_ran_to_its_end_is_renewed(world: dict[str, Any], state: str) -> None:
    old = active(world)
    Appointment.objects.update(state=state)
    with clock.at(clock.now() + timedelta(days=350)):
        with pytest.raises(DomainError) as refused:
            drafting.renew_appointment(appointment=old, actor=world["coordinator"])
        assert (refused.value.code, Appointment.objects.count()) == ("not_renewable", 1)
        Appointment.objects.update(state=S.ACTIVE)
        assert drafting.renew_appointment(appointment=old, actor=world["coordinator"]).renewed_from == old
