from datetime import date

import pytest

from mentoring.communities.models import ConflictOfInterest
from mentoring.corps.enums import ConflictKind
from tests.factories import mentoring, people
from tests.own_data import kept, rows_of

pytestmark = pytest.mark.django_db


def test_roles_and_conflicts_are_told_to_whom_they_concern() -> None:
    community, expert = mentoring.community(), mentoring.expert()
    representative = mentoring.representative(community)
    ConflictOfInterest.objects.create(
        expert=expert, community=community, kind=ConflictKind.FAMILY, since=date(2026, 3, 2)
    )
    assert rows_of(people.user(), "communities") == []
    assert kept(representative, "communities").rows == [
        {"공동체": community.name, "직위": "대표", "시작": date(2024, 3, 2), "이 날까지": None}
    ]
    assert kept(expert.person, "communities").rows == [
        {"이해관계가 있는 공동체": community.name, "까닭": "회원의 가족", "시작": date(2026, 3, 2), "이 날까지": None}
    ]
