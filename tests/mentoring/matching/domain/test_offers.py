"""Offers and their answers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.corps.models import ExpertProfile
from mentoring.matching.domain import offers as domain
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any], code: str) -> None:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == code


def offered(**fields: Any) -> tuple[MatchProposal, ExpertProfile]:
    request = make.request(state=RequestState.OFFERING)
    expert = make.expert(request.centre, **fields)
    return make.proposal(request, expert, created_by=people.staff(request.centre)), expert


def untouched(proposal: MatchProposal) -> None:
    proposal.refresh_from_db()
    proposal.request.refresh_from_db()
    assert (proposal.state, proposal.request.state) == (ProposalState.OFFERED, RequestState.OFFERING)
    assert (Engagement.objects.count(), Notice.objects.count()) == (0, 0)


# ── offering


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.EDITOR])
def test_only_coordinators_offer(role: Role) -> None:
    request = make.request(state=RequestState.TRIAGED)
    expert = make.expert(request.centre)
    for person in (people.staff(request.centre, role), people.staff(people.centre()), request.created_by):
        with pytest.raises(NotAllowed):
            domain.offer_request(request=request, expert=expert, actor=person)
    assert MatchProposal.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "steps"), [(RequestState.SUBMITTED, ["triage", "offer"]), (RequestState.TRIAGED, ["offer"])]
)
def test_an_offer(state: str, steps: list[str]) -> None:
    request = make.request(state=state, topics=["회의"])
    expert = make.expert(request.centre, topics={"회의": 3}, dong=request.community.dong)
    coordinator = people.staff(request.centre)
    first, second = (domain.offer_request(request=request, expert=expert, actor=coordinator) for _ in range(2))
    assert first == second
    request.refresh_from_db()
    assert request.state == RequestState.OFFERING
    assert [change.action for change in statelog.history(request)] == steps
    assert (first.score, first.breakdown["topics"], first.breakdown["near"]) == (75, 35, "dong")
    assert first.expires_at == first.created_at + timedelta(days=7)
    notice = Notice.objects.get()
    assert (notice.person, notice.path) == (expert.person, f"/mentor/offers/{first.pk}/")


@pytest.mark.parametrize("state", sorted(set(RequestState) - {"submitted", "triaged", "offering"}))
def test_nothing_else_is_offered(state: str) -> None:
    request = make.request(state=state)
    expert, coordinator = make.expert(request.centre), people.staff(request.centre)
    refused(lambda: domain.offer_request(request=request, expert=expert, actor=coordinator), "state")
    assert MatchProposal.objects.count() == 0


def test_a_request_is_offered_to_one_expert_at_a_time() -> None:
    proposal, _expert = offered()
    other = make.expert(proposal.centre)
    act = lambda: domain.offer_request(request=proposal.request, expert=other, actor=proposal.created_by)  # noqa: E731
    refused(act, "already_offered")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.proposal(proposal.request, other)


def test_who_stands_in_the_list_of_why_not_is_not_offered_anything() -> None:
    request = make.request(state=RequestState.TRIAGED)
    full = make.expert(request.centre, capacity=0)
    elsewhere = make.expert(people.centre())
    coordinator = people.staff(request.centre)
    refused(lambda: domain.offer_request(request=request, expert=full, actor=coordinator), "capacity")
    refused(lambda: domain.offer_request(request=request, expert=elsewhere, actor=coordinator), "other_centre")
    request.refresh_from_db()
    assert request.state == RequestState.TRIAGED


def test_who_is_an_expert_too_gives_nothing_to_themselves() -> None:
    request = make.request(state=RequestState.TRIAGED)
    expert = make.expert(request.centre)
    people.staff_role(request.centre, person=expert.person)
    refused(lambda: domain.offer_request(request=request, expert=expert, actor=expert.person), "own_choice")
    assert MatchProposal.objects.count() == 0
    domain.offer_request(request=request, expert=expert, actor=people.staff(request.centre))


# ── accepting


def test_accepting_begins_the_coaching_once() -> None:
    proposal, expert = offered()
    first, second = (domain.accept_offer(proposal=proposal, actor=expert.person) for _ in range(2))
    assert first == second
    proposal.refresh_from_db()
    assert (proposal.state, proposal.request.state) == (ProposalState.ACCEPTED, RequestState.MATCHED)
    assert (first.state, first.starts_on, first.appointment.person) == ("active", clock.today(), expert.person)
    assert [(goal.number, goal.text, goal.state) for goal in first.goals.all()] == [(1, proposal.request.goal, "open")]
    told = {(notice.person, notice.path) for notice in Notice.objects.all()}
    request = proposal.request
    assert told == {
        (request.created_by, f"/community/requests/{request.pk}/"),
        (proposal.created_by, f"/office/requests/{request.pk}/"),
    }
    assert [change.to_state for change in statelog.history(first)] == ["active"]


def test_nobody_else_answers() -> None:
    proposal, _expert = offered()
    for person in (proposal.created_by, proposal.request.created_by, make.expert(proposal.centre).person):
        with pytest.raises(NotAllowed):
            domain.accept_offer(proposal=proposal, actor=person)
        with pytest.raises(NotAllowed):
            domain.decline_offer(proposal=proposal, actor=person, reason="time")
    untouched(proposal)


def term_over(expert: ExpertProfile) -> None:
    expert.person.appointments.update(ends_on=clock.today() - timedelta(days=1))


def suspended(expert: ExpertProfile) -> None:
    expert.person.appointments.update(state="suspended")


@pytest.mark.parametrize("how", [term_over, suspended])
def test_an_expert_out_of_term_takes_nothing(how: Callable[[ExpertProfile], None]) -> None:
    proposal, expert = offered()
    how(expert)
    refused(lambda: domain.accept_offer(proposal=proposal, actor=expert.person), "term")
    untouched(proposal)


def test_an_account_that_was_closed_takes_nothing() -> None:
    proposal, expert = offered()
    expert.person.is_active = False
    expert.person.save()
    with pytest.raises(NotAllowed):
        domain.accept_offer(proposal=proposal, actor=expert.person)


def test_capacity_counts_when_accepting_too() -> None:
    proposal, expert = offered(capacity=1)
    make.engagement(make.community(expert.centre), expert)
    with pytest.raises(DomainError) as caught:
        domain.accept_offer(proposal=proposal, actor=expert.person)
    assert caught.value.code == "capacity"
    expert.capacity = 2
    expert.save()
    assert domain.accept_offer(proposal=proposal, actor=expert.person).expert == expert


def test_a_conflict_that_came_up_meanwhile_binds_but_a_pause_does_not() -> None:
    proposal, expert = offered(paused_until=clock.today() + timedelta(days=9))
    membership = make.representative(proposal.request.community, expert.person)
    refused(lambda: domain.accept_offer(proposal=proposal, actor=expert.person), "conflict")
    untouched(proposal)
    membership.community_memberships.all().delete()
    assert domain.accept_offer(proposal=proposal, actor=expert.person).state == EngagementState.ACTIVE


@pytest.mark.parametrize("state", ["declined", "expired", "withdrawn", "proposed", "discarded"])
def test_what_is_not_open_is_not_accepted(state: str) -> None:
    proposal, expert = offered()
    MatchProposal.objects.update(state=state)
    refused(lambda: domain.accept_offer(proposal=proposal, actor=expert.person), "state")
    assert Engagement.objects.count() == 0


@pytest.mark.parametrize(("seconds", "open_"), [(-1, True), (0, False)])
def test_the_last_moment(seconds: int, open_: bool) -> None:
    """The date counts, though `tick` has not come by yet."""
    proposal, expert = offered()
    assert proposal.expires_at is not None
    with clock.at(proposal.expires_at + timedelta(seconds=seconds)):
        if open_:
            assert domain.accept_offer(proposal=proposal, actor=expert.person)
        else:
            refused(lambda: domain.accept_offer(proposal=proposal, actor=expert.person), "closed_offer")
            untouched(proposal)


# ── declining


def test_declining_gives_the_request_back_once() -> None:
    proposal, expert = offered()
    for _ in range(2):
        domain.decline_offer(proposal=proposal, actor=expert.person, reason="time", note="봄에는 좋습니다.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.request.state) == (ProposalState.DECLINED, RequestState.TRIAGED)
    assert (proposal.decline_reason, proposal.decline_note) == ("time", "봄에는 좋습니다.")
    assert [change.action for change in statelog.history(proposal.request)] == ["reopen"]
    assert Notice.objects.get().person == proposal.created_by
    expert.refresh_from_db()
    assert expert.paused_until is None


def test_declining_and_pausing_in_one_step() -> None:
    proposal, expert = offered()
    with clock.at(clock.seoul(2026, 12, 20, 10)):
        proposal.expires_at = clock.now() + timedelta(days=1)
        proposal.save()
        domain.decline_offer(proposal=proposal, actor=expert.person, reason="time", pause=True)
    expert.refresh_from_db()
    assert expert.paused_until == date(2027, 1, 19)
    assert statelog.history(expert).get().data == {"until": "2027-01-19"}


@pytest.mark.parametrize("reason", ["", "no such reason"])
def test_declining_needs_a_reason(reason: str) -> None:
    proposal, expert = offered()
    refused(lambda: domain.decline_offer(proposal=proposal, actor=expert.person, reason=reason), "reason")
    untouched(proposal)


@pytest.mark.parametrize("state", ["accepted", "expired", "withdrawn"])
def test_what_is_over_is_not_declined(state: str) -> None:
    proposal, expert = offered()
    MatchProposal.objects.update(state=state)
    refused(lambda: domain.decline_offer(proposal=proposal, actor=expert.person, reason="time"), "state")


# ── the office and the clock


def test_a_coordinator_takes_an_offer_back_once() -> None:
    proposal, expert = offered()
    for role in (Role.MANAGER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            domain.withdraw_offer(proposal=proposal, actor=people.staff(proposal.centre, role))
    for _ in range(2):
        domain.withdraw_offer(proposal=proposal, actor=proposal.created_by)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.request.state) == (ProposalState.WITHDRAWN, RequestState.TRIAGED)
    assert Notice.objects.get().person == expert.person


def test_what_is_answered_is_not_taken_back() -> None:
    proposal, expert = offered()
    domain.accept_offer(proposal=proposal, actor=expert.person)
    refused(lambda: domain.withdraw_offer(proposal=proposal, actor=proposal.created_by), "state")


def test_offers_expire_by_themselves_and_a_second_run_finds_none() -> None:
    proposal, expert = offered()
    assert proposal.expires_at is not None
    assert domain.expire_offers() == 0
    untouched(proposal)
    with clock.at(proposal.expires_at):
        assert (domain.expire_offers(), domain.expire_offers()) == (1, 0)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.request.state) == (ProposalState.EXPIRED, RequestState.TRIAGED)
    assert {notice.person for notice in Notice.objects.all()} == {proposal.created_by, expert.person}
    assert statelog.history(proposal).get().actor is None


def test_after_an_expired_offer_the_same_expert_may_be_asked_again() -> None:
    proposal, expert = offered()
    assert proposal.expires_at is not None
    with clock.at(proposal.expires_at):
        domain.expire_offers()
        again = domain.offer_request(request=CoachingRequest.objects.get(), expert=expert, actor=proposal.created_by)
    assert (again.pk != proposal.pk, again.state) == (True, ProposalState.OFFERED)
