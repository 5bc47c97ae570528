"""The one way of a row through its states. Rows of an app that uses it stand for all."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import machines, statelog, transitions
from mentoring.coaching.enums import EngagementState, GoalState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement, Goal
from mentoring.communities.enums import CommunityState
from mentoring.corps.models import Body, ExpertProfile
from mentoring.visits.enums import ActionState, VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == "state"
    return str(caught.value.message)


def test_what_the_table_does_not_list_is_refused_and_says_the_state() -> None:
    row = make.engagement(state=EngagementState.PAUSED)
    said = refused(lambda: transitions.move(row, "pause", actor=None))
    assert str(EngagementState.PAUSED.label) in said
    refused(lambda: transitions.check(row, "pause"))
    refused(lambda: transitions.move(row, "no such step", actor=None))
    row.refresh_from_db()
    assert (row.state, statelog.history(row).count()) == (EngagementState.PAUSED, 0)


def test_a_step_is_written_with_what_changes_and_logged() -> None:
    row, actor = make.engagement(), people.user()
    changes = {"end_reason": "이사"}
    change = transitions.move(row, "end_early", actor=actor, reason="이사", data={"n": 1}, changes=changes)
    assert list(statelog.history(row)) == [change]
    line = (change.action, change.from_state, change.to_state, change.actor, change.reason, change.data)
    assert line == ("end_early", "active", "ended_early", actor, "이사", {"n": 1})
    fresh = Engagement.objects.get(pk=row.pk)
    assert (fresh.state, fresh.end_reason) == (row.state, row.end_reason) == ("ended_early", "이사")


def test_a_row_that_was_not_locked_is_read_anew() -> None:
    row = make.engagement()
    Engagement.objects.filter(pk=row.pk).update(state=EngagementState.COMPLETED, outcome={"rating": 5})
    refused(lambda: transitions.move(row, "pause", actor=None))
    assert row.outcome == {"rating": 5}


def test_where_a_step_leads_to_several_states_one_is_named() -> None:
    row = make.community()
    with pytest.raises(ValueError, match="unpack"):
        transitions.move(row, "state", actor=None)
    refused(lambda: transitions.move(row, "state", to=CommunityState.ACTIVE, actor=None))
    transitions.move(row, "state", to=CommunityState.RESTING, actor=None)
    assert row.state == CommunityState.RESTING


def test_the_relatives_on_the_way_come_locked_with_the_row() -> None:
    row = make.engagement()
    with CaptureQueriesContext(connection) as queries:
        fresh = transitions.lock(Engagement.objects.get(pk=row.pk))
        assert (fresh.community, fresh.request, fresh.expert) == (row.community, row.request, row.expert)
        assert fresh.request.community is fresh.community
        assert fresh.expert.person == row.expert.person
    assert len(queries) == 5  # the caller's own read, and one for each row of the path


def test_what_is_locked_already_is_not_read_again() -> None:
    row = Engagement.objects.get(pk=make.engagement().pk)
    with transaction.atomic():
        request = transitions.lock(CoachingRequest.objects.get(pk=row.request_id))
        with CaptureQueriesContext(connection) as queries:
            fresh = transitions.lock(row, within=[request, request.community])
            transitions.move(fresh.request, "close", actor=None)
    assert fresh.request is request
    assert [query["sql"].split(" ")[0] for query in queries] == ["SELECT", "SELECT", "UPDATE", "INSERT"]


def test_a_row_that_was_put_elsewhere_meanwhile_is_refused() -> None:
    row = make.engagement()
    Engagement.objects.filter(pk=row.pk).update(expert=make.expert(row.centre))
    refused(lambda: transitions.lock(row))


def test_a_lock_ends_with_its_transaction(real_commits: None) -> None:
    row = make.engagement()
    with transaction.atomic():
        held = transitions.lock(row)
    Engagement.objects.filter(pk=row.pk).update(state=EngagementState.PAUSED)
    with transaction.atomic():
        refused(lambda: transitions.move(held, "pause", actor=None))


@pytest.mark.parametrize("around", [nullcontext, transaction.atomic], ids=["transaction", "savepoint"])
def test_a_lock_ends_with_what_is_rolled_back(real_commits: None, around: Callable[[], Any]) -> None:
    """The database gave it up: the row is locked and read anew, and nobody moves what another moved meanwhile."""
    row = make.engagement()
    with around():
        with suppress(LookupError), transaction.atomic():
            held = transitions.lock(row)
            raise LookupError
        Engagement.objects.filter(pk=row.pk).update(state=EngagementState.PAUSED)
        with transaction.atomic():
            refused(lambda: transitions.move(held, "pause", actor=None))


def test_several_experts_are_locked_in_the_order_of_persons() -> None:
    """Two hand-overs crosswise, each at a centre of its own, may be about the same two people."""
    first, second = people.user(), people.user()
    row = make.engagement(expert_profile=make.expert(person=second))
    to = make.expert(row.centre, person=first)
    assert row.expert_id < to.pk
    with CaptureQueriesContext(connection) as queries:
        former, new = transitions.lock_beside(row, to)
    assert (former.expert, new) == (row.expert, to)
    experts = [query["sql"] for query in queries if 'FROM "corps_expertprofile"' in query["sql"]]
    assert len(experts) == 1
    assert '"corps_expertprofile"."person_id" ASC, "corps_expertprofile"."id" ASC' in experts[0]


def test_parts_move_with_their_whole() -> None:
    row = make.engagement(goals=("하나", "둘"))
    goals = Goal.objects.filter(engagement=row)
    assert transitions.move_parts(goals, "settle", to=GoalState.DONE) == 2
    assert transitions.move_parts(goals, "settle", to=GoalState.OPEN) == 0
    assert set(goals.values_list("state", flat=True)) == {GoalState.DONE}
    assert not statelog.history(goals[0]).exists()
    with pytest.raises(TypeError):
        transitions.move_parts(Engagement.objects.all(), "pause")


def test_a_part_is_locked_with_its_whole() -> None:
    visit = machines.SUBJECTS["visits.visit"].path()
    assert machines.SUBJECTS["visits.actionitem"].path() == visit
    assert ActionState.OPEN in machines.SUBJECTS["visits.actionitem"].table  # type: ignore[attr-defined]


def test_a_thing_is_listed_once_and_one_without_states_does_not_move() -> None:
    with pytest.raises(ValueError, match="there already"):
        machines.SUBJECTS.add("corps.body", machines.Subject("corps.body"))
    with pytest.raises(TypeError):
        transitions.move(make.body(people.centre()), "settings", actor=None)
    assert transitions.lock_by_id(Body, make.body(people.centre()).pk).pk


def test_a_row_that_is_written_under_locked_ones_counts_as_locked(django_assert_num_queries: Any) -> None:
    engagement = make.engagement()
    start = clock.now()
    visit = Visit(
        centre=engagement.centre,
        engagement=engagement,
        expert=ExpertProfile.objects.get(pk=engagement.expert_id),
        author=engagement.expert.person,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        state=VisitState.DRAFT,
        created_at=start,
    )
    with pytest.raises(KeyError), transaction.atomic():
        transitions.count_as_locked(visit, within=[])
    with transaction.atomic():
        expert = transitions.lock(engagement.expert)
        transitions.count_as_locked(visit, within=[expert])
        visit.save()
        with django_assert_num_queries(2):  # the row and its line in the log: nothing is locked anew
            transitions.move(visit, "cancel", actor=None)
        assert visit.expert is visit.engagement.expert is expert


def test_a_row_that_is_gone_is_not_locked() -> None:
    with pytest.raises(ExpertProfile.DoesNotExist):
        transitions.lock_by_id(ExpertProfile, 10**9)


def test_several_rows_are_locked_under_one_above() -> None:
    row = make.request(state=RequestState.DRAFT)
    with transaction.atomic():
        community = transitions.lock(row.community)
        (held,) = transitions.lock_each(community.requests.all(), within=[community])
        assert held.community is community
        with CaptureQueriesContext(connection) as queries:
            transitions.move(held, "submit", actor=None)
    assert [query["sql"].split(" ")[0] for query in queries] == ["UPDATE", "INSERT"]
