"""Staff decide nothing of their own: neither for a community to which they belong, nor about a coaching or an appointment of
theirs. Whichever of the two roles came first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.errors import NotAllowed
from mentoring.coaching.domain import engagements, requests
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.domain.communities import change_representative
from mentoring.communities.models import Community
from mentoring.corps.domain.appointing import offer_appointment
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.matching.domain import offers
from mentoring.visits.domain import confirmation
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.clients import signed_in
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db
MEMBER, STAFF = "of the community first", "of the staff first"


def refused(act: Callable[..., Any], **told: Any) -> None:
    with pytest.raises(NotAllowed) as caught:
        act(**told)
    assert caught.value.code == "own_matter"


def of_both(community: Community, first: str, role: str = "representative") -> User:
    """A coordinator of the centre who belongs to the community."""
    if first == MEMBER:
        person = make.representative(community, role=role)
        people.staff_role(community.centre, person=person)
        return person
    return make.representative(community, people.staff(community.centre), role=role)


@pytest.mark.parametrize("first", [MEMBER, STAFF])
@pytest.mark.parametrize("role", ["representative", "member"])
def test_nobody_decides_about_the_request_of_their_own_community(first: str, role: str) -> None:
    request = make.request(state=RequestState.SUBMITTED)
    person, expert = of_both(request.community, first, role), make.expert(request.centre)
    refused(requests.triage_request, request=request, actor=person)
    refused(requests.reject_request, request=request, actor=person, reason="자리가 없습니다.")
    refused(offers.offer_request, request=request, expert=expert, actor=person)
    page = signed_in(person).get(reverse("office_request", args=[request.pk]))
    assert (page.context["may_act"], page.context["open_steps"]) == (False, frozenset())
    assert CoachingRequest.objects.get(pk=request.pk).state == RequestState.SUBMITTED
    requests.triage_request(request=request, actor=people.staff(request.centre))
    assert CoachingRequest.objects.get(pk=request.pk).state == RequestState.TRIAGED


def test_nobody_takes_an_offer_back_from_their_own_community() -> None:
    request = make.request(state=RequestState.OFFERING)
    proposal = make.proposal(request, make.expert(request.centre))
    person = of_both(proposal.request.community, STAFF)
    refused(offers.withdraw_offer, proposal=proposal, actor=person)
    assert offers.withdraw_offer(proposal=proposal, actor=people.staff(proposal.centre)).state == "withdrawn"


@pytest.mark.parametrize("first", [MEMBER, STAFF])
def test_nobody_decides_about_a_log_that_their_own_community_answered(first: str) -> None:
    visit = visits.log(make.engagement())
    person = of_both(visit.engagement.community, first)
    confirmation.object_to(visit=visit, sent_at=visit.submitted_at, person=person, comment="아무도 오지 않았습니다.")
    refused(confirmation.rule_on_objection, visit=visit, actor=person, uphold=False, reason="제가 있었습니다.")
    refused(confirmation.void_visit, visit=visit, actor=person, reason="제가 있었습니다.")
    assert Visit.objects.get(pk=visit.pk).state == VisitState.OBJECTED
    colleague = people.staff(visit.centre)
    confirmation.rule_on_objection(visit=visit, actor=colleague, uphold=False, reason="사진이 없습니다.")
    assert Visit.objects.get(pk=visit.pk).state == VisitState.VOIDED


@pytest.mark.parametrize("own", ["coaches it", "belongs to it"])
def test_nobody_stops_or_hands_over_their_own_coaching(own: str) -> None:
    engagement = make.engagement()
    person = engagement.expert.person if own == "coaches it" else make.representative(engagement.community)
    people.staff_role(engagement.centre, person=person)
    refused(engagements.pause_engagement, engagement=engagement, actor=person)
    refused(engagements.end_engagement_early, engagement=engagement, actor=person, reason="바쁩니다.", rematch=True)
    page = signed_in(person).get(reverse("office_engagement", args=[engagement.pk]))
    assert page.context["open_steps"] == frozenset()
    assert Engagement.objects.get(pk=engagement.pk).state == EngagementState.ACTIVE
    engagements.pause_engagement(engagement=engagement, actor=people.staff(engagement.centre))
    assert Engagement.objects.get(pk=engagement.pk).state == EngagementState.PAUSED


def test_nobody_enters_themselves_as_representative() -> None:
    community = make.community()
    person = people.staff(community.centre)
    refused(change_representative, community=community, person=person, actor=person)
    assert not community.memberships.exists()
    change_representative(community=community, person=person, actor=people.staff(community.centre))
    assert community.memberships.get().person == person


def test_no_manager_offers_an_appointment_to_themselves() -> None:
    body = make.body(people.centre())
    manager = people.staff(body.centre, Role.MANAGER)
    draft = make.appointment(body, manager, state=AppointmentState.DRAFT)
    refused(offer_appointment, appointment=draft, actor=manager)
    assert Appointment.objects.get(pk=draft.pk).state == AppointmentState.DRAFT
