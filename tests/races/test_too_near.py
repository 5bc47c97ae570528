"""Somebody is asked to coach a community and becomes its member at the same moment: one of both."""

import pytest

from mentoring.coaching.enums import RequestState
from mentoring.communities.domain import communities
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import Community
from mentoring.communities.queries.conflicts import coaches
from mentoring.matching.domain import offers
from tests.factories import mentoring as make
from tests.factories import people
from tests.races.deeds import Deed
from tests.races.test_every_lock import taken_at_once
from tests.races.together import without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def asked_and_joined() -> tuple[list[str], bool, int]:
    """What both got; whether the person coaches or is asked to; how often they belong to the community."""
    community = make.community()
    request, expert = make.request(community, RequestState.TRIAGED), make.expert(community.centre)
    office = people.staff(community.centre)
    ask = {"do": offers.offer_request, "request": request, "expert": expert, "actor": office}
    join = {"community": community, "person": expert.person, "role": CommunityRole.MEMBER, "actor": office}
    deed = Deed(communities.add_member, lambda: [ask, join], [], 0, lambda: 0)
    answers, _more = taken_at_once(deed)
    return answers, coaches(expert.person, community), community.memberships.filter(person=expert.person).count()


def test_who_is_asked_to_coach_it_does_not_join_it() -> None:
    assert asked_and_joined() == (["coaches_it", "done"], True, 0)


def test_control_without_the_lock_on_the_community_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Community)
    assert asked_and_joined() == (["done", "done"], True, 1)
