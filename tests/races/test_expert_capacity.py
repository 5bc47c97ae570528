"""One place left at an expert, and two who want it at once. Each claim has its control: without the lock it goes wrong."""

from typing import Any

import pytest

from mentoring.coaching.domain import requests
from mentoring.coaching.enums import RequestState, SupportKind
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.coaching.queries.caseload import load_of
from mentoring.communities.models import Community
from mentoring.corps.models import ExpertProfile
from mentoring.matching.domain import handover, offers
from mentoring.matching.models import MatchProposal
from tests.factories import mentoring as make
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, ExpertProfile)


# ── offering


@pytest.fixture
def two_requests() -> tuple[ExpertProfile, list[CoachingRequest]]:
    centre = people.centre()
    expert = make.expert(centre, capacity=1)
    return expert, [make.request(make.community(centre), RequestState.TRIAGED) for _ in range(2)]


def offer_both(expert: ExpertProfile, rows: list[CoachingRequest], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    coordinator = people.staff(expert.centre)
    meet_after(monkeypatch, offers, "check_candidate")
    return at_once(lambda row: offers.offer_request(request=row, expert=expert, actor=coordinator), rows)


def test_the_last_place_is_offered_once(two_requests: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expert, rows = two_requests
    assert offer_both(expert, rows, monkeypatch) == ["capacity", "done"]
    assert load_of(expert) == 1


def test_control_without_the_lock_it_is_offered_twice(
    two_requests: Any, monkeypatch: pytest.MonkeyPatch, without_lock: None
) -> None:
    expert, rows = two_requests
    assert offer_both(expert, rows, monkeypatch) == ["done", "done"]
    assert load_of(expert) == 2


# ── accepting


def test_an_offer_pressed_twice_at_once_begins_one_coaching(monkeypatch: pytest.MonkeyPatch) -> None:
    request = make.request(state=RequestState.OFFERING)
    expert = make.expert(request.centre)
    proposal = make.proposal(request, expert)
    meet_after(monkeypatch, offers, "coached_by")
    assert at_once(lambda row: offers.accept_offer(proposal=row, actor=expert.person), [proposal] * 2) == [
        "done",
        "done",
    ]
    assert Engagement.objects.count() == 1


@pytest.fixture
def two_offers_for_one_place() -> tuple[ExpertProfile, list[MatchProposal]]:
    """Two offers were open when the capacity was lowered to what is coached and one more."""
    centre = people.centre()
    expert = make.expert(centre, capacity=1)
    asked = [make.request(make.community(centre), RequestState.OFFERING) for _ in range(2)]
    return expert, [make.proposal(request, expert) for request in asked]


def accept_both(expert: ExpertProfile, rows: list[MatchProposal], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    meet_after(monkeypatch, offers, "coached_by")
    return at_once(lambda row: offers.accept_offer(proposal=row, actor=expert.person), rows)


def test_two_offers_for_one_place_are_not_both_accepted(
    two_offers_for_one_place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expert, rows = two_offers_for_one_place
    assert accept_both(expert, rows, monkeypatch) == ["capacity", "done"]
    assert Engagement.objects.open().count() == 1


def test_control_without_the_lock_both_are_accepted(
    two_offers_for_one_place: Any, monkeypatch: pytest.MonkeyPatch, without_lock: None
) -> None:
    expert, rows = two_offers_for_one_place
    assert accept_both(expert, rows, monkeypatch) == ["done", "done"]
    assert Engagement.objects.open().count() == 2


# ── handing over


@pytest.fixture
def two_to_hand_over() -> tuple[ExpertProfile, list[Engagement]]:
    centre = people.centre()
    return make.expert(centre, capacity=1), [make.engagement(make.community(centre)) for _ in range(2)]


def hand_over_both(expert: ExpertProfile, rows: list[Engagement], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    coordinator = people.staff(expert.centre)
    meet_after(monkeypatch, handover, "check_candidate")

    def act(row: Engagement) -> None:
        handover.hand_over(engagement=row, to=expert, actor=coordinator, reason="이사")

    return at_once(act, rows)


def test_the_last_place_is_taken_over_once(two_to_hand_over: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expert, rows = two_to_hand_over
    assert hand_over_both(expert, rows, monkeypatch) == ["capacity", "done"]
    assert load_of(expert) == 1


def test_control_without_the_lock_it_is_taken_over_twice(
    two_to_hand_over: Any, monkeypatch: pytest.MonkeyPatch, without_lock: None
) -> None:
    expert, rows = two_to_hand_over
    assert hand_over_both(expert, rows, monkeypatch) == ["done", "done"]
    assert load_of(expert) == 2


def test_a_hand_over_pressed_twice_at_once_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engagement = make.engagement()
    expert = make.expert(engagement.centre)
    assert hand_over_both(expert, [engagement] * 2, monkeypatch) == ["done", "done"]
    assert Engagement.objects.count() == 2


# ── asking


@pytest.fixture
def community() -> Community:
    return make.community()


def begin_both(community: Community, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    actors = [make.representative(community) for _ in range(2)]
    topic = make.topic()
    meet_after(monkeypatch, requests, "_draft_to_write")

    def begin(actor: Any) -> None:
        requests.save_draft(
            community=community,
            actor=actor,
            support_kind=SupportKind.COACHING,
            topics=[topic],
            problem="회의가 길어집니다.",
            goal="짧게 합니다.",
        )

    return at_once(begin, actors)


def test_two_members_begin_one_request(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    assert begin_both(community, monkeypatch) == ["done", "done"]
    assert CoachingRequest.objects.count() == 1


def test_control_without_the_lock_the_second_member_gets_an_error(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, Community)
    assert begin_both(community, monkeypatch) == ["IntegrityError", "done"]
