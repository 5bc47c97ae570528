"""Every step of a request: who may, from which state, what it leaves behind."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.domain import requests as domain
from mentoring.coaching.enums import REQUEST_TRANSITIONS, RequestState, SupportKind
from mentoring.coaching.models import CoachingRequest
from mentoring.communities.enums import CommunityState
from mentoring.communities.models import Community
from mentoring.corps.weekly_hours import Hours
from mentoring.matching.enums import ProposalState
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def draft(community: Community, actor: User, **values: Any) -> CoachingRequest:
    asked = {
        "support_kind": SupportKind.COACHING,
        "topics": [make.topic("회의 진행")],
        "problem": "회의가 길어집니다.",
        "goal": "두 시간 안에 마칩니다.",
    }
    return domain.save_draft(community=community, actor=actor, **asked | values)


def refused(act: Callable[[], Any], code: str) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


# ── writing


def test_a_stranger_begins_no_request() -> None:
    community = make.community()
    for stranger in (people.user(), people.staff(community.centre), make.representative(make.community())):
        refused(lambda stranger=stranger: draft(community, stranger), "not_representative")  # type: ignore[misc]
    assert CoachingRequest.objects.count() == 0


def test_a_draft_is_kept_and_written_on() -> None:
    community = make.community()
    actor = make.representative(community)
    first = draft(community, actor)
    again = draft(community, actor, goal="한 시간 안에 마칩니다.", sensitive=True)
    assert again == first
    row = CoachingRequest.objects.get()
    assert (row.state, row.goal, row.sensitive, row.submitted_at) == ("draft", "한 시간 안에 마칩니다.", True, None)
    assert [topic.name for topic in row.topics.all()] == ["회의 진행"]
    assert [change.action for change in statelog.history(row)] == ["begin"]
    assert Notice.objects.count() == 0


def test_a_draft_may_change_its_kind_but_not_to_one_that_is_open() -> None:
    community = make.community()
    actor = make.representative(community)
    make.request(community, RequestState.MATCHED, support_kind=SupportKind.LITERACY, created_by=actor)
    row = draft(community, actor)
    assert draft(community, actor, request=row, support_kind=SupportKind.NETWORK).support_kind == SupportKind.NETWORK
    error = refused(lambda: draft(community, actor, request=row, support_kind=SupportKind.LITERACY), "open_request")
    assert list(error.fields) == ["support_kind"]


@pytest.mark.parametrize("state", [s for s in RequestState if s not in {"draft", "closed", "rejected", "cancelled"}])
def test_one_open_request_of_a_kind(state: str) -> None:
    community = make.community()
    actor = make.representative(community)
    make.request(community, state, created_by=actor)
    refused(lambda: draft(community, actor), "open_request")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.request(community, RequestState.DRAFT, created_by=actor)
    assert CoachingRequest.objects.count() == 1


@pytest.mark.parametrize("state", [RequestState.CLOSED, RequestState.REJECTED, RequestState.CANCELLED])
def test_after_a_finished_request_a_new_one_may_begin(state: str) -> None:
    community = make.community()
    actor = make.representative(community)
    finished = make.request(community, state, created_by=actor)
    refused(lambda: draft(community, actor, request=finished), "finished")
    assert draft(community, actor) != finished


@pytest.mark.parametrize("count", [0, 4])
def test_one_to_three_topics(count: int) -> None:
    community = make.community()
    topics = [make.topic() for _ in range(count)]
    refused(lambda: draft(community, make.representative(community), topics=topics), "topics")


@pytest.mark.parametrize("state", [CommunityState.RESTING, CommunityState.CLOSED])
def test_a_resting_community_asks_for_nothing(state: str) -> None:
    community = make.community(state=state)
    refused(lambda: draft(community, make.representative(community)), "community_rests")


def test_slots_and_wishes_replace_what_was_there() -> None:
    community = make.community()
    actor = make.representative(community)
    row = draft(community, actor)
    wanted, unwanted = make.expert(community.centre), make.expert(community.centre)
    tuesday, friday = Hours(2, time(14), time(17)), Hours(5, time(19), time(21))
    domain.save_slots(request=row, actor=actor, slots=[tuesday])
    domain.save_slots(request=row, actor=actor, slots=[friday])
    domain.save_wishes(request=row, actor=actor, questions="무엇을 준비할까요?", wanted=[wanted], unwanted=[unwanted])
    assert [(slot.weekday, slot.starts, slot.ends) for slot in row.slots.all()] == [(5, time(19), time(21))]
    row.refresh_from_db()
    assert (row.questions, row.wanted.get(), row.unwanted.get()) == ("무엇을 준비할까요?", wanted, unwanted)
    refused(lambda: domain.save_wishes(request=row, actor=actor, wanted=[wanted], unwanted=[wanted]), "both")


@pytest.mark.parametrize("state", [CommunityState.RESTING, CommunityState.CLOSED])
def test_nor_does_it_send_what_it_had_written(state: str) -> None:
    community = make.community()
    actor = make.representative(community)
    row = draft(community, actor)
    Community.objects.update(state=state)
    refused(lambda: domain.submit_request(request=row, actor=actor), "community_rests")
    Community.objects.update(state=CommunityState.ACTIVE)
    assert domain.submit_request(request=row, actor=actor).state == "submitted"


def test_slots_and_wishes_are_the_communitys_alone() -> None:
    community = make.community()
    row, expert = draft(community, make.representative(community)), make.expert(community.centre)
    hours = [Hours(1, time(10), time(12))]
    for stranger in (people.user(), people.staff(community.centre), make.representative(make.community())):
        for act in (
            lambda actor: domain.save_slots(request=row, actor=actor, slots=hours),
            lambda actor: domain.save_wishes(request=row, actor=actor, questions="언제요?", wanted=[expert]),
        ):
            refused(lambda act=act, stranger=stranger: act(stranger), "not_representative")  # type: ignore[misc]
    row.refresh_from_db()
    assert (row.slots.count(), row.wanted.count(), row.questions) == (0, 0, "")


def test_what_is_sent_is_not_rewritten() -> None:
    row = make.request()
    refused(lambda: domain.save_slots(request=row, actor=row.created_by, slots=[]), "sent")
    refused(lambda: domain.save_wishes(request=row, actor=row.created_by), "sent")


# ── steps


def test_submitting_tells_the_coordinators_once() -> None:
    community = make.community()
    actor = make.representative(community)
    coordinator = people.staff(community.centre)
    people.staff(community.centre, Role.MANAGER)
    people.staff(community.centre, is_active=False)
    row = draft(community, actor)
    first, second = (domain.submit_request(request=row, actor=actor) for _ in range(2))
    assert first == second
    assert second.state == RequestState.SUBMITTED
    assert [change.action for change in statelog.history(row)] == ["begin", "submit"]
    notice = Notice.objects.get()
    assert (notice.person, notice.path) == (coordinator, f"/office/requests/{row.pk}/")
    assert row.problem not in notice.title + notice.text


STEPS: dict[str, Callable[[CoachingRequest, User], Any]] = {
    "submit": lambda row, actor: domain.submit_request(request=row, actor=actor),
    "cancel": lambda row, actor: domain.cancel_request(request=row, actor=actor),
    "triage": lambda row, actor: domain.triage_request(request=row, actor=actor),
    "waitlist": lambda row, actor: domain.waitlist_request(request=row, actor=actor),
    "return": lambda row, actor: domain.return_to_community(request=row, actor=actor, reason="목표를 적어 주세요."),
    "reject": lambda row, actor: domain.reject_request(request=row, actor=actor, reason="대상이 아닙니다."),
}
BY_COMMUNITY = {"submit", "cancel"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", RequestState)
def test_each_step_in_each_state(state: RequestState, step: str) -> None:
    """What the table lists happens and is logged; a second press changes nothing; all else is refused and changes nothing."""
    row = make.request(state=state, topics=["회의 진행"])
    if state == RequestState.OFFERING:
        make.proposal(row, make.expert(row.centre))
    actor = row.created_by if step in BY_COMMUNITY else people.staff(row.centre)
    table: dict[str, RequestState] = REQUEST_TRANSITIONS.get(state, {})
    goal = {"submit": "submitted", "cancel": "cancelled", "triage": "triaged", "waitlist": "waitlisted"}
    already = state == goal.get(step, {"return": "draft", "reject": "rejected"}.get(step))
    if step in table:
        STEPS[step](row, actor)
        (change,) = statelog.history(row)
        expected = (step, state, table[step], actor)
        assert (change.action, change.from_state, change.to_state, change.actor) == expected
    elif already:
        STEPS[step](row, actor)
        assert not statelog.history(row).exists()
    else:
        refused(lambda: STEPS[step](row, actor), "state")
        assert not statelog.history(row).exists()
    row.refresh_from_db()
    assert row.state == table.get(step, state)


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not(step: str) -> None:
    row = make.request(state=RequestState.DRAFT if step == "submit" else RequestState.SUBMITTED, topics=["회의"])
    former = make.representative(row.community, ended_on=row.community.joined_on)
    elsewhere = people.staff(people.centre())
    wrong = [former, elsewhere, people.staff(row.centre, Role.MANAGER), people.staff(row.centre, Role.AUDITOR)]
    wrong.append(people.staff(row.centre) if step in BY_COMMUNITY else row.created_by)
    for person in wrong:
        with pytest.raises(NotAllowed):
            STEPS[step](row, person)
    assert not statelog.history(row).exists()


@pytest.mark.parametrize("step", ["return", "reject"])
def test_the_community_is_told_the_reason(step: str) -> None:
    row = make.request()
    coordinator = people.staff(row.centre)
    act = {"return": domain.return_to_community, "reject": domain.reject_request}[step]
    refused(lambda: act(request=row, actor=coordinator, reason="  "), "no_reason")
    act(request=row, actor=coordinator, reason="목표를 한 줄로 적어 주세요.")
    row.refresh_from_db()
    assert row.reason == "목표를 한 줄로 적어 주세요."
    notice = Notice.objects.get()
    assert (notice.person, notice.path) == (row.created_by, f"/community/requests/{row.pk}/")


def test_a_returned_request_can_be_sent_again_and_is_announced_again() -> None:
    row = make.request(topics=["회의"])
    coordinator = people.staff(row.centre)
    domain.return_to_community(request=row, actor=coordinator, reason="목표를 적어 주세요.")
    domain.submit_request(request=row, actor=row.created_by)
    row.refresh_from_db()
    assert (row.state, row.reason) == (RequestState.SUBMITTED, "")
    assert Notice.objects.filter(person=coordinator).count() == 1


def test_taking_back_an_offered_request_takes_the_offer_back_too() -> None:
    row = make.request(state=RequestState.OFFERING)
    expert = make.expert(row.centre)
    proposal = make.proposal(row, expert)
    domain.cancel_request(request=row, actor=row.created_by, reason="올해는 쉽니다.")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    assert Notice.objects.get().person == expert.person


def test_a_failed_step_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice is written in the same transaction: without it there is no step either."""
    row = make.request(state=RequestState.DRAFT, topics=["회의"])
    people.staff(row.centre)

    def fail(**_: Any) -> None:
        raise RuntimeError("outbox")

    monkeypatch.setattr("lms.notifications.domain.notify", fail)
    with pytest.raises(RuntimeError, match="outbox"):
        domain.submit_request(request=row, actor=row.created_by)
    row.refresh_from_db()
    assert row.state == RequestState.DRAFT
    assert not statelog.history(row).exists()
