"""A lesson may have many parts; what is too many for one request says so."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.curriculum.models import LessonPage
from lms.accounts.enums import Role
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


def question(number: int) -> tuple[str, dict[str, Any]]:
    answers = [{"text": f"{number}번 질문의 답 {each}"} | ({"correct": "on"} if each == 3 else {}) for each in range(6)]
    return "check", {
        "question": f"{number}번 질문: 이웃을 만나면 먼저 무엇을 하나요?",
        "choices": streamfield([("item", answer) for answer in answers]),
        "feedback_right": "맞아요.",
        "feedback_wrong": "다시 생각해 보세요.",
    }


def fields_of(lesson: LessonPage, questions: int) -> dict[str, str]:
    """As the editor's form sends them: each part with its type, order, id and whether it was taken out."""
    sent: dict[str, str] = nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "seo_title": "",
            "search_description": "",
            "goal": lesson.goal,
            "part": "",
            "mode": "reading",
            "minutes": "60",
            "reading_minutes": "10",
            "topics": "",
            "body": streamfield([question(number) for number in range(questions)]),
            "comments": inline_formset([]),
        }
    )
    return sent | {key.removesuffix("-type") + "-id": "" for key in sent if key.endswith("-type")}


@pytest.fixture
def lesson() -> LessonPage:
    course = pages.published_course(lessons=1)
    found: LessonPage = course.get_first_child().specific
    return found


@pytest.fixture
def editor(client: Client, lesson: LessonPage) -> Client:
    centre = lesson.get_parent().specific.versions.get().centre
    client.force_login(people.staff(centre, Role.EDITOR))
    return client


def test_two_hundred_questions_are_saved(editor: Client, lesson: LessonPage) -> None:
    sent = fields_of(lesson, 200)
    assert 7_500 < len(sent) <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), sent)
    assert answer.status_code == 302
    lesson.refresh_from_db()
    body = lesson.get_latest_revision_as_object().body
    assert [block.value["question"][:4] for block in body] == [f"{number}번 질문"[:4] for number in range(200)]
    assert [[bool(choice["correct"]) for choice in block.value["choices"]] for block in body] == [
        [False, False, False, True, False, False]
    ] * 200


def test_more_than_one_request_may_bring_is_said(editor: Client, lesson: LessonPage) -> None:
    sent = fields_of(lesson, 1)
    more = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1 - len(sent)
    answer = editor.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]), sent | {f"x{number}": "" for number in range(more)}
    )
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "<h1>한 번에 보내기에는 너무 큽니다</h1>" in page
    assert "한 쪽에 담기에는 부분이 너무 많습니다" in page
    lesson.refresh_from_db()
    assert [block.block_type for block in lesson.get_latest_revision_as_object().body] == ["text"]
