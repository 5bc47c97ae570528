"""What stands in the lists of one centre, for somebody who reads two."""

import pytest
from django.http import QueryDict

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from mentoring.corps.models import ExpertProfile
from mentoring.visits.enums import VisitState
from mentoring.visits.lists import VISITS, hours
from mentoring.visits.models import Visit
from mentoring.visits.queries.visits import SENT
from tests.factories import mentoring, people, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def of_both(centre: Centre) -> User:
    """With a confirmed visit at the other centre."""
    person, other = people.staff(centre), people.centre()
    person.memberships.create(centre=other, role=Role.COORDINATOR, since=clock.today())
    log(mentoring.expert(other), VisitState.CONFIRMED, 1)
    return person


def log(expert: ExpertProfile, state: str, hour: int) -> None:
    made = visits.log(mentoring.engagement(mentoring.community(expert.centre), expert), hour=hour)
    Visit.objects.filter(pk=made.pk).update(state=state)


def test_the_logs_are_those_that_were_sent(centre: Centre, of_both: User) -> None:
    expert = mentoring.expert(centre, capacity=20)
    for hour, state in enumerate(VisitState, start=1):
        log(expert, state, hour)
    sheet = VISITS.sheet(of_both, centre, QueryDict())
    states = sorted(str(row[6]) for row in sheet.rows())
    assert (sheet.whose, states) == ([expert.person_id], sorted(str(VisitState(state).label) for state in SENT))


def test_the_hours_are_those_that_were_confirmed(centre: Centre, of_both: User) -> None:
    expert = mentoring.expert(centre, capacity=20)
    for hour, state in enumerate((VisitState.CONFIRMED, VisitState.CONFIRMED, VisitState.SUBMITTED), start=1):
        log(expert, state, hour)
    log(other := mentoring.expert(centre), VisitState.CONFIRMED, 5)
    sheet = hours(of_both, centre, QueryDict(f"expert={expert.pk}"))
    assert sheet.whose == [expert.person_id]
    assert [(row[1], row[2]) for row in sheet.rows()] == [(expert.person.name, 120)]
    assert set(hours(of_both, centre, QueryDict()).whose) == {expert.person_id, other.person_id}
