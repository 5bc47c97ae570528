"""Changing a community: what stops it, and exactly what it leaves behind."""

import pytest

from lms.common.errors import DomainError, NotAllowed
from mentoring.communities.domain import communities
from mentoring.communities.models import Community
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


def test_a_stage_of_another_centre_is_none_of_these() -> None:
    community = mentoring.community()
    before, coordinator = community.stage, people.staff(community.centre)
    foreign, further = mentoring.stage(people.centre()), mentoring.stage(community.centre)
    with pytest.raises(NotAllowed):
        communities.set_stage(community=community, stage=further, actor=people.staff(foreign.centre))
    with pytest.raises(DomainError) as refused:
        communities.set_stage(community=community, stage=foreign, actor=coordinator)
    assert (refused.value.code, Community.objects.get().stage) == ("other_centre", before)
    assert communities.set_stage(community=community, stage=further, actor=coordinator).stage == further
