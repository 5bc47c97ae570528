"""Nobody answers for a community that they coach, nor coaches one that they belong to, whichever comes first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from mentoring.coaching.domain import engagements as coaching
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import Engagement
from mentoring.communities.domain import communities
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import CommunityMembership
from mentoring.matching.domain import handover, offers
from mentoring.visits.domain import writing
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


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


def gains(role: str, row: Engagement, office: User) -> Callable[[], Any]:
    community, person = row.community, row.expert.person
    if role == CommunityRole.REPRESENTATIVE:
        return lambda: communities.change_representative(community=community, person=person, actor=office)
    return lambda: communities.add_member(community=community, person=person, role=role, actor=office)


@pytest.mark.parametrize("role", CommunityRole)
def test_who_coaches_a_community_gets_no_role_in_it(role: str, row: Engagement, office: User) -> None:
    before = list(CommunityMembership.objects.values_list("person", "ended_on"))
    assert refused(gains(role, row, office)) == "coaches_it"
    assert list(CommunityMembership.objects.values_list("person", "ended_on")) == before
    Engagement.objects.filter(pk=row.pk).update(state=EngagementState.ENDED_EARLY)
    assert gains(role, row, office)().person == row.expert.person


@pytest.mark.parametrize("role", CommunityRole)
def test_nor_who_is_asked_to(role: str, row: Engagement, office: User) -> None:
    other = make.engagement(make.community(row.centre))
    offer = make.proposal(make.request(other.community, RequestState.OFFERING, support_kind="network"), row.expert)
    other.expert = row.expert
    assert refused(gains(role, other, office)) == "coaches_it"
    offers.withdraw_offer(proposal=offer, actor=office)
    assert gains(role, other, office)().person == row.expert.person


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.SUBMITTED, VisitState.OBJECTED, VisitState.NO_SHOW])
def test_nor_whose_log_still_waits_for_an_answer(state: str, row: Engagement, office: User) -> None:
    made = visits.no_show(row) if state == VisitState.NO_SHOW else visits.log(row, state)
    Engagement.objects.filter(pk=row.pk).update(state=EngagementState.ENDED_EARLY)
    assert refused(gains("representative", row, office)) == "coaches_it"
    settled = {"state": VisitState.CONFIRMED} if state != VisitState.NO_SHOW else {}
    Visit.objects.filter(pk=made.pk).update(confirm_by=clock.now() - timedelta(days=1), **settled)
    assert gains("representative", row, office)().person == row.expert.person


def belongs(row: Engagement) -> None:
    """Entered before this was asked, or by another way."""
    CommunityMembership.objects.create(
        community=row.community, person=row.expert.person, role=CommunityRole.MEMBER, since=clock.today()
    )


def test_who_belongs_to_a_community_does_not_go_on_coaching_it(row: Engagement, office: User) -> None:
    coaching.pause_engagement(engagement=row, actor=office)
    belongs(row)
    assert refused(lambda: coaching.resume_engagement(engagement=row, actor=office)) == "conflict"


def test_who_belongs_to_a_community_does_not_coach_it_again(row: Engagement, office: User) -> None:
    Engagement.objects.filter(pk=row.pk).update(state=EngagementState.COMPLETED, completed_at=clock.now())
    row.request.state = RequestState.CLOSED
    row.request.save()
    belongs(row)
    reopen = {"engagement": row, "actor": office, "reason": "한 번 더"}
    assert refused(lambda: coaching.reopen_engagement(**reopen)) == "conflict"
    CommunityMembership.objects.filter(person=row.expert.person).delete()
    assert coaching.reopen_engagement(**reopen).state == EngagementState.ACTIVE


def test_who_belongs_to_a_community_takes_nothing_over_there(row: Engagement, office: User) -> None:
    to = make.expert(row.centre)
    CommunityMembership.objects.create(community=row.community, person=to.person, role="member", since=clock.today())
    assert refused(lambda: handover.hand_over(engagement=row, to=to, actor=office, reason="이사")) == "conflict"


def test_who_belongs_to_it_since_the_offer_does_not_accept_it(row: Engagement) -> None:
    """The role came by a way that nobody guarded; the answer is judged by itself."""
    request = make.request(make.community(row.centre), RequestState.OFFERING)
    offer = make.proposal(request, row.expert)
    CommunityMembership.objects.create(
        community=request.community, person=row.expert.person, role="member", since=clock.today()
    )
    assert refused(lambda: offers.accept_offer(proposal=offer, actor=row.expert.person)) == "conflict"


def test_a_coordinator_says_nothing_about_their_own_coaching(row: Engagement) -> None:
    """Neither finishes it for the community, nor allows themselves late logs."""
    visits.log(row, VisitState.CONFIRMED)
    row.expert.person.memberships.create(centre=row.centre, role=Role.COORDINATOR, since=clock.today())
    outcome = {"rating": 5, "fit": "good", "on_own": "yes", "again": "yes", "change": "좋아졌습니다."}
    goals = {goal.pk: "done" for goal in row.goals.all()}
    with pytest.raises(NotAllowed):
        coaching.complete_engagement(engagement=row, actor=row.expert.person, outcome=outcome, goals=goals)
    with pytest.raises(NotAllowed):
        writing.allow_late_logs(engagement=row, until=clock.today(), actor=row.expert.person, reason="늦음")
