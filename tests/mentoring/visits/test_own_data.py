"""Of a visit its author is told the whole log with what hangs on it; others see nothing of it among their own data."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lms.common import clock
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import Health, Side, VisitMode, VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit
from tests.factories import mentoring, people, photos, visits
from tests.factories.certificates import Papers
from tests.own_data import kept, rows_of

pytestmark = pytest.mark.django_db
# What is no fact about the person, with its reason.
NOT_TOLD = {
    "id": "the number of the row",
    "centre": "the community's",
    "expert": "the person",
    "author": "the person",
    "client_uuid": "tells one sending from the next",
    "engagement": "told by its community",
}


@pytest.fixture
def engagement(photo_folder: Papers) -> Engagement:
    return mentoring.engagement()


def test_a_private_note_stands_in_its_authors_data_only(client: Client) -> None:
    engagement = mentoring.engagement()
    representative = mentoring.representative(engagement.community)
    visit = visits.log(engagement)
    PrivateNote.objects.create(visit=visit, author=visit.author, text="둘만 아는 이야기", written_at=visit.created_at)
    for person, sees in ((representative, False), (people.user(), False), (visit.author, True)):
        client.force_login(person)
        assert ("둘만 아는 이야기" in client.get(reverse("my_privacy")).content.decode()) is sees
    assert rows_of(representative, "visits") == []


def test_the_whole_log_is_told_with_steps_answers_and_additions(engagement: Engagement) -> None:
    before = visits.log(engagement, VisitState.SUBMITTED, days_ago=9, next_step="회칙 돌려 읽기")
    visit = visits.log(
        engagement,
        VisitState.CONFIRMED,
        days_ago=2,
        minutes=90,
        mode=VisitMode.PHONE,
        attendees=7,
        place="마을회관",
        problems="회의가 깁니다.",
        advice="시간을 정해 보세요.",
        health=Health.HELP,
        next_on=clock.today() + timedelta(days=7),
        next_step="초대장 쓰기",
        next_owner=Side.EXPERT,
        settled=frozenset({ActionItem.objects.get(visit=before).pk}),
        private_note="둘만 아는 이야기",
    )
    writing.add_addendum(visit=visit, author=visit.author, text="참석자는 여덟 명이었습니다.")
    answer, addendum = visit.confirmations.get(), visit.addenda.get()
    name = engagement.community.name
    arranged, *told = kept(visit.author, "visits").rows
    assert (arranged["상태"], arranged["시작한 때"].date()) == ("약속함", clock.today() + timedelta(days=7))
    assert told[:4] == [
        {
            "공동체": name,
            "방문 회차": 2,
            "시작한 때": visit.starts_at,
            "끝난 때": visit.starts_at + timedelta(minutes=90),
            "방법": "전화",
            "장소": "마을회관",
            "함께한 주민 수": 7,
            "주제": "운영",
            "한 일": "회의 규칙을 함께 정했습니다.",
            "어려운 점": "회의가 깁니다.",
            "도움말": "시간을 정해 보세요.",
            "지난번에 정해서 마친 일": "회칙 돌려 읽기",
            "다음 만날 날": clock.today() + timedelta(days=7),
            "공동체 상태": "도움이 필요해요",
            "오지 못한 쪽": "",
            "비공개 메모": "둘만 아는 이야기",
            "상태": "확인됨",
            "까닭": "",
            "쓰기 시작한 때": visit.created_at,
            "보낸 때": visit.submitted_at,
            "답할 수 있는 마지막 날": visit.confirm_by,
            "확정된 때": visit.settled_at,
        },
        {
            "다음 할 일": "초대장 쓰기",
            "방문": visit.starts_at,
            "맡은 쪽": "전문지원가",
            "이 날까지": clock.today() + timedelta(days=7),
            "상태": "남음",
        },
        {"공동체의 답": "맞아요", "방문": visit.starts_at, "의견": "", "언제": answer.at},
        {"덧붙인 글": "참석자는 여덟 명이었습니다.", "방문": visit.starts_at, "언제": addendum.written_at},
    ]
    assert rows_of(visits.representative_of(engagement), "visits") == []


def test_no_column_of_a_log_is_left_out(engagement: Engagement) -> None:
    told = kept(visits.log(engagement).author, "visits").rows[0]
    columns = {field.name for field in Visit._meta.concrete_fields} - set(NOT_TOLD)
    beside = {"공동체", "주제", "지난번에 정해서 마친 일", "비공개 메모"}  # in rows of their own
    assert len(set(told) - beside) == len(columns)


def test_an_objection_is_told_to_both_sides_and_no_name_with_it(engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.OBJECTED)
    objection = visit.confirmations.get()
    representative = visits.representative_of(engagement)
    told = {"의견": "시간이 다릅니다.", "언제": objection.at}
    assert kept(visit.author, "visits").rows[1:] == [{"공동체의 답": "달라요", "방문": visit.starts_at} | told]
    assert kept(representative, "visit_answers").rows == [
        {"일지에 대한 답 (공동체)": engagement.community.name, "방문": visit.starts_at, "답": "달라요"} | told
    ]
    assert rows_of(visit.author, "visit_answers") == []


def test_what_nobody_answered_is_told_as_confirmed_by_the_clock(engagement: Engagement) -> None:
    visit = visits.log(engagement)
    with clock.at(clock.now() + timedelta(days=9)):
        assert confirmation.auto_confirm_due() == 1
    assert [next(iter(row.values())) for row in kept(visit.author, "visits").rows[1:]] == ["자동 확인"]


def test_photos_are_listed_with_their_term(engagement: Engagement) -> None:
    photo = photos.log(engagement, caption="게시판").photos.get()
    photos.log(mentoring.engagement(), "blue")
    listed = kept(photo.added_by, "visit_photos")
    assert listed.rows == [
        {
            "공동체": engagement.community.name,
            "방문": photo.visit.starts_at,
            "사진 설명": "게시판",
            "파일 이름": "사진.jpg",
            "언제": photo.added_at,
            "사진 주소": reverse("visit_photo", args=[photo.visit_id, photo.pk]),
        }
    ]
    assert listed.until == "36개월, 그 전에 탈퇴하시면 탈퇴하실 때까지"
