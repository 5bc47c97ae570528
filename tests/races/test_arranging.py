"""Two visits of one expert, or of one community, for the same hour, arranged or moved at once; also at two centres."""

from datetime import timedelta

import pytest

from lms.accounts.models import User
from mentoring.coaching.enums import RequestState, SupportKind
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.models import Community
from mentoring.corps.models import ExpertProfile
from mentoring.visits.domain import arranging
from mentoring.visits.domain.arranging import Plan
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people, visits
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows() -> list[Engagement]:
    here = make.engagement()
    return [here, make.engagement(expert_profile=make.expert(people.centre(), person=here.expert.person))]


@pytest.fixture(autouse=True)
def both_look_before_either_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, arranging, "check_plan")


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, ExpertProfile)


def plan(days: int) -> Plan:
    starts_at = visits.start(-days)
    return Plan(starts_at, starts_at + timedelta(hours=1), "visit")


def arrange_both(rows: list[Engagement]) -> list[str]:
    offices: dict[int, User] = {row.pk: people.staff(row.centre) for row in rows}

    def act(row: Engagement) -> None:
        arranging.schedule_visit(engagement=row, plan=plan(5), actor=offices[row.pk])

    return at_once(act, rows)


def move_both(rows: list[Engagement]) -> list[str]:
    there = [visits.arranged(row, visits.start(-days)) for row, days in zip(rows, (6, 7), strict=True)]
    offices: dict[int, User] = {row.pk: people.staff(row.centre) for row in rows}

    def act(visit: Visit) -> None:
        actor = offices[visit.engagement_id]
        arranging.move_visit(visit=visit, plan=plan(5), actor=actor, reason="행사")

    return at_once(act, there)


def at_that_hour() -> int:
    return Visit.objects.filter(starts_at=plan(5).starts_at).count()


def test_one_hour_is_arranged_once(rows: list[Engagement]) -> None:
    assert arrange_both(rows) == ["done", "overlap"]
    assert at_that_hour() == 1


def test_control_without_the_lock_it_is_arranged_twice(rows: list[Engagement], without_lock: None) -> None:
    assert arrange_both(rows) == ["done", "done"]
    assert at_that_hour() == 2


def test_two_are_not_moved_to_one_hour(rows: list[Engagement]) -> None:
    assert move_both(rows) == ["done", "overlap"]
    assert at_that_hour() == 1


def test_control_without_the_lock_they_are(rows: list[Engagement], without_lock: None) -> None:
    assert move_both(rows) == ["done", "done"]
    assert at_that_hour() == 2


# ── one community, and two experts


@pytest.fixture
def of_one_community() -> list[Engagement]:
    community = make.community()
    asked = [make.request(community, RequestState.MATCHED, support_kind=kind) for kind in SupportKind.values[:2]]
    return [make.engagement(community, make.expert(community.centre), request=request) for request in asked]


def test_a_community_is_promised_one_hour_once(of_one_community: list[Engagement]) -> None:
    assert arrange_both(of_one_community) == ["done", "overlap"]
    assert at_that_hour() == 1


def test_control_without_the_lock_on_the_community_it_is_promised_twice(
    of_one_community: list[Engagement], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, Community, CoachingRequest)
    assert arrange_both(of_one_community) == ["done", "done"]
    assert at_that_hour() == 2


def test_two_of_its_visits_are_not_moved_to_one_hour(of_one_community: list[Engagement]) -> None:
    assert move_both(of_one_community) == ["done", "overlap"]
    assert at_that_hour() == 1


def test_control_without_the_lock_on_the_community_they_are(
    of_one_community: list[Engagement], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, Community, CoachingRequest)
    assert move_both(of_one_community) == ["done", "done"]
    assert at_that_hour() == 2
