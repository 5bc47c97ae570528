"""A visit to come: who arranges, moves and calls it off, what stops them, and who hears of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState, RequestState, SupportKind
from mentoring.coaching.models import Engagement
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.visits.domain.arranging import Plan, call_off_visit, move_visit, schedule_visit
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Engagement:
    return make.engagement()


@pytest.fixture
def office(row: Engagement) -> User:
    return people.staff(row.centre)


def plan(days: float = 5, hour: int = 14, *, minutes: int = 60, mode: str = "visit", place: str = "") -> Plan:
    starts_at = visits.start(int(-days), hour)
    return Plan(starts_at, starts_at + timedelta(minutes=minutes), mode, place)


def scheduled(row: Engagement, actor: User, wish: Plan | None = None) -> Visit:
    return schedule_visit(engagement=row, plan=wish or plan(), actor=actor)


def codes(row: Engagement, actor: User, *wishes: Plan) -> list[str]:
    found = []
    for wish in wishes:
        with pytest.raises(DomainError) as refused:
            scheduled(row, actor, wish)
        found.append(refused.value.code)
    return found


# ── who


def test_only_the_expert_and_coordinators_of_the_centre(row: Engagement, office: User) -> None:
    visit = scheduled(row, office)
    others = [visits.representative_of(row), make.expert(row.centre).person, people.staff(people.centre())]
    others += [people.staff(row.centre, role) for role in (Role.MANAGER, Role.AUDITOR)]
    for actor in others:
        with pytest.raises(NotAllowed):
            scheduled(row, actor, plan(6))
        with pytest.raises(NotAllowed):
            move_visit(visit=visit, plan=plan(6), actor=actor, reason="행사")
        with pytest.raises(NotAllowed):
            call_off_visit(visit=visit, actor=actor, reason="행사")
    assert list(row.visits.values_list("state", "starts_at")) == [(VisitState.SCHEDULED, plan().starts_at)]


def test_an_expert_out_of_service_arranges_nothing_and_the_office_nothing_for_them(
    row: Engagement, office: User
) -> None:
    visit = scheduled(row, office)
    Appointment.objects.filter(person=row.expert.person).update(state=AppointmentState.SUSPENDED)
    expert = row.expert.person
    with pytest.raises(NotAllowed):
        scheduled(row, expert, plan(6))
    with pytest.raises(NotAllowed):
        move_visit(visit=visit, plan=plan(6), actor=expert, reason="행사")
    assert codes(row, office, plan(6)) == ["outside_term"]
    assert call_off_visit(visit=visit, actor=office, reason="직무 정지").state == VisitState.CANCELLED


# ── when


def test_it_is_to_come_and_of_a_sensible_length(row: Engagement, office: User) -> None:
    wishes = plan(-1), plan(400), plan(minutes=0), plan(minutes=481)
    assert codes(row, office, *wishes) == ["past", "too_far", "too_long", "too_long"]


def test_not_after_the_term_nor_after_the_coaching(row: Engagement, office: User) -> None:
    last = clock.today() + timedelta(days=20)
    Engagement.objects.filter(pk=row.pk).update(ends_on=clock.today() + timedelta(days=10))
    Appointment.objects.filter(person=row.expert.person).update(ends_on=last)
    assert codes(row, office, plan(21), plan(11)) == ["outside_term", "outside_engagement"]
    assert scheduled(row, office, plan(10)).state == VisitState.SCHEDULED


@pytest.mark.parametrize("state", [EngagementState.PAUSED, EngagementState.COMPLETED])
def test_only_while_the_coaching_goes_on(row: Engagement, office: User, state: str) -> None:
    visit = scheduled(row, office)
    Engagement.objects.filter(pk=row.pk).update(state=state)
    assert codes(row, office, plan(6)) == ["engagement_closed"]
    with pytest.raises(DomainError) as refused:
        move_visit(visit=visit, plan=plan(6), actor=office, reason="행사")
    assert refused.value.code == "engagement_closed"


def of_one_person(row: Engagement, *, elsewhere: bool) -> Engagement:
    """Another community of the expert, maybe at another centre."""
    if not elsewhere:
        return make.engagement(expert_profile=row.expert, appointment=row.appointment)
    return make.engagement(expert_profile=make.expert(people.centre(), person=row.expert.person))


@pytest.mark.parametrize("elsewhere", [False, True])
def test_an_expert_is_in_one_place_at_a_time(row: Engagement, elsewhere: bool) -> None:
    other = of_one_person(row, elsewhere=elsewhere)
    scheduled(other, people.staff(other.centre), plan(hour=14, minutes=90))
    office = people.staff(row.centre)
    assert codes(row, office, plan(hour=15), plan(hour=13, minutes=61), plan(hour=14)) == ["overlap"] * 3
    visit = scheduled(row, office, plan(hour=13))
    with pytest.raises(DomainError) as refused:
        move_visit(visit=visit, plan=plan(hour=15), actor=office, reason="행사")
    assert refused.value.code == "overlap"


def test_a_community_meets_one_expert_at_a_time(row: Engagement, office: User) -> None:
    kind = make.request(row.community, RequestState.MATCHED, support_kind=SupportKind.NETWORK)
    other = make.engagement(row.community, request=kind)
    scheduled(other, office)
    assert codes(row, office, plan(hour=14), plan(hour=13, minutes=61)) == ["overlap"] * 2


def test_what_is_called_off_leaves_its_hour_free(row: Engagement, office: User) -> None:
    other = of_one_person(row, elsewhere=False)
    call_off_visit(visit=scheduled(other, office), actor=office, reason="행사")
    assert scheduled(row, office).state == VisitState.SCHEDULED


# ── what it does


@pytest.mark.parametrize("by", ["office", "expert"])
def test_it_is_arranged_once_and_both_sides_hear_of_it_but_who_did_it(row: Engagement, office: User, by: str) -> None:
    representative, expert = visits.representative_of(row), row.expert.person
    actor = office if by == "office" else expert
    made = [scheduled(row, actor, plan(place="마을회관")) for _press in range(2)]
    visit = Visit.objects.get()
    assert made == [visit, visit]
    facts = (visit.state, visit.author, visit.expert, visit.starts_at, visit.minutes, visit.mode, visit.place)
    assert facts == (VisitState.SCHEDULED, expert, row.expert, plan().starts_at, 60, "visit", "마을회관")
    assert [(entry.action, entry.actor) for entry in statelog.history(visit)] == [("schedule", actor)]
    told = {representative: "/community/", expert: f"/mentor/communities/{row.pk}/"}
    if by == "expert":
        del told[expert]
    assert {notice.person: notice.path for notice in Notice.objects.all()} == told


def test_a_second_visit_of_one_day_is_moved_not_added(row: Engagement, office: User) -> None:
    scheduled(row, office)
    assert codes(row, office, plan(hour=17), plan(place="마을회관")) == ["arranged_already"] * 2
    later = scheduled(row, office, plan(6))
    with pytest.raises(DomainError) as refused:
        move_visit(visit=later, plan=plan(hour=17), actor=office, reason="행사")
    assert refused.value.code == "arranged_already"


def test_it_is_moved_once_with_its_reason_and_both_sides_hear_of_it(row: Engagement, office: User) -> None:
    visit, representative = scheduled(row, office), visits.representative_of(row)
    Notice.objects.all().delete()
    wish = plan(7, 10, minutes=90, mode="online", place="화상")
    for _press in range(2):
        moved = move_visit(visit=visit, plan=wish, actor=office, reason=" 행사와 겹침 ")
    moved.refresh_from_db()
    assert (moved.pk, moved.starts_at, moved.minutes, moved.mode, moved.place) == (
        visit.pk,
        wish.starts_at,
        90,
        "online",
        "화상",
    )
    entry = statelog.history(visit).get(action="move")
    assert (entry.actor, entry.reason) == (office, "행사와 겹침")
    assert entry.data == {"says": f"{said(plan().starts_at)} → {said(wish.starts_at)}"}
    assert {notice.person for notice in Notice.objects.all()} == {representative, row.expert.person}
    assert Notice.objects.count() == 2


def said(moment: datetime) -> str:
    day: date = moment.astimezone(clock.SEOUL).date()
    hour = moment.astimezone(clock.SEOUL).hour
    part = "오전" if hour < 12 else "오후"
    week = "월화수목금토일"[day.weekday()]
    return f"{day.year}년 {day.month}월 {day.day}일({week}) {part} {(hour - 1) % 12 + 1}시"


def test_a_reason_is_asked_for(row: Engagement, office: User) -> None:
    visit = scheduled(row, office)
    for act in (
        lambda: move_visit(visit=visit, plan=plan(6), actor=office, reason=" "),
        lambda: call_off_visit(visit=visit, actor=office, reason=" "),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "no_reason"


def test_the_hour_of_a_visit_itself_is_no_obstacle_to_moving_it(row: Engagement, office: User) -> None:
    visit = scheduled(row, office)
    assert move_visit(visit=visit, plan=plan(minutes=90), actor=office, reason="길어짐").minutes == 90


def test_it_is_called_off_once_and_both_sides_hear_of_it(row: Engagement, office: User) -> None:
    visit, representative = scheduled(row, office), visits.representative_of(row)
    Notice.objects.all().delete()
    for _press in range(2):
        off = call_off_visit(visit=visit, actor=office, reason="행사와 겹침")
    assert off.state == VisitState.CANCELLED
    assert statelog.history(visit).get(action="cancel").reason == "행사와 겹침"
    assert {notice.person for notice in Notice.objects.all()} == {representative, row.expert.person}
    assert Notice.objects.count() == 2


def test_a_log_is_neither_moved_nor_called_off(row: Engagement, office: User) -> None:
    log = visits.log(row)
    acts: list[Any] = [
        lambda: move_visit(visit=log, plan=plan(), actor=office, reason="행사"),
        lambda: call_off_visit(visit=log, actor=office, reason="행사"),
    ]
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "state"
