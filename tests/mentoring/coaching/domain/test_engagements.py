"""How a coaching rests, goes on, ends and is opened again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.domain import engagements as domain
from mentoring.coaching.enums import ENGAGEMENT_TRANSITIONS, EngagementState, GoalState, RequestState
from mentoring.coaching.models import Engagement
from mentoring.matching.ranking import ranking
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db
OUTCOME = {"rating": 5, "fit": "good", "on_own": "partly", "again": "yes", "change": "회의가 짧아졌습니다."}


def refused(act: Callable[[], Any], code: str) -> None:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == code


def visit(engagement: Engagement, state: str = VisitState.CONFIRMED, number: int = 1) -> Visit:
    starts = clock.now() - timedelta(days=3 + number)
    return Visit.objects.create(
        centre=engagement.centre,
        engagement=engagement,
        expert=engagement.expert,
        author=engagement.expert.person,
        number=number,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        state=state,
        created_at=starts,
    )


def settled(engagement: Engagement) -> dict[int, str]:
    return {goal.pk: GoalState.PARTLY for goal in engagement.goals.all()}


def complete(engagement: Engagement, actor: User, **values: Any) -> Engagement:
    given: dict[str, Any] = {"outcome": OUTCOME, "goals": settled(engagement)}
    return domain.complete_engagement(engagement=engagement, actor=actor, **given | values)


STEPS: dict[str, Callable[[Engagement, User], Engagement]] = {
    "pause": lambda row, actor: domain.pause_engagement(engagement=row, actor=actor),
    "resume": lambda row, actor: domain.resume_engagement(engagement=row, actor=actor),
    "complete": complete,
    "end_early": lambda row, actor: domain.end_engagement_early(
        engagement=row, actor=actor, reason="이사", rematch=False
    ),
    "reopen": lambda row, actor: domain.reopen_engagement(engagement=row, actor=actor, reason="한 번 더"),
}
REACHED = {
    "pause": EngagementState.PAUSED,
    "resume": EngagementState.ACTIVE,
    "complete": EngagementState.COMPLETED,
    "end_early": EngagementState.ENDED_EARLY,
    "reopen": EngagementState.ACTIVE,
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", EngagementState)
def test_each_step_in_each_state(state: EngagementState, step: str) -> None:
    over = state in {EngagementState.COMPLETED, EngagementState.ENDED_EARLY}
    row = make.engagement(state=state, completed_at=clock.now() if state == EngagementState.COMPLETED else None)
    row.request.state = RequestState.CLOSED if over else RequestState.MATCHED
    row.request.save()
    visit(row)
    actor = people.staff(row.centre)
    table = ENGAGEMENT_TRANSITIONS.get(state, {})
    if step in table:
        STEPS[step](row, actor)
        (change,) = statelog.history(row)
        assert (change.action, change.from_state, change.to_state) == (step, state, table[step])
    elif state == REACHED[step]:
        STEPS[step](row, actor)
        assert not statelog.history(row).exists()
    else:
        with pytest.raises(DomainError):
            STEPS[step](row, actor)
        assert not statelog.history(row).exists()
    row.refresh_from_db()
    assert row.state == table.get(step, state)


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not(step: str) -> None:
    row = make.engagement()
    visit(row)
    wrong = [
        row.expert.person,
        people.staff(row.centre, Role.MANAGER),
        people.staff(row.centre, Role.AUDITOR),
        people.staff(people.centre()),
        make.representative(make.community(row.centre)),
    ]
    if step != "complete":
        wrong.append(row.request.created_by)
    for person in wrong:
        with pytest.raises(NotAllowed):
            STEPS[step](row, person)
    assert not statelog.history(row).exists()


def test_the_representative_finishes_it() -> None:
    row = make.engagement(goals=("회의 규칙", "기록 남기기"))
    visit(row)
    complete(row, row.request.created_by)
    row.refresh_from_db()
    assert (row.state, row.request.state, row.outcome) == (EngagementState.COMPLETED, RequestState.CLOSED, OUTCOME)
    assert (row.ends_on, [goal.state for goal in row.goals.all()]) == (clock.today(), ["partly", "partly"])


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([], "no_confirmed_visit"),
        (["no_show", "voided", "draft", "scheduled"], "no_confirmed_visit"),
        (["confirmed", "submitted"], "unanswered_log"),
        (["confirmed", "objected"], "unanswered_log"),
    ],
)
def test_what_stands_in_the_way_of_finishing(states: list[str], code: str) -> None:
    row = make.engagement()
    for number, state in enumerate(states, start=1):
        visit(row, state, number)
    refused(lambda: complete(row, row.request.created_by), code)
    row.refresh_from_db()
    assert (row.state, row.goals.get().state) == (EngagementState.ACTIVE, GoalState.OPEN)


def test_every_goal_and_every_question() -> None:
    row = make.engagement(goals=("하나", "둘"))
    visit(row)
    actor, (first, second) = row.request.created_by, row.goals.all()
    refused(lambda: complete(row, actor, goals={first.pk: "done"}), "goals")
    refused(lambda: complete(row, actor, goals={first.pk: "done", second.pk: "open"}), "goals")
    refused(lambda: complete(row, actor, outcome={"rating": 5}), "outcome")
    assert [goal.state for goal in row.goals.all()] == ["open", "open"]


@pytest.mark.parametrize(("rematch", "state"), [(True, RequestState.TRIAGED), (False, RequestState.CLOSED)])
def test_ending_early(rematch: bool, state: str) -> None:
    row = make.engagement()
    coordinator = people.staff(row.centre)
    refused(
        lambda: domain.end_engagement_early(engagement=row, actor=coordinator, reason=" ", rematch=rematch), "no_reason"
    )
    domain.end_engagement_early(engagement=row, actor=coordinator, reason="전문지원가 이사", rematch=rematch)
    row.refresh_from_db()
    assert (row.state, row.end_reason, row.ends_on) == ("ended_early", "전문지원가 이사", clock.today())
    assert row.request.state == state
    assert {notice.person for notice in Notice.objects.all()} == {row.request.created_by, row.expert.person}


def test_a_rematch_leaves_the_former_expert_out() -> None:
    row = make.engagement()
    domain.end_engagement_early(engagement=row, actor=people.staff(row.centre), reason="맞지 않음", rematch=True)
    row.request.refresh_from_db()
    assert [excluded.code for excluded in ranking(row.request).excluded] == ["parted"]


# ── opening again


def finished(days_ago: int = 0, **fields: Any) -> Engagement:
    done = clock.now() - timedelta(days=days_ago)
    row = make.engagement(state=EngagementState.COMPLETED, completed_at=done, ends_on=done.date(), **fields)
    row.request.state = RequestState.CLOSED
    row.request.save()
    return row


def reopen(row: Engagement) -> Engagement:
    return domain.reopen_engagement(engagement=row, actor=people.staff(row.centre), reason="한 번 더")


def test_reopened_within_thirty_days() -> None:
    row = finished(days_ago=30)
    with clock.at(row.completed_at + timedelta(days=30)):  # type: ignore[operator]
        reopen(row)
    row.refresh_from_db()
    assert (row.state, row.request.state, row.completed_at, row.ends_on) == ("active", "matched", None, None)


def test_not_after_thirty_days() -> None:
    row = finished(days_ago=31)
    refused(lambda: reopen(row), "too_late")


def test_reopening_takes_a_place_again() -> None:
    row = finished(expert_profile=make.expert(capacity=1))
    make.engagement(make.community(row.centre), row.expert)
    refused(lambda: reopen(row), "capacity")


def test_going_on_needs_a_term() -> None:
    row = make.engagement(state=EngagementState.PAUSED)
    coordinator, terms = people.staff(row.centre), row.expert.person.appointments
    terms.update(ends_on=clock.today() - timedelta(days=1))
    refused(lambda: domain.resume_engagement(engagement=row, actor=coordinator), "term")
    terms.update(ends_on=clock.today())
    assert domain.resume_engagement(engagement=row, actor=coordinator).state == EngagementState.ACTIVE


def test_reopening_needs_a_term() -> None:
    row = finished()
    row.expert.person.appointments.update(ends_on=clock.today() - timedelta(days=1))
    refused(lambda: reopen(row), "term")


def test_reopening_beside_a_new_request_of_the_same_kind() -> None:
    row = finished()
    make.request(row.community, RequestState.SUBMITTED, created_by=row.request.created_by)
    refused(lambda: reopen(row), "open_request")
    row.refresh_from_db()
    assert (row.state, row.request.state) == (EngagementState.COMPLETED, RequestState.CLOSED)
