import pytest

from lms.accounts.models import User
from mentoring.coaching.enums import RequestState
from tests.factories import mentoring, people
from tests.own_data import kept, rows_of

pytestmark = pytest.mark.django_db


def test_a_request_is_told_to_who_made_it() -> None:
    expert, other = mentoring.expert(), mentoring.expert()
    made = mentoring.request(
        mentoring.community(expert.centre), RequestState.SUBMITTED, topics=["운영"], slots=[(1, 10, 12)], sensitive=True
    )
    made.wanted.add(expert)
    made.unwanted.add(other)
    mentoring.representative(made.community, colleague := people.user())
    for person in (colleague, expert.person, other.person):
        assert rows_of(person, "requests") == []
    assert kept(made.created_by, "requests").rows == [
        {
            "코칭 신청": made.community.name,
            "도움의 종류": made.get_support_kind_display(),
            "주제": "운영",
            "어려운 점": made.problem,
            "무엇을 이루고 싶으신가요?": made.goal,
            "미리 묻고 싶은 것": "",
            "좋은 시간": "월요일 10:00-12:00",
            "원하는 분": expert.person.name,
            "피하고 싶은 분": other.person.name,
            "민감": True,
            "상태": "보냄",
            "까닭": "",
            "언제": made.created_at,
            "신청": made.submitted_at,
        }
    ]


def test_whom_an_expert_coaches_is_told_to_the_expert() -> None:
    engagement = mentoring.engagement()

    def told(person: User) -> list[object]:
        return list(kept(person, "engagements").rows)

    assert told(engagement.request.created_by) == []
    assert told(engagement.expert.person) == [
        {
            "공동체": engagement.community.name,
            "시작하는 날": engagement.starts_on,
            "마지막 날": None,
            "계획한 방문": 4,
            "목표": "회의를 두 시간 안에 마친다 (남음)",
            "상태": "진행 중",
            "끝난 이유": "",
        }
    ]
