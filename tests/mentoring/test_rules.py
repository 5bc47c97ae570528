"""Who counts as a representative, an expert in term, a coordinator: asked by every page of coaching."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.accounts.rules import may_coordinate
from lms.common import clock
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.enums import CommunityRole
from mentoring.communities.rules import is_representative, may_open_community_section
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind
from mentoring.corps.models import Appointment
from mentoring.corps.rules import in_term, may_open_expert_section
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_only_a_current_representative_answers_for_a_community() -> None:
    community = make.community()
    today = clock.today()
    never = people.user()
    treasurer = make.representative(community, role=CommunityRole.TREASURER)
    former = make.representative(community, ended_on=today)
    future = make.representative(community, since=today + timedelta(days=1))
    suspended = make.representative(community, people.user(is_active=False))
    elsewhere = make.representative(make.community())
    current = make.representative(community, ended_on=today + timedelta(days=1))

    everyone = [never, treasurer, former, future, suspended, elsewhere, current]
    assert [is_representative(person, community) for person in everyone] == [False] * 6 + [True]
    assert [may_open_community_section(person) for person in (treasurer, former, suspended, current)] == [False] * 3 + [
        True
    ]


def test_an_expert_is_in_term_by_the_dates_whatever_tick_has_done() -> None:
    today = clock.today()
    centre = people.centre()
    ended = make.expert(centre, appointed=False)
    make.appointment(make.body(centre), ended.person, ends_on=today - timedelta(days=1))
    to_come = make.expert(centre, appointed=False)
    make.appointment(
        make.body(centre), to_come.person, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=9)
    )
    suspended = make.expert(centre, appointed=False)
    make.appointment(make.body(centre), suspended.person, state=AppointmentState.SUSPENDED)
    of_council = make.expert(centre, appointed=False)
    make.appointment(make.body(centre, kind=BodyKind.COUNCIL), of_council.person)
    of_other_centre = make.expert(centre, appointed=False)
    make.appointment(make.body(people.centre()), of_other_centre.person)
    on_last_day = make.expert(centre, appointed=False)
    make.appointment(make.body(centre), on_last_day.person, ends_on=today)

    everyone = [ended, to_come, suspended, of_council, of_other_centre, on_last_day]
    assert [in_term(expert) for expert in everyone] == [False] * 5 + [True]
    assert [may_open_expert_section(expert.person) for expert in (of_council, ended)] == [False, True]


def test_coordinators_act_managers_and_auditors_read_strangers_see_nothing() -> None:
    request = make.request()
    centre = request.centre
    people_of = {role: people.staff(centre, role) for role in Role}
    acting = {role for role, person in people_of.items() if may_coordinate(person, centre.pk)}
    seeing = {role for role, person in people_of.items() if CoachingRequest.objects.visible_to(person).exists()}
    assert acting == {Role.COORDINATOR}
    assert seeing == {Role.COORDINATOR, Role.MANAGER, Role.AUDITOR}

    for stranger in (people.staff(people.centre()), people.user(), make.expert(centre).person, AnonymousUser()):
        assert not CoachingRequest.objects.visible_to(stranger).exists()
        assert not may_coordinate(stranger, centre.pk)
    assert CoachingRequest.objects.visible_to(request.created_by).get() == request
    assert CoachingRequest.objects.visible_to(superuser()).get() == request


def superuser() -> User:
    return people.user(is_superuser=True)


def test_a_sensitive_request_is_hidden_from_managers_in_all_its_rows() -> None:
    community = make.community()
    expert = make.expert(community.centre)
    request = make.request(community, RequestState.MATCHED, sensitive=True)
    make.engagement(community, expert, request=request)
    rows = (CoachingRequest, MatchProposal, Engagement)

    def seen(person: User) -> list[int]:
        return [model.objects.visible_to(person).count() for model in rows]

    assert seen(people.staff(community.centre, Role.MANAGER)) == [0, 0, 0]
    assert seen(people.staff(community.centre, Role.AUDITOR)) == [0, 0, 0]
    assert seen(people.staff(community.centre)) == [1, 1, 1]
    assert seen(expert.person) == [1, 1, 1]
    assert seen(request.created_by) == [1, 0, 1]


def test_an_expert_loses_sight_of_a_request_they_did_not_take() -> None:
    request = make.request(state=RequestState.TRIAGED)
    seen = {}
    for state in ProposalState:
        expert = make.expert(request.centre)
        proposal = make.proposal(request, expert, state)
        seen[state] = (
            CoachingRequest.objects.visible_to(expert.person).exists(),
            MatchProposal.objects.visible_to(expert.person).exists(),
        )
        proposal.delete()
    request_too, only_offer, nothing = (True, True), (False, True), (False, False)
    assert seen == {
        ProposalState.PROPOSED: nothing,
        ProposalState.APPROVED: nothing,
        ProposalState.OFFERED: request_too,
        ProposalState.ACCEPTED: request_too,
        ProposalState.DECLINED: only_offer,
        ProposalState.EXPIRED: only_offer,
        ProposalState.WITHDRAWN: only_offer,
        ProposalState.DISCARDED: nothing,
    }


def test_a_seat_by_office_is_seen_by_its_holder_once_it_is_confirmed() -> None:
    state = AppointmentState
    person, body = people.user(), make.body(people.centre())
    by_office = {"source": AppointmentSource.EX_OFFICIO, "offered_at": None, "accepted_at": None, "letter_no": ""}
    term = make.appointment(body, person, **by_office)
    seen = {}
    for one in (state.DRAFT, state.WITHDRAWN, state.ACCEPTED, state.ACTIVE, state.ENDED):
        Appointment.objects.filter(pk=term.pk).update(state=one)
        seen[one] = Appointment.objects.visible_to(person).exists()
    assert seen == {
        state.DRAFT: False,
        state.WITHDRAWN: False,
        state.ACCEPTED: True,
        state.ACTIVE: True,
        state.ENDED: True,
    }
