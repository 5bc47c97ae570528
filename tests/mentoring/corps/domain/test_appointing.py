"""Offers and their answers: who may not, what stops it, and exactly what it leaves behind."""

from datetime import timedelta
from typing import Any

import pytest

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.notifications.models import Notice
from mentoring.corps.domain import appointing, by_clock
from mentoring.corps.enums import AppointmentSource, AppointmentState
from mentoring.corps.models import Appointment
from tests.factories import people
from tests.factories.appointments import accept, draft, offered, steps_of

pytestmark = pytest.mark.django_db
S = AppointmentState


@pytest.mark.parametrize("who", ["coordinator", "auditor", "elsewhere", "person"])
def test_only_the_manager_appoints(world: dict[str, Any], who: str) -> None:
    made = draft(world)
    with pytest.raises(NotAllowed):
        appointing.offer_appointment(appointment=made, actor=world[who])
    made.refresh_from_db()
    assert (made.state, made.offered_at) == (S.DRAFT, None)


def test_an_offer_stands_for_14_days_and_is_told_once(world: dict[str, Any]) -> None:
    made = offered(world)
    assert appointing.offer_appointment(appointment=made, actor=world["manager"]) == made
    assert (made.state, made.offer_expires_on) == (S.OFFERED, clock.today() + timedelta(days=14))
    assert [(row.person, row.path) for row in Notice.objects.all()] == [
        (world["person"], f"/my/appointments/{made.pk}/")
    ]
    assert steps_of(made) == [("draft", "", "draft"), ("offer", "draft", "offered")]


@pytest.mark.parametrize("who", ["coordinator", "manager", "elsewhere"])
def test_nobody_accepts_or_declines_for_another(world: dict[str, Any], who: str) -> None:
    made = offered(world)
    for answer in (
        lambda: accept(made, actor=world[who]),
        lambda: appointing.decline_appointment(appointment=made, actor=world[who]),
    ):
        with pytest.raises(NotAllowed):
            answer()
    made.refresh_from_db()
    assert (made.state, made.accepted_at) == (S.OFFERED, None)


@pytest.mark.parametrize("name", ["예시주", "다른 사람", ""])
def test_the_signature_is_the_persons_own_name(world: dict[str, Any], name: str) -> None:
    made = offered(world)
    with pytest.raises(DomainError) as refused:
        accept(made, signed_name=name)
    assert (refused.value.code, list(refused.value.fields)) == ("other_name", ["signed_name"])


def test_spaces_in_the_signature_do_not_matter(world: dict[str, Any]) -> None:
    assert accept(offered(world), signed_name="예시주민").signed_name == "예시 주민"


def test_the_last_day_of_an_offer_still_counts_and_the_next_does_not(world: dict[str, Any]) -> None:
    made = offered(world, starts_on=clock.today() + timedelta(days=60))
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(DomainError) as refused:
        accept(made)
    assert refused.value.code == "offer_over"
    with clock.at(clock.now() + timedelta(days=14)):
        assert accept(made).state == S.ACCEPTED


def test_accepting_keeps_the_signature_and_fills_in_what_was_unknown(world: dict[str, Any]) -> None:
    person: User = world["person"]
    person.phone = "0621112222"
    person.save()
    made = accept(offered(world, starts_on=clock.today() + timedelta(days=7)))
    person.refresh_from_db()
    assert (made.state, made.signed_name, made.signed_phone, made.signed_address) == (
        S.ACCEPTED,
        "예시 주민",
        "01012345678",
        "경열로 1",
    )
    assert (person.phone, person.address) == ("0621112222", "경열로 1")
    assert made.letter_no == ""
    told = set(Notice.objects.filter(kind="appointment_office").values_list("person", flat=True))
    assert told == {world["coordinator"].pk, world["manager"].pk}


def test_a_second_press_accepts_once(world: dict[str, Any]) -> None:
    made = offered(world)
    first = accept(made)
    assert accept(made).accepted_at == first.accepted_at
    assert [step[0] for step in steps_of(made)] == ["draft", "offer", "accept", "start"]


def test_declining_twice_is_declining_once(world: dict[str, Any]) -> None:
    made = offered(world)
    appointing.decline_appointment(appointment=made, actor=made.person, reason="이사를 갑니다")
    again = appointing.decline_appointment(appointment=made, actor=made.person)
    assert (again.state, again.end_reason) == (S.DECLINED, "이사를 갑니다")
    assert [step[0] for step in steps_of(made)] == ["draft", "offer", "decline"]
    with pytest.raises(DomainError) as refused:
        accept(made)
    assert refused.value.code == "state"


def test_a_coordinator_drops_a_draft_and_may_press_twice(world: dict[str, Any]) -> None:
    made = draft(world)
    with pytest.raises(NotAllowed) as refused:
        appointing.withdraw_appointment(appointment=made, actor=made.person, reason="잘못 적음")
    assert refused.value.code == "not_staff"
    for _press in range(2):
        made = appointing.withdraw_appointment(appointment=made, actor=world["coordinator"], reason="잘못 적음")
    assert (made.state, made.end_reason) == (S.WITHDRAWN, "잘못 적음")
    assert [step[0] for step in steps_of(made)] == ["draft", "withdraw"]


