"""A community goes from one expert to another: who may not, what stops it, and exactly what comes along."""

from datetime import timedelta
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState, GoalState, RequestState
from mentoring.coaching.models import Engagement
from mentoring.communities.models import ConflictOfInterest
from mentoring.communities.queries.communities import timeline
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.matching.domain.handover import hand_over
from mentoring.matching.enums import ProposalState
from mentoring.matching.ranking import EXCLUDED
from mentoring.visits.enums import ActionState, VisitState
from mentoring.visits.models import ActionItem, PrivateNote
from mentoring.visits.queries.visits import former_visits, open_actions
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def former() -> Engagement:
    return make.engagement()


@pytest.fixture
def to(former: Engagement) -> ExpertProfile:
    return make.expert(former.centre)


@pytest.fixture
def coordinator(former: Engagement) -> User:
    return people.staff(former.centre)


def refused(former: Engagement, to: ExpertProfile, actor: User, code: str, reason: str = "이사") -> None:
    with pytest.raises(DomainError) as caught:
        hand_over(engagement=former, to=to, actor=actor, reason=reason)
    assert caught.value.code == code
    former.refresh_from_db()
    assert Engagement.objects.filter(continues=former).count() == 0
    assert former.state in {EngagementState.ACTIVE, EngagementState.COMPLETED}


# ── what stops it


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_only_coordinators_hand_over(former: Engagement, to: ExpertProfile, role: Role) -> None:
    with pytest.raises(NotAllowed):
        hand_over(engagement=former, to=to, actor=people.staff(former.centre, role), reason="이사")


def test_neither_the_experts_nor_another_centre_hand_over(former: Engagement, to: ExpertProfile) -> None:
    for actor in (former.expert.person, to.person, people.staff(people.centre())):
        with pytest.raises(NotAllowed):
            hand_over(engagement=former, to=to, actor=actor, reason="이사")


