"""Who is offered a request: the hard filters one by one, the order, the reasons, the price in queries and time."""

import time as clock_of_process
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lms.common import clock
from mentoring.coaching.enums import EngagementState, RequestState, SupportKind
from mentoring.coaching.models import CoachingRequest
from mentoring.communities.enums import CommunityKind
from mentoring.communities.models import ConflictOfInterest
from mentoring.corps.enums import ConflictKind
from mentoring.corps.models import ExpertProfile
from mentoring.matching.enums import ProposalState
from mentoring.matching.ranking import ranking
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db
TUESDAY = (2, 14, 17)


def a_request(**fields: Any) -> CoachingRequest:
    return make.request(state=RequestState.TRIAGED, topics=["회의 진행"], slots=[TUESDAY], **fields)


def an_expert(request: CoachingRequest, **fields: Any) -> ExpertProfile:
    """One whom nothing stands in the way."""
    return make.expert(request.centre, **{"topics": {"회의 진행": 3}, "windows": [(2, 10, 18)]} | fields)


def reasons_against(request: CoachingRequest) -> list[str]:
    found = ranking(request)
    assert [candidate.expert for candidate in found.candidates] == []
    return [excluded.code for excluded in found.excluded]


def test_nothing_stands_in_the_way() -> None:
    request = a_request()
    expert = an_expert(request)
    (candidate,) = ranking(request).candidates
    assert (candidate.expert, candidate.load, candidate.capacity) == (expert, 0, 4)
    assert ranking(request).excluded == []


def conflict(request: CoachingRequest, expert: ExpertProfile, **dates: date | None) -> None:
    ConflictOfInterest.objects.create(
        expert=expert,
        community=request.community,
        kind=ConflictKind.FAMILY,
        **{"since": clock.today() - timedelta(days=9), "until": None} | dates,
    )


def busy(request: CoachingRequest, expert: ExpertProfile, engagements: int, offers: int) -> None:
    for _ in range(engagements):
        make.engagement(make.community(request.centre), expert)
    for _ in range(offers):
        make.proposal(make.request(make.community(request.centre), RequestState.OFFERING), expert)


def declined(request: CoachingRequest, expert: ExpertProfile, days_ago: int = 0) -> None:
    of_year = clock.now().replace(month=1, day=1, hour=0, minute=0) if days_ago else clock.now()
    make.proposal(request, expert, ProposalState.DECLINED, answered_at=of_year - timedelta(days=days_ago))


def parted(request: CoachingRequest, expert: ExpertProfile) -> None:
    make.engagement(request.community, expert, request=request, state=EngagementState.ENDED_EARLY)


def no_term(request: CoachingRequest, expert: ExpertProfile) -> None:
    expert.person.appointments.update(ends_on=clock.today() - timedelta(days=1))


def suspended(request: CoachingRequest, expert: ExpertProfile) -> None:
    expert.person.appointments.update(state="suspended")


def account_closed(request: CoachingRequest, expert: ExpertProfile) -> None:
    expert.person.is_active = False
    expert.person.save()


def pausing(request: CoachingRequest, expert: ExpertProfile) -> None:
    expert.paused_until = clock.today()
    expert.save()


def only_apartments(request: CoachingRequest, expert: ExpertProfile) -> None:
    expert.villages, expert.apartments = False, True
    expert.save()


def other_days(request: CoachingRequest, expert: ExpertProfile) -> None:
    expert.windows.update(weekday=3)


OBSTACLES: list[tuple[str, Callable[[CoachingRequest, ExpertProfile], Any]]] = [
    ("term", no_term),
    ("term", suspended),
    ("term", account_closed),
    ("paused", pausing),
    ("conflict", conflict),
    ("conflict", lambda request, expert: make.representative(request.community, expert.person)),
    ("unwanted", lambda request, expert: request.unwanted.add(expert)),
    ("declined", declined),
    ("parted", parted),
    ("kind", only_apartments),
    ("capacity", lambda request, expert: busy(request, expert, engagements=3, offers=1)),
    ("time", other_days),
]


@pytest.mark.parametrize(("code", "put_in_the_way"), OBSTACLES)
def test_each_obstacle(code: str, put_in_the_way: Callable[[CoachingRequest, ExpertProfile], Any]) -> None:
    request = a_request()
    put_in_the_way(request, an_expert(request))
    assert reasons_against(request) == [code]


NO_OBSTACLES: list[Callable[[CoachingRequest, ExpertProfile], Any]] = [
    lambda request, expert: conflict(request, expert, until=clock.today() - timedelta(days=1)),
    lambda request, expert: conflict(request, expert, since=clock.today() + timedelta(days=1)),
    lambda request, expert: make.representative(request.community, expert.person, ended_on=clock.today()),
    lambda request, expert: declined(request, expert, days_ago=1),
    lambda request, expert: make.proposal(request, expert, ProposalState.EXPIRED),
    lambda request, expert: busy(request, expert, engagements=2, offers=1),
    lambda request, expert: make.engagement(request.community, expert, state=EngagementState.COMPLETED),
    lambda request, expert: request.slots.all().delete() and expert.windows.all().delete(),
]