def test_an_offer_is_taken_back_by_the_manager_and_with_a_reason(world: dict[str, Any]) -> None:
    made = offered(world)
    with pytest.raises(NotAllowed) as denied:
        appointing.withdraw_appointment(appointment=made, actor=world["coordinator"], reason="자리 없음")
    assert denied.value.code == "not_manager"
    with pytest.raises(DomainError) as refused:
        appointing.withdraw_appointment(appointment=made, actor=world["manager"], reason=" ")
    assert refused.value.code == "no_reason"
    assert (
        appointing.withdraw_appointment(appointment=made, actor=world["manager"], reason="자리 없음").state
        == S.WITHDRAWN
    )


def test_a_coordinator_drops_a_draft_and_the_person_hears_nothing(world: dict[str, Any]) -> None:
    made = draft(world)
    assert (
        appointing.withdraw_appointment(appointment=made, actor=world["coordinator"], reason="잘못 만듦").state
        == S.WITHDRAWN
    )
    assert Notice.objects.count() == 0


def test_either_side_takes_back_what_was_accepted_until_the_first_day(world: dict[str, Any]) -> None:
    later = clock.today() + timedelta(days=9)
    made = accept(offered(world, starts_on=later))
    for act, who in ((appointing.withdraw_appointment, "coordinator"), (appointing.step_back, "manager")):
        with pytest.raises(NotAllowed):
            act(appointment=made, actor=world[who], reason="사정")
    with pytest.raises(DomainError) as refused:
        appointing.step_back(appointment=made, actor=made.person, reason=" ")
    assert refused.value.code == "no_reason"
    Notice.objects.all().delete()
    for _press in range(2):
        made = appointing.step_back(appointment=made, actor=made.person, reason="수술")
    assert (made.state, made.end_reason, steps_of(made)[-1]) == (
        S.WITHDRAWN,
        "수술",
        ("withdraw", S.ACCEPTED, S.WITHDRAWN),
    )
    assert {notice.person for notice in Notice.objects.all()} == {world["coordinator"], world["manager"]}

    other = accept(offered(world, person=people.user(), starts_on=later))
    Notice.objects.all().delete()
    other = appointing.withdraw_appointment(appointment=other, actor=world["manager"], reason="조직 개편")
    assert (other.state, Notice.objects.get().person) == (S.WITHDRAWN, other.person)


def test_from_the_first_day_on_it_is_taken_back_no_more_however_late_the_tick(world: dict[str, Any]) -> None:
    made = accept(offered(world, starts_on=clock.today() + timedelta(days=9)))
    with clock.at(clock.now() + timedelta(days=9)):
        for act, who in ((appointing.withdraw_appointment, world["manager"]), (appointing.step_back, made.person)):
            with pytest.raises(DomainError) as refused:
                act(appointment=made, actor=who, reason="사정")
            assert refused.value.code == "begun"


def test_an_offer_is_declined_and_not_stepped_back_from(world: dict[str, Any]) -> None:
    made = offered(world)
    with pytest.raises(DomainError) as refused:
        appointing.step_back(appointment=made, actor=made.person, reason="사정")
    assert refused.value.code == "state"


def test_a_seat_by_office_is_taken_back_by_the_manager_before_it_begins(world: dict[str, Any]) -> None:
    made = draft(
        world, source=AppointmentSource.EX_OFFICIO, office="주민센터장", starts_on=clock.today() + timedelta(days=9)
    )
    made = appointing.confirm_ex_officio(appointment=made, actor=world["manager"])
    with pytest.raises(NotAllowed):
        appointing.withdraw_appointment(appointment=made, actor=world["coordinator"], reason="인사 이동")
    made = appointing.withdraw_appointment(appointment=made, actor=world["manager"], reason="인사 이동")
    assert made.state == S.WITHDRAWN
    assert made in Appointment.objects.visible_to(made.person)  # where the notice leads


def test_a_member_by_office_is_confirmed_by_the_manager_and_signs_nothing(world: dict[str, Any]) -> None:
    made = draft(world, source=AppointmentSource.EX_OFFICIO, office="주민센터장")
    with pytest.raises(DomainError) as refused:
        appointing.offer_appointment(appointment=made, actor=world["manager"])
    assert refused.value.code == "ex_officio"
    with pytest.raises(NotAllowed):
        appointing.confirm_ex_officio(appointment=made, actor=world["coordinator"])
    made = appointing.confirm_ex_officio(appointment=made, actor=world["manager"])
    assert (made.state, made.signed_name, made.ends_on) == (S.ACTIVE, "", None)
    assert appointing.confirm_ex_officio(appointment=made, actor=world["manager"]) == made
    assert by_clock.expire_due() == 0


def test_others_are_not_confirmed_without_being_asked(world: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        appointing.confirm_ex_officio(appointment=draft(world), actor=world["manager"])
    assert refused.value.code == "not_ex_officio"
