"""What is arranged or still to do when a coaching rests, is over, or goes on with another expert."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.domain import engagements as coaching
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.corps.domain import term_changes, term_dates
from mentoring.corps.models import Appointment
from mentoring.matching.domain import offers
from mentoring.matching.domain.handover import hand_over
from mentoring.visits.checks import words_are_their_authors
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import Side, VisitState
from mentoring.visits.models import ActionItem, Visit
from mentoring.visits.queries.community_home import home
from mentoring.visits.queries.engagements import FLAGS, with_visits
from mentoring.visits.queries.office import FILTERS
from mentoring.visits.queries.visits import own_logs, shown
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db
OUTCOME = {"rating": 5, "fit": "good", "on_own": "partly", "again": "yes", "change": "회의가 짧아졌습니다."}


@pytest.fixture
def row() -> Engagement:
    return make.engagement()


@pytest.fixture
def office(row: Engagement) -> User:
    return people.staff(row.centre)


def arrange(row: Engagement, days: float = 5) -> Visit:
    starts_at = clock.now() + timedelta(days=days)
    return Visit.objects.create(
        centre=row.centre,
        engagement=row,
        expert=row.expert,
        author=row.expert.person,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        state=VisitState.SCHEDULED,
        created_at=clock.now(),
    )


def complete(row: Engagement, office: User) -> None:
    goals = {goal.pk: "done" for goal in row.goals.all()}
    coaching.complete_engagement(engagement=row, actor=office, outcome=OUTCOME, goals=goals)


ENDS: dict[str, Callable[[Engagement, User], Any]] = {
    "paused": lambda row, office: coaching.pause_engagement(engagement=row, actor=office),
    "completed": complete,
    "ended_early": lambda row, office: coaching.end_engagement_early(
        engagement=row, actor=office, reason="이사", rematch=False
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_is_arranged_is_called_off_and_both_sides_are_told(end: str, row: Engagement, office: User) -> None:
    visits.log(row, VisitState.CONFIRMED)
    coming, missed = arrange(row), arrange(row, -2)
    Notice.objects.all().delete()
    ENDS[end](row, office)
    for visit in (coming, missed):
        visit.refresh_from_db()
    assert (coming.state, missed.state) == (VisitState.CANCELLED, VisitState.SCHEDULED)
    assert statelog.history(coming).get().actor == office
    told = Notice.objects.filter(kind="visits.visit.cancel").values_list("person", flat=True)
    assert sorted(told) == sorted([row.expert.person_id, row.request.created_by_id])
    assert home(row.request.created_by).next_visit is None


def _expire(term: Appointment, manager: User) -> None:
    Appointment.objects.filter(pk=term.pk).update(ends_on=clock.today() - timedelta(days=1))
    term_dates.expire_term(appointment=term)


STOPS: dict[str, Callable[[Appointment, User], Any]] = {
    "suspended": lambda term, manager: term_changes.suspend_term(appointment=term, actor=manager, reason="조사"),
    "dismissed": lambda term, manager: term_changes.dismiss_member(appointment=term, actor=manager, reason="직무태만"),
    "expired": _expire,
}


@pytest.mark.parametrize("stop", STOPS)
def test_nobody_waits_for_an_expert_whose_term_has_stopped(stop: str, row: Engagement) -> None:
    manager = people.staff(row.centre, Role.MANAGER)
    coming, missed = arrange(row), arrange(row, -2)
    Notice.objects.all().delete()
    STOPS[stop](row.appointment, manager)
    for visit in (coming, missed):
        visit.refresh_from_db()
    assert (coming.state, missed.state) == (VisitState.CANCELLED, VisitState.SCHEDULED)
    assert statelog.history(coming).get().actor == (None if stop == "expired" else manager)
    told = Notice.objects.filter(kind="visits.visit.cancel").values_list("person", flat=True)
    assert sorted(told) == sorted([row.expert.person_id, row.request.created_by_id])
    assert home(row.request.created_by).next_visit is None
    row.refresh_from_db()
    assert row.state == EngagementState.ACTIVE


@pytest.mark.parametrize("stop", STOPS)
def test_a_visit_stays_where_another_term_of_the_expert_runs(stop: str, row: Engagement) -> None:
    term = row.appointment
    make.appointment(make.body(row.centre), row.expert.person)
    coming = arrange(row)
    STOPS[stop](term, people.staff(row.centre, Role.MANAGER))
    coming.refresh_from_db()
    assert coming.state == VisitState.SCHEDULED


def test_the_expert_who_calls_off_a_visit_tells_the_community(row: Engagement) -> None:
    coming = arrange(row)
    writing.cancel_visit(visit=coming, author=row.expert.person)
    assert Notice.objects.get().person == row.request.created_by
    writing.cancel_visit(visit=coming, author=row.expert.person)
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("state", [EngagementState.PAUSED, EngagementState.COMPLETED, EngagementState.ENDED_EARLY])
def test_the_community_sees_no_visit_of_a_coaching_that_does_not_go_on(state: str, row: Engagement) -> None:
    """Also one that was left arranged before such visits were called off."""
    coming = arrange(row)
    assert home(row.request.created_by).next_visit == coming
    Engagement.objects.filter(pk=row.pk).update(state=state)
    assert home(row.request.created_by).next_visit is None


def test_nothing_is_arranged_while_a_coaching_rests(row: Engagement, office: User) -> None:
    coaching.pause_engagement(engagement=row, actor=office)
    starts_at = clock.now() + timedelta(days=3)
    with pytest.raises(DomainError) as refused:
        visits.arranged(row, starts_at)
    assert refused.value.code == "engagement_closed"


def test_a_log_that_is_mended_after_the_end_arranges_nothing(row: Engagement, office: User) -> None:
    log = visits.log(row, VisitState.OBJECTED)
    coaching.end_engagement_early(engagement=row, actor=office, reason="이사", rematch=False)
    log.refresh_from_db()
    content = visits.content(next_on=clock.today() + timedelta(days=7), content="시간을 고쳤습니다.")
    mended = writing.revise_visit(visit=log, author=row.expert.person, content=content)
    assert mended.state == VisitState.SUBMITTED
    assert not row.visits.filter(state=VisitState.SCHEDULED).exists()


# ── steps


def step(row: Engagement, owner: Side) -> ActionItem:
    log = visits.log(row, VisitState.CONFIRMED, next_step="명단 만들기", next_owner=owner)
    return ActionItem.objects.get(visit=log)


@pytest.mark.parametrize(
    ("end", "owner"), [("paused", Side.EXPERT), ("completed", "community"), ("ended_early", "community")]
)
def test_what_the_expert_had_promised_is_the_communitys_at_the_end(
    end: str, owner: str, row: Engagement, office: User
) -> None:
    promised = step(row, Side.EXPERT)
    ENDS[end](row, office)
    promised.refresh_from_db()
    assert promised.owner == owner
    assert (promised in home(row.request.created_by).actions) == (owner == Side.COMMUNITY)


def test_the_next_expert_takes_over_what_is_open(row: Engagement, office: User) -> None:
    promised, to, coming = step(row, Side.EXPERT), make.expert(row.centre), arrange(row)
    Notice.objects.all().delete()
    new = hand_over(engagement=row, to=to, actor=office, reason="이사")
    promised.refresh_from_db()
    coming.refresh_from_db()
    assert (promised.engagement, promised.owner) == (new, Side.EXPERT)
    assert (coming.state, coming.engagement, coming.author) == (VisitState.SCHEDULED, new, to.person)
    assert [change.action for change in statelog.history(coming)] == ["hand_over"]
    days = Notice.objects.filter(person__in=[to.person, row.request.created_by]).values_list("text", flat=True)
    assert len(days) == 2
    assert all(str(coming.starts_at.astimezone(clock.SEOUL).day) in day for day in days)
    assert list(words_are_their_authors()) == []


def test_who_coaches_after_an_early_end_takes_over_what_is_open(row: Engagement, office: User) -> None:
    promised, to = step(row, Side.COMMUNITY), make.expert(row.centre)
    coaching.end_engagement_early(engagement=row, actor=office, reason="이사", rematch=True)
    row.request.refresh_from_db()
    offer = offers.offer_request(request=row.request, expert=to, actor=office)
    new = offers.accept_offer(proposal=offer, actor=to.person)
    promised.refresh_from_db()
    assert promised.engagement == new


# ── a visit that fell through is none


def upheld_no_show(row: Engagement, office: User, **fields: Any) -> Visit:
    made = visits.no_show(row, **fields)
    person = row.request.created_by
    confirmation.object_to(visit=made, sent_at=made.submitted_at, person=person, comment="우리는 기다렸습니다.")
    return confirmation.rule_on_objection(visit=made, actor=office, uphold=True, reason="통화로 확인")


def test_a_no_show_that_was_upheld_completes_nothing(row: Engagement, office: User) -> None:
    assert upheld_no_show(row, office).state == VisitState.CONFIRMED
    with pytest.raises(DomainError) as refused:
        complete(row, office)
    assert refused.value.code == "no_confirmed_visit"
    visits.log(row, VisitState.CONFIRMED)
    complete(row, office)


def test_a_no_show_is_no_visit_and_tells_nothing_of_the_community(row: Engagement, office: User) -> None:
    upheld_no_show(row, office)
    listed = with_visits(Engagement.objects.all()).get()
    assert (listed.confirmed, listed.last_visit) == (0, None)  # type: ignore[attr-defined]
    assert not Visit.objects.filter(FILTERS["urgent"][1]()).exists()
    assert not Engagement.objects.filter(FLAGS["help"][1]()).exists()


def test_visits_are_counted_by_their_day(row: Engagement, office: User) -> None:
    later = visits.log(row, days_ago=1)
    no_show = upheld_no_show(row, office, days_ago=3)
    earlier = visits.log(row, days_ago=5)
    places = {log.pk: log.place_by_date for log in own_logs(row.expert.person)}  # type: ignore[attr-defined]
    assert places == {earlier.pk: 1, later.pk: 2, no_show.pk: None}
    assert shown(office).get(pk=later.pk).place_by_date == 2  # type: ignore[attr-defined]
