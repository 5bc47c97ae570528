"""Steps that a community ticks off itself. Denied first."""

import pytest

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from mentoring.coaching.models import Engagement
from mentoring.visits.domain.steps import tick_off
from mentoring.visits.enums import ActionState, Side
from mentoring.visits.models import ActionItem, Visit
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


def step_of(visit: Visit) -> ActionItem:
    return ActionItem.objects.select_related("visit", "engagement__community").get(visit=visit)


def test_only_the_representative_ticks_off_and_only_what_is_the_communitys(engagement: Engagement) -> None:
    step = step_of(visits.log(engagement, next_step="회의록 나누기"))
    theirs = step_of(visits.log(engagement, days_ago=2, next_step="양식 보내기", next_owner=Side.EXPERT))
    representative = visits.representative_of(engagement)
    for person in (
        engagement.expert.person,
        make.representative(engagement.community, ended_on=clock.today()),
        make.representative(make.community(engagement.centre)),
        people.staff(engagement.centre, Role.COORDINATOR),
        people.user(is_superuser=True),
    ):
        with pytest.raises(NotAllowed):
            tick_off(step=step, done=True, actor=person)
    with pytest.raises(NotAllowed):
        tick_off(step=theirs, done=True, actor=representative)
    assert set(ActionItem.objects.values_list("state", flat=True)) == {ActionState.OPEN}


def test_it_is_ticked_off_once_and_can_be_taken_back(engagement: Engagement) -> None:
    visit = visits.log(engagement, next_step="회의록 나누기")
    step, person = step_of(visit), visits.representative_of(engagement)
    for done, state in ((True, ActionState.DONE), (False, ActionState.OPEN)):
        for _press in range(2):
            assert tick_off(step=step, done=done, actor=person).state == state
    changes = statelog.history(visit).filter(actor=person).order_by("number")
    assert list(changes.values_list("action", "from_state", "to_state")) == [
        ("step_done", "submitted", "submitted"),
        ("step_open", "submitted", "submitted"),
    ]


def test_what_a_log_settled_or_dropped_stays_so(engagement: Engagement) -> None:
    first = visits.log(engagement, days_ago=3, next_step="회의록 나누기")
    step, person = step_of(first), visits.representative_of(engagement)
    visits.log(engagement, settled=frozenset({step.pk}))
    with pytest.raises(DomainError) as caught:
        tick_off(step=step, done=False, actor=person)
    dropped = step_of(visits.log(engagement, days_ago=2, next_step="현수막"))
    ActionItem.objects.filter(pk=dropped.pk).update(state=ActionState.DROPPED)
    with pytest.raises(DomainError) as also:
        tick_off(step=dropped, done=True, actor=person)
    assert (caught.value.code, also.value.code) == ("settled", "settled")
    assert list(ActionItem.objects.order_by("pk").values_list("state", flat=True)) == ["done", "dropped"]
