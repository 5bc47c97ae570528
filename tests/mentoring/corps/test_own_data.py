from datetime import date

import pytest

from tests.factories import mentoring, people
from tests.own_data import kept, rows_of

pytestmark = pytest.mark.django_db


def test_the_entry_of_an_expert_is_told_whole_and_to_nobody_else() -> None:
    profile = mentoring.expert(
        topics={"운영": 2}, windows=[(1, 10, 12)], bio="함께 걷겠습니다", paused_until=date(2030, 1, 31)
    )
    profile.fields.add(field := mentoring.field(profile.centre))
    assert rows_of(people.user(), "expert") == []
    assert kept(profile.person, "expert").rows == [
        {
            "센터": profile.centre.name,
            "동": profile.dong.name,
            "분야": field.name,
            "주제": "운영",
            "코칭할 수 있는 시간": "월요일 10:00-12:00",
            "한 달에 쓸 수 있는 시간": "20시간",
            "동시에 맡을 공동체 수": 4,
            "쉬는 기간": date(2030, 1, 31),
            "공개 소개글": "함께 걷겠습니다",
        }
    ]
