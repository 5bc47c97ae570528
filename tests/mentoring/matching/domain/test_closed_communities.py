"""No coaching begins or goes on in a closed community, and none is closed over what is under way."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from mentoring.coaching.domain import engagements as coaching
from mentoring.coaching.enums import OPEN_REQUEST, EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.domain import communities
from mentoring.communities.enums import CommunityState
from mentoring.communities.models import Community
from mentoring.matching.domain import handover, offers
from mentoring.matching.models import MatchProposal
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> CoachingRequest:
    return make.request(state=RequestState.TRIAGED)


@pytest.fixture
def office(asked: CoachingRequest) -> User:
    return people.staff(asked.centre)


def refused(act: Callable[[], Any]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value


def close(community: Community, office: User) -> Community:
    return communities.set_state(community=community, state=CommunityState.CLOSED, actor=office, reason="해산")


def closed(community: Community) -> None:
    """As if it had been closed between the page and the press."""
    Community.objects.filter(pk=community.pk).update(state=CommunityState.CLOSED)


@pytest.mark.parametrize("state", sorted(OPEN_REQUEST - {RequestState.DRAFT}))
def test_a_community_with_an_open_request_is_not_closed(asked: CoachingRequest, office: User, state: str) -> None:
    CoachingRequest.objects.filter(pk=asked.pk).update(state=state)
    refusal = refused(lambda: close(asked.community, office))
    named = f"{asked.get_support_kind_display()} ({RequestState(state).label})"
    assert (refusal.code, named in str(refusal)) == ("open_requests", True)
    asked.community.refresh_from_db()
    assert asked.community.state == CommunityState.ACTIVE


@pytest.mark.parametrize("state", [RequestState.DRAFT, *sorted(set(RequestState) - OPEN_REQUEST)])
def test_what_is_over_or_was_never_sent_holds_no_community(asked: CoachingRequest, office: User, state: str) -> None:
    CoachingRequest.objects.filter(pk=asked.pk).update(state=state)
    assert close(asked.community, office).state == CommunityState.CLOSED


def test_nothing_is_offered_to_or_accepted_for_a_closed_community(asked: CoachingRequest, office: User) -> None:
    expert = make.expert(asked.centre)
    offer = offers.offer_request(request=asked, expert=expert, actor=office)
    closed(asked.community)
    assert refused(lambda: offers.accept_offer(proposal=offer, actor=expert.person)).code == "community_closed"
    assert not Engagement.objects.exists()
    offers.withdraw_offer(proposal=offer, actor=office)
    assert refused(lambda: offers.offer_request(request=asked, expert=expert, actor=office)).code == "community_closed"
    assert MatchProposal.objects.count() == 1


@pytest.mark.parametrize("step", ["hand_over", "resume", "reopen"])
def test_no_coaching_goes_on_in_a_closed_community(asked: CoachingRequest, office: User, step: str) -> None:
    ended = {"state": EngagementState.COMPLETED, "completed_at": clock.now()}
    fields = {"hand_over": {}, "resume": {"state": EngagementState.PAUSED}, "reopen": ended}[step]
    row = make.engagement(asked.community, request=asked, **fields)
    request_state = RequestState.CLOSED if step == "reopen" else RequestState.MATCHED
    CoachingRequest.objects.filter(pk=asked.pk).update(state=request_state)
    successor = make.expert(row.centre)
    steps: dict[str, Callable[[], Any]] = {
        "hand_over": lambda: handover.hand_over(engagement=row, to=successor, actor=office, reason="이사"),
        "resume": lambda: coaching.resume_engagement(engagement=row, actor=office),
        "reopen": lambda: coaching.reopen_engagement(engagement=row, actor=office, reason="더 필요함"),
    }
    closed(row.community)
    assert refused(steps[step]).code == "community_closed"
    Community.objects.filter(pk=row.community_id).update(state=CommunityState.ACTIVE)
    assert steps[step]().state == EngagementState.ACTIVE