def test_a_reason_is_asked_for(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    refused(former, to, coordinator, "no_reason", reason="  ")


def test_the_new_expert_is_another_one_of_the_same_centre(former: Engagement, coordinator: User) -> None:
    refused(former, former.expert, coordinator, "same_expert")
    refused(former, make.expert(), coordinator, "other_centre")


def test_without_a_term_nobody_takes_over(former: Engagement, coordinator: User) -> None:
    refused(former, make.expert(former.centre, appointed=False), coordinator, "term")


def test_who_has_no_place_free_takes_nothing_over(former: Engagement, coordinator: User) -> None:
    full = make.expert(former.centre, capacity=1)
    make.proposal(make.request(make.community(former.centre), RequestState.OFFERING), full)
    refused(former, full, coordinator, "capacity")


def test_a_coordinator_who_is_an_expert_too_takes_nothing_over_from_themselves(
    former: Engagement, to: ExpertProfile
) -> None:
    people.staff_role(former.centre, person=to.person)
    refused(former, to, to.person, "own_choice")


def test_who_stands_too_near_takes_nothing_over(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    ConflictOfInterest.objects.create(expert=to, community=former.community, kind="family", since=clock.today())
    refused(former, to, coordinator, "conflict")


def test_whom_the_community_would_rather_not_have_takes_nothing_over(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    former.request.unwanted.add(to)
    refused(former, to, coordinator, "unwanted")


def test_who_pauses_takes_nothing_over(former: Engagement, coordinator: User) -> None:
    resting = make.expert(former.centre, paused_until=clock.today() + timedelta(days=9))
    refused(former, resting, coordinator, "paused")


def test_a_coaching_that_ended_is_not_handed_over(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    Engagement.objects.filter(pk=former.pk).update(state=EngagementState.COMPLETED)
    refused(former, to, coordinator, "state")


# ── what a coordinator may pass


def passed(former: Engagement, to: ExpertProfile, actor: User, *codes: str, why: str = "통화함") -> Engagement:
    return hand_over(engagement=former, to=to, actor=actor, reason="이사", passing=codes, pass_reason=why)


def test_what_binds_is_passed_by_nobody(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    former.request.unwanted.add(to)
    near, unappointed = make.expert(former.centre), make.expert(former.centre, appointed=False)
    ConflictOfInterest.objects.create(expert=near, community=former.community, kind="family", since=clock.today())
    refusals = [(to, "unwanted"), (near, "conflict"), (unappointed, "term"), (make.expert(), "other_centre")]
    for expert, code in [*refusals, (former.expert, "same_expert")]:
        with pytest.raises(DomainError) as caught:
            passed(former, expert, coordinator, *EXCLUDED)
        assert caught.value.code == code
    people.staff_role(former.centre, person=to.person)
    with pytest.raises(DomainError) as caught:
        passed(former, to, to.person, *EXCLUDED)
    assert caught.value.code == "own_choice"
    assert Engagement.objects.count() == 1


def test_only_what_was_seen_is_passed_and_with_a_reason(former: Engagement, coordinator: User) -> None:
    full = make.expert(former.centre, capacity=0, paused_until=clock.today())
    for codes, why, code in [
        (("paused",), "통화함", "capacity"),
        (("capacity",), "통화함", "paused"),
        (("paused", "capacity"), "  ", "no_reason"),
    ]:
        with pytest.raises(DomainError) as caught:
            passed(former, full, coordinator, *codes, why=why)
        assert caught.value.code == code
    assert Engagement.objects.count() == 1


def test_what_is_passed_is_on_record_with_its_reason(former: Engagement, coordinator: User) -> None:
    full = make.expert(former.centre, capacity=0, paused_until=clock.today())
    new = passed(former, full, coordinator, "paused", "capacity", why=" 통화함 ")
    rows = [(row.action, row.reason, row.data) for row in statelog.history(new)]
    told = {"passed": ["paused", "capacity"], "says": "지금 쉬는 중 · 맡을 수 있는 수가 다 참"}
    assert rows == [("begin", "", {"continues": former.pk}), ("pass", "통화함", told)]
    assert (new.expert, new.proposal.expert, new.proposal.breakdown["kind"]) == (full, full, 10)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("kind", {"villages": False, "apartments": False}),
        ("paused", {"paused_until": clock.today() + timedelta(days=9)}),
        ("capacity", {"capacity": 0}),
    ],
)
def test_each_of_these_can_be_passed(former: Engagement, coordinator: User, code: str, values: dict[str, Any]) -> None:
    new = passed(former, make.expert(former.centre, **values), coordinator, code)
    assert statelog.history(new).get(action="pass").data["passed"] == [code]


def test_who_parted_before_can_come_back(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    second = hand_over(engagement=former, to=to, actor=coordinator, reason="입원")
    refused(second, former.expert, coordinator, "parted", reason="퇴원")
    third = passed(second, former.expert, coordinator, "parted")
    assert (third.expert, third.continues) == (former.expert, second)


def test_what_does_not_stand_in_the_way_is_not_passed(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    new = passed(former, to, coordinator, *EXCLUDED, why="")
    assert [row.action for row in statelog.history(new)] == ["begin"]


# ── what it leaves behind


def test_one_ends_and_a_linked_one_begins(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    new = hand_over(engagement=former, to=to, actor=coordinator, reason=" 이사 ")
    former.refresh_from_db()
    today = clock.today()
    assert (former.state, former.end_reason, former.ends_on) == (EngagementState.ENDED_EARLY, "이사", today)
    assert (new.continues, new.request, new.community) == (former, former.request, former.community)
    assert (new.state, new.expert, new.starts_on) == (EngagementState.ACTIVE, to, today)
    assert new.appointment == Appointment.objects.get(person=to.person)
    assert (new.proposal.expert, new.proposal.state) == (to, ProposalState.ACCEPTED)
    assert new.proposal.breakdown["kind"] == 10
    former.request.refresh_from_db()
    assert former.request.state == RequestState.MATCHED
    assert [row.action for row in statelog.history(former)] == ["hand_over"]
    assert statelog.history(former)[0].data == {"to": to.pk}


def test_a_resting_coaching_rests_on(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    Engagement.objects.filter(pk=former.pk).update(state=EngagementState.PAUSED)
    assert hand_over(engagement=former, to=to, actor=coordinator, reason="이사").state == EngagementState.PAUSED


def test_a_dismissed_experts_community_is_handed_over(former: Engagement, to: ExpertProfile, coordinator: User) -> None:
    Appointment.objects.filter(person=former.expert.person).update(state=AppointmentState.DISMISSED)
    assert hand_over(engagement=former, to=to, actor=coordinator, reason="해촉").expert == to


def test_a_second_press_gives_the_same_one_and_tells_nobody_again(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    new = hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    told = Notice.objects.count()
    assert hand_over(engagement=former, to=to, actor=coordinator, reason="이사") == new
    assert (Engagement.objects.count(), Notice.objects.count()) == (2, told)


def test_once_handed_over_it_does_not_go_to_a_third_expert(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    with pytest.raises(DomainError) as caught:
        hand_over(engagement=former, to=make.expert(former.centre), actor=coordinator, reason="이사")
    assert caught.value.code == "state"


def test_both_experts_and_the_representative_hear_of_it(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    representative = visits.representative_of(former)
    new = hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    told = {notice.person: notice.path for notice in Notice.objects.all()}
    assert told == {
        former.expert.person: f"/mentor/communities/{former.pk}/",
        to.person: f"/mentor/communities/{new.pk}/",
        representative: f"/community/requests/{former.request_id}/",
    }


# ── what comes along


def test_open_steps_and_open_goals_come_along_and_settled_ones_stay(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    visits.log(former, VisitState.CONFIRMED, days_ago=3, next_step="규약 초안 쓰기")
    step = ActionItem.objects.get()
    done = ActionItem.objects.create(
        engagement=former, visit=step.visit, text="끝난 일", state=ActionState.DONE, closed_in=step.visit
    )
    former.goals.create(number=2, text="이룬 목표", state=GoalState.DONE)
    new = hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    assert list(open_actions([new])) == [step]
    done.refresh_from_db()
    assert done.engagement == former
    assert list(new.goals.values_list("number", "text")) == [(1, "회의를 두 시간 안에 마친다")]
    assert former.goals.count() == 2


def test_arranged_visits_come_along_and_logs_stay_with_who_was_there(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    held = visits.log(former, VisitState.CONFIRMED)
    begun = visits.log(former, VisitState.DRAFT, days_ago=2)
    arranged = [visits.arranged(former, clock.now() + timedelta(days=days)) for days in (-5, 5)]
    new = hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    assert set(former.visits.all()) == {held, begun, arranged[0]}
    coming = new.visits.get()
    assert (coming, coming.expert, coming.author) == (arranged[1], to, to.person)


@pytest.mark.parametrize(("planned", "left"), [(4, 3), (1, 1)])
def test_the_visits_that_are_left_are_planned(
    former: Engagement, to: ExpertProfile, coordinator: User, planned: int, left: int
) -> None:
    Engagement.objects.filter(pk=former.pk).update(planned_visits=planned)
    visits.log(former, VisitState.CONFIRMED)
    assert hand_over(engagement=former, to=to, actor=coordinator, reason="이사").planned_visits == left


def test_the_new_expert_reads_the_former_ones_visits_and_no_private_note(
    client: Any, former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    sent = visits.log(former, VisitState.CONFIRMED, content="규약을 정했습니다.", private_note="혼자 보는 메모")
    visits.log(former, VisitState.DRAFT, days_ago=2, content="쓰다 만 일지")
    new = hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    assert PrivateNote.objects.count() == 1
    assert list(former_visits(new)) == [sent]
    assert list(former_visits(former)) == []
    client.force_login(to.person)
    page = client.get(f"/mentor/communities/{new.pk}/").content.decode()
    shown = [words in page for words in ("규약을 정했습니다.", "혼자 보는 메모", "쓰다 만 일지")]
    assert shown == [True, False, False]


def test_the_communitys_timeline_shows_the_hand_over_and_both_experts_visits(
    former: Engagement, to: ExpertProfile, coordinator: User
) -> None:
    visits.log(former, VisitState.CONFIRMED)
    new = hand_over(engagement=former, to=to, actor=coordinator, reason="이사")
    Engagement.objects.filter(pk=new.pk).update(starts_on=clock.today() - timedelta(days=1))
    new.refresh_from_db()
    visits.log(new, VisitState.SUBMITTED, hour=16)
    rows = timeline(former.community, coordinator)
    events = [(event.title, event.text) for event in rows if "코칭 신청" not in event.title]
    assert events == [
        ("코칭 인계", f"{former.expert} → {to}"),
        (f"방문: {to.person.name}", ""),
        (f"방문: {former.expert.person.name}", ""),
    ]
