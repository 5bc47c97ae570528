"""A visit is judged by its own day, however its coaching and its expert's term stand today."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from mentoring.coaching.domain import engagements as coaching
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.communities.models import CommunityMembership
from mentoring.corps.enums import AppointmentState
from mentoring.matching.domain.handover import hand_over
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import ActionState, Side, VisitState
from mentoring.visits.models import ActionItem, Visit
from tests.clients import signed_in
from tests.factories import certificates, people, visits
from tests.factories import mentoring as make

pytestmark = pytest.mark.django_db
S = AppointmentState


@pytest.fixture
def row() -> Engagement:
    return make.engagement()


@pytest.fixture
def office(row: Engagement) -> User:
    return people.staff(row.centre)


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


def ago(days: int) -> Any:
    return clock.at(clock.now() - timedelta(days=days))


ENDS: dict[str, Callable[[Engagement, User], Any]] = {
    "paused": lambda row, office: coaching.pause_engagement(engagement=row, actor=office),
    "ended_early": lambda row, office: coaching.end_engagement_early(
        engagement=row, actor=office, reason="이사", rematch=False
    ),
    "handed over": lambda row, office: hand_over(
        engagement=row, to=make.expert(row.centre), actor=office, reason="이사"
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_visit_of_before_the_end_is_logged_after_it_and_opens_nothing(
    end: str, row: Engagement, office: User
) -> None:
    with ago(5):
        ENDS[end](row, office)
    assert refused(lambda: visits.log(row, days_ago=4)) in {"engagement_closed", "outside_engagement"}
    row.refresh_from_db()
    before = row.state
    for days in (5, 6):
        assert visits.log(row, days_ago=days).state == VisitState.SUBMITTED
    visits.no_show(row, days_ago=7)
    row.refresh_from_db()
    assert row.state == before
    assert not Visit.objects.filter(state=VisitState.SCHEDULED).exists()


def test_not_after_thirty_days(row: Engagement, office: User) -> None:
    Engagement.objects.filter(pk=row.pk).update(starts_on=clock.today() - timedelta(days=60))
    with ago(20):
        ENDS["ended_early"](row, office)
    assert refused(lambda: visits.log(row, days_ago=31)) == "late"
    assert visits.log(row, days_ago=30).state == VisitState.SUBMITTED


def test_days_of_a_rest_are_no_days_of_the_coaching(row: Engagement, office: User) -> None:
    with ago(9):
        coaching.pause_engagement(engagement=row, actor=office)
    with ago(5):
        coaching.resume_engagement(engagement=row, actor=office)
    for days in (8, 6):
        assert refused(lambda: visits.log(row, days_ago=days)) == "engagement_closed"  # noqa: B023
    for days in (10, 9, 5, 4):
        visits.log(row, days_ago=days)


def test_one_that_is_only_planned_takes_no_log(row: Engagement) -> None:
    Engagement.objects.filter(pk=row.pk).update(state=EngagementState.PLANNED)
    assert refused(lambda: visits.log(row)) == "engagement_closed"


# ── the term


@pytest.mark.parametrize("state", [S.EXPIRED, S.RESIGNED, S.ENDED])
def test_after_an_ordinary_end_the_term_is_logged_by_its_expert(state: str, row: Engagement) -> None:
    ended = clock.today() - timedelta(days=3)
    row.expert.person.appointments.update(state=state, ended_on=ended)
    assert refused(lambda: visits.log(row, days_ago=2)) == "outside_term"
    assert visits.log(row, days_ago=3).state == VisitState.SUBMITTED


@pytest.mark.parametrize("state", [S.SUSPENDED, S.DISMISSED])
def test_whoever_was_suspended_or_dismissed_leaves_it_to_the_office(state: str, row: Engagement) -> None:
    row.expert.person.appointments.update(state=state, ended_on=clock.today() if state == S.DISMISSED else None)
    assert refused(lambda: visits.log(row, days_ago=3)) == "not_in_service"


def test_so_does_who_lost_the_certificate_until_the_office_kept_the_term(row: Engagement) -> None:
    paper = certificates.certificate(row.centre, row.expert.person)
    row.expert.person.appointments.update(certificate=paper)
    assert visits.log(row, days_ago=3).state == VisitState.SUBMITTED
    Certificate.objects.filter(pk=paper.pk).update(state=CertificateState.REVOKED)
    assert refused(lambda: visits.log(row, days_ago=2)) == "not_in_service"
    row.expert.person.appointments.update(exception_reason="경력 12년")
    assert visits.log(row, days_ago=2).state == VisitState.SUBMITTED


def test_an_earlier_term_that_ended_well_is_not_logged_by_who_is_suspended_now(row: Engagement) -> None:
    first = row.expert.person.appointments.get()
    last = clock.today() - timedelta(days=5)
    row.expert.person.appointments.update(state=S.EXPIRED, ends_on=last, ended_on=last)
    make.appointment(first.body, first.person, state=S.SUSPENDED, starts_on=last + timedelta(days=1))
    assert refused(lambda: visits.log(row, days_ago=6)) == "not_in_service"


def test_who_belongs_to_the_community_by_now_logs_nothing_there(row: Engagement, office: User) -> None:
    with ago(5):
        ENDS["ended_early"](row, office)
    CommunityMembership.objects.create(
        community=row.community, person=row.expert.person, role="member", since=clock.today()
    )
    assert refused(lambda: visits.log(row, days_ago=6)) == "conflict"


# ── its steps


def test_a_step_of_a_late_log_goes_to_who_coaches_now(row: Engagement, office: User) -> None:
    with ago(5):
        new = ENDS["handed over"](row, office)
    late = visits.log(row, days_ago=6, next_step="명단 만들기", next_owner=Side.EXPERT)
    assert ActionItem.objects.get(visit=late).engagement == new


def test_without_a_successor_it_is_the_communitys(row: Engagement, office: User) -> None:
    with ago(5):
        ENDS["ended_early"](row, office)
    late = visits.log(row, days_ago=6, next_step="명단 만들기", next_owner=Side.EXPERT)
    assert ActionItem.objects.get(visit=late).owner == Side.COMMUNITY


# ── the office enters what the expert can't


def enter(row: Engagement, actor: User, key: uuid.UUID | None = None, **fields: Any) -> Visit:
    content = visits.content(**{"days_ago": 3, **fields})
    return writing.enter_visit(engagement=row, actor=actor, client_uuid=key or uuid.uuid4(), content=content)


def dismissed(row: Engagement) -> None:
    row.expert.person.appointments.update(state=S.DISMISSED, ended_on=clock.today() - timedelta(days=2))


def test_the_office_enters_a_visit_of_who_was_dismissed(row: Engagement, office: User) -> None:
    assert refused(lambda: enter(row, office)) == "expert_writes"
    dismissed(row)
    for actor in (row.request.created_by, people.staff(row.centre, Role.MANAGER), people.staff(people.centre())):
        with pytest.raises(NotAllowed):
            enter(row, actor)
    assert refused(lambda: enter(row, office, days_ago=1)) == "outside_term"
    key = uuid.uuid4()
    made = enter(row, office, key)
    assert enter(row, office, key) == made
    assert (made.state, made.author, Visit.objects.count()) == (VisitState.SUBMITTED, row.expert.person, 1)
    steps = statelog.history(made).values_list("action", "actor")
    assert list(steps) == [("enter", office.pk), ("submit", office.pk)]


def test_what_the_expert_had_begun_on_that_visit_makes_way_and_nothing_else_does(row: Engagement, office: User) -> None:
    elsewhere = make.engagement(expert_profile=row.expert)
    of_that_visit = visits.log(row, days_ago=3, state=VisitState.DRAFT, next_step="명단 만들기")
    other = visits.log(row, days_ago=5, state=VisitState.DRAFT)
    sent = visits.log(elsewhere, days_ago=4)
    assert refused(lambda: enter(row, office)) == "expert_writes"
    dismissed(row)
    assert refused(lambda: enter(row, office, days_ago=4)) == "overlap"
    made = enter(row, office)
    states = dict(Visit.objects.values_list("pk", "state"))
    assert states == {
        of_that_visit.pk: VisitState.CANCELLED,
        other.pk: VisitState.DRAFT,
        sent.pk: VisitState.SUBMITTED,
        made.pk: VisitState.SUBMITTED,
    }
    assert not ActionItem.objects.filter(visit=of_that_visit, state=ActionState.OPEN).exists()
    last = statelog.history(of_that_visit).last()
    assert last
    assert (last.action, last.actor, last.data) == ("cancel", office, {"entered": True})


@pytest.mark.parametrize("state", [S.DRAFT, S.OFFERED])
def test_a_term_that_may_follow_keeps_the_office_from_nothing(state: str, row: Engagement, office: User) -> None:
    term = row.expert.person.appointments.get()
    row.expert.person.appointments.update(state=S.SUSPENDED)
    make.appointment(term.body, term.person, state=state, starts_on=clock.today() + timedelta(days=9))
    assert refused(lambda: visits.log(row, days_ago=3)) == "not_in_service"
    assert enter(row, office).state == VisitState.SUBMITTED


def test_whoever_entered_it_neither_answers_nor_decides(row: Engagement, office: User) -> None:
    dismissed(row)
    made = enter(row, office)
    make.representative(row.community, office)
    for answer in (
        lambda: confirmation.confirm_visit(visit=made, sent_at=made.submitted_at, person=office),
        lambda: confirmation.object_to(visit=made, sent_at=made.submitted_at, person=office, comment="아니요"),
    ):
        with pytest.raises(NotAllowed):
            answer()
    person = row.request.created_by
    confirmation.object_to(visit=made, sent_at=made.submitted_at, person=person, comment="시간이 다릅니다.")
    with pytest.raises(NotAllowed):
        confirmation.rule_on_objection(visit=made, actor=office, uphold=True, reason="확인")
    colleague = people.staff(row.centre)
    assert confirmation.rule_on_objection(visit=made, actor=colleague, uphold=True, reason="확인").state == "confirmed"


def test_the_page_of_the_coaching_leads_to_the_form(row: Engagement, office: User) -> None:
    client, page = signed_in(office), reverse("office_engagement", args=[row.pk])
    form = reverse("office_visit_enter", args=[row.pk])
    assert form not in client.get(page).content.decode()
    dismissed(row)
    assert form in client.get(page).content.decode()
    day = clock.today() - timedelta(days=3)
    sent = {
        "client_uuid": str(uuid.uuid4()),
        "day": day.isoformat(),
        "start": "14:00",
        "length": "60",
        "mode": "visit",
        "attendees": "5",
        "topics": [make.topic("운영").pk],
        "content": "회의 규칙을 정했습니다.",
    }
    late = client.post(form, sent | {"day": clock.today().isoformat(), "start": "00:00", "length": "30"})
    assert (late.status_code, "회의 규칙을 정했습니다." in late.content.decode()) == (422, True)
    assert client.post(form, sent).status_code == 302
    assert Visit.objects.get().author == row.expert.person