@pytest.mark.parametrize("case", range(len(NO_OBSTACLES)))
def test_what_is_no_obstacle(case: int) -> None:
    request = a_request(support_kind=SupportKind.LITERACY)
    expert = an_expert(request)
    NO_OBSTACLES[case](request, expert)
    assert [candidate.expert for candidate in ranking(request).candidates] == [expert]


def test_a_pause_is_over_the_day_after() -> None:
    request = a_request()
    expert = an_expert(request, paused_until=clock.today() - timedelta(days=1))
    assert [candidate.expert for candidate in ranking(request).candidates] == [expert]


def test_experts_of_another_centre_are_not_even_named() -> None:
    request = a_request()
    make.expert(people.centre(), topics={"회의 진행": 3}, windows=[(2, 10, 18)])
    found = ranking(request)
    assert (found.candidates, found.excluded) == ([], [])


def test_a_term_at_another_centre_is_none_here() -> None:
    request = a_request()
    expert = an_expert(request)
    other = make.body(people.centre())
    expert.person.appointments.update(centre=other.centre, body=other)
    assert reasons_against(request) == ["term"]
    make.appointment(make.body(request.centre), expert.person)
    assert [candidate.expert for candidate in ranking(request).candidates] == [expert]


def test_best_first_then_who_has_more_room() -> None:
    request = a_request()
    full = an_expert(request)
    busy(request, full, engagements=2, offers=0)
    free = an_expert(request)
    knows_nothing = an_expert(request, topics={})
    near = an_expert(request, dong=request.community.dong)
    assert [candidate.expert for candidate in ranking(request).candidates] == [near, free, full, knows_nothing]


def test_the_reasons_in_words() -> None:
    centre = people.centre()
    dong, other = make.dong(centre), make.dong(centre)
    people.zone(centre.region, dong, other)
    field, stage = make.field(centre), make.stage(centre)
    community = make.community(centre, field=field, stage=stage, dong=dong, kind=CommunityKind.APARTMENT)
    request = make.request(community, topics=["회의 진행", "갈등관리"], slots=[TUESDAY, (4, 19, 21)])
    expert = make.expert(
        centre,
        dong=other,
        fields=[field],
        apartments=True,
        topics={"회의 진행": 3, "갈등관리": 2},
        windows=[(2, 14, 17)],
        capacity=5,
    )
    former = make.request(community, RequestState.CLOSED, support_kind=SupportKind.LITERACY)
    make.engagement(community, expert, request=former, state="completed", outcome={"rating": 4, "again": "yes"})
    request.wanted.add(expert)
    (candidate,) = ranking(request).candidates
    assert candidate.lines == [
        "공동체가 원하는 전문지원가",
        "주제 2/2",
        "같은 권역",
        "같은 분야",
        "화요일 가능",
        "같은 단계 코칭 경험",
        "이 공동체 코칭 경험",
        "지금 0/5곳",
    ]
    points = {"topics": 32, "nearness": 15, "field": 15, "kind": 10, "time": 5, "stage": 5, "continuity": 5}
    assert candidate.breakdown == {
        "weights": "2026-1", **points, "known": 2, "asked": 2, "near": "zone", "days": [2]
    }  # fmt: skip
    assert candidate.score == sum(points.values())


@pytest.mark.parametrize(
    ("outcome", "points"),
    [
        ({"rating": 4, "again": "yes"}, 5),
        ({"rating": 3, "again": "yes"}, 0),
        ({"rating": 5, "again": "no"}, 0),
        ({}, 0),
    ],
)
def test_continuity_needs_a_community_that_was_glad(outcome: dict[str, Any], points: int) -> None:
    request = a_request()
    expert = an_expert(request)
    former = make.request(request.community, RequestState.CLOSED, support_kind=SupportKind.LITERACY)
    make.engagement(request.community, expert, request=former, state="completed", outcome=outcome)
    (candidate,) = ranking(request).candidates
    assert candidate.breakdown["continuity"] == points


QUERIES = 14


@pytest.mark.parametrize("count", [1, 30])
def test_the_price_is_the_same_for_one_and_thirty(count: int, django_assert_num_queries: Any) -> None:
    request = CoachingRequest.objects.select_related("community").get(pk=a_request().pk)
    field = make.field(request.centre)
    for _ in range(count):
        expert = an_expert(request, fields=[field])
        make.engagement(make.community(request.centre, field=field), expert)
    with django_assert_num_queries(QUERIES):
        assert len(ranking(request).candidates) == count
    taken = []
    for _ in range(5):
        started = clock_of_process.process_time()
        ranking(request)
        taken.append(clock_of_process.process_time() - started)
    assert min(taken) < 0.1
