import pytest

from lms.common import clock
from lms.privacy.registries import ERASURE
from mentoring.communities.models import ConflictOfInterest
from mentoring.corps.enums import ConflictKind
from tests.factories import mentoring

pytestmark = pytest.mark.django_db


def test_ones_own_conflicts_of_interest_go() -> None:
    community = mentoring.community()
    leaving, staying = (
        ConflictOfInterest.objects.create(
            expert=mentoring.expert(), community=community, kind=ConflictKind.FAMILY, since=clock.today()
        )
        for _person in range(2)
    )
    for _time in range(2):
        ERASURE["communities"].erase(leaving.expert.person)
    assert list(ConflictOfInterest.objects.all()) == [staying]
