"""A running term: who may not, what stops it, and exactly what it leaves behind."""

from datetime import timedelta
from typing import Any

import pytest

from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState
from mentoring.corps.domain import appointing, term_changes, term_dates
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import active_corps_appointment
from tests.factories import mentoring, people
from tests.factories.appointments import active, draft

pytestmark = pytest.mark.django_db
S = AppointmentState


def test_the_seat_ends_with_the_office_only_where_it_came_with_one(world: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        term_changes.end_office(appointment=active(world), actor=world["coordinator"], reason="인사 이동")
    assert refused.value.code == "not_ex_officio"
    made = draft(world, person=people.user(), source=AppointmentSource.EX_OFFICIO, office="동장")
    made = appointing.confirm_ex_officio(appointment=made, actor=world["manager"])
    with pytest.raises(NotAllowed):
        term_changes.end_office(appointment=made, actor=world["auditor"], reason="인사 이동")
    made = term_changes.end_office(appointment=made, actor=world["coordinator"], reason="인사 이동")
    assert (made.state, made.end_reason, made.ended_on) == (S.ENDED, "인사 이동", clock.today())


def test_only_the_manager_suspends_and_lets_go_on(world: dict[str, Any]) -> None:
    made = active(world)
    for act in (term_changes.suspend_term, term_changes.resume_term, term_changes.dismiss_member):
        with pytest.raises(NotAllowed):
            act(appointment=made, actor=world["coordinator"], reason="까닭")
    made = term_changes.suspend_term(appointment=made, actor=world["manager"], reason="조사 중")
    assert (made.state, active_corps_appointment(made.person, clock.today())) == (S.SUSPENDED, None)
    assert term_changes.suspend_term(appointment=made, actor=world["manager"], reason="조사 중") == made
    made = term_changes.resume_term(appointment=made, actor=world["manager"], reason="문제 없음")
    assert (made.state, active_corps_appointment(made.person, clock.today())) == (S.ACTIVE, made)


def test_a_term_that_ended_meanwhile_does_not_go_on(world: dict[str, Any]) -> None:
    made = term_changes.suspend_term(appointment=active(world), actor=world["manager"], reason="조사 중")
    with clock.at(clock.now() + timedelta(days=400)), pytest.raises(DomainError) as refused:
        term_changes.resume_term(appointment=made, actor=world["manager"], reason="문제 없음")
    assert refused.value.code == "term_over"


def test_nobody_resigns_for_another_or_from_running_coaching(world: dict[str, Any]) -> None:
    made = active(world)
    with pytest.raises(NotAllowed):
        term_changes.resign_term(appointment=made, actor=world["manager"], reason="이사")
    expert = ExpertProfile.objects.get()
    coaching = mentoring.engagement(mentoring.community(world["centre"]), expert, appointment=made)
    with pytest.raises(DomainError) as refused:
        term_changes.resign_term(appointment=made, actor=made.person, reason="이사")
    assert refused.value.code == "open_engagements"
    coaching.state = EngagementState.COMPLETED
    coaching.save()
    made = term_changes.resign_term(appointment=made, actor=made.person, reason="이사")
    assert (made.state, made.end_reason, made.ended_on, made.barred_until) == (S.RESIGNED, "이사", clock.today(), None)
    assert term_changes.resign_term(appointment=made, actor=made.person, reason="또").end_reason == "이사"


def test_a_dismissal_flags_the_coaching_and_ends_none_of_it(world: dict[str, Any]) -> None:
    made = active(world)
    coaching = mentoring.engagement(mentoring.community(world["centre"]), ExpertProfile.objects.get(), appointment=made)
    Notice.objects.all().delete()
    until = clock.today() + timedelta(days=365)
    made = term_changes.dismiss_member(appointment=made, actor=world["manager"], reason="직무태만", barred_until=until)
    coaching.refresh_from_db()
    assert (made.state, made.end_reason, made.barred_until) == (S.DISMISSED, "직무태만", until)
    assert coaching.state == EngagementState.ACTIVE
    assert {row.person for row in Notice.objects.filter(kind="appointment_office")} == {
        world["coordinator"],
        world["manager"],
    }


def _renewed(world: dict[str, Any], *, begins_in: int = 0) -> tuple[Appointment, Appointment]:
    """Coaching that began under a term which ended yesterday, and the term that follows it."""
    day = clock.today()
    expert = mentoring.expert(world["centre"], corps=world["body"], person=world["person"], appointed=False)
    old = mentoring.appointment(world["body"], expert.person, ends_on=day - timedelta(days=1))
    new = mentoring.appointment(
        world["body"], expert.person, starts_on=day + timedelta(days=begins_in), state=S.ACCEPTED, letter_no=""
    )
    mentoring.engagement(mentoring.community(world["centre"]), expert, appointment=old)
    return old, new


def _flags() -> int:
    return Notice.objects.filter(title__contains="넘겨").count()


def test_coaching_that_began_before_a_renewal_holds_whoever_resigns(world: dict[str, Any]) -> None:
    _old, new = _renewed(world)
    new = term_dates.start_term(appointment=new)
    with pytest.raises(DomainError) as refused:
        term_changes.resign_term(appointment=new, actor=new.person, reason="이사")
    assert refused.value.code == "open_engagements"
    assert _flags() == 0
    term_changes.dismiss_member(appointment=new, actor=world["manager"], reason="직무태만")
    assert _flags() == 2  # the coordinator and the manager


def test_an_expiry_is_pointed_out_unless_the_next_term_begins(world: dict[str, Any]) -> None:
    old, _new = _renewed(world)
    term_dates.expire_term(appointment=old)
    assert _flags() == 0


@pytest.mark.parametrize("because", ["it begins later", "it can't begin", "it is of a council", "of another centre"])
def test_an_expiry_is_pointed_out_where_no_other_term_holds(world: dict[str, Any], because: str) -> None:
    old, new = _renewed(world, begins_in=1 if because == "it begins later" else 0)
    if because == "it can't begin":
        type(old.person).objects.filter(pk=old.person_id).update(is_active=False)
    if because == "it is of a council":
        Appointment.objects.filter(pk=new.pk).update(
            body=mentoring.body(world["centre"], kind=BodyKind.COUNCIL), state=S.ACTIVE
        )
    if because == "of another centre":
        elsewhere = mentoring.body(people.centre())
        Appointment.objects.filter(pk=new.pk).update(body=elsewhere, centre=elsewhere.centre, state=S.ACTIVE)
    term_dates.expire_term(appointment=old)
    assert _flags() == 2


def test_who_leaves_a_council_leaves_no_community_alone(world: dict[str, Any]) -> None:
    expert = mentoring.expert(world["centre"], corps=world["body"], person=world["person"])
    mentoring.engagement(mentoring.community(world["centre"]), expert)
    seat = mentoring.appointment(mentoring.body(world["centre"], kind=BodyKind.COUNCIL), expert.person)
    seat = term_changes.resign_term(appointment=seat, actor=seat.person, reason="이사")
    assert seat.state == S.RESIGNED


def test_a_suspended_seat_ends_with_its_office(world: dict[str, Any]) -> None:
    made = draft(world, source=AppointmentSource.EX_OFFICIO, office="주민센터장")
    made = appointing.confirm_ex_officio(appointment=made, actor=world["manager"])
    made = term_changes.suspend_term(appointment=made, actor=world["manager"], reason="조사")
    made = term_changes.end_office(appointment=made, actor=world["coordinator"], reason="인사 이동")
    assert (made.state, made.ended_on) == (S.ENDED, clock.today())


@pytest.mark.parametrize("days", [0, -1])
def test_a_bar_lies_in_the_future(world: dict[str, Any], days: int) -> None:
    made = active(world)
    with pytest.raises(DomainError) as refused:
        term_changes.dismiss_member(
            appointment=made, actor=world["manager"], reason="까닭", barred_until=clock.today() + timedelta(days=days)
        )
    assert refused.value.code == "barred_in_the_past"
