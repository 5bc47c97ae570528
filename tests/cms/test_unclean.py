"""Text that was stored before a rule changed, or past the site, opens cleaned in the editor."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from cms.blocks.mended import mended_texts
from courses.curriculum.models import LessonPage
from lms.accounts.enums import Role
from tests.factories import pages, people

pytestmark = pytest.mark.django_db
NOTE = "저장된 글에 쓸 수 없는 표시가 있어 빼고 보여 드립니다"


@pytest.mark.parametrize(
    "stored",
    [
        "<p><b>남는 글</p></b>",
        "<h2>남는<p>글</h2>",
        "<li>남는 글</li></ul>",
        '<p><a linktype="page" id="99999999999999999999">남는 글</a></p>',
    ],
)
def test_the_editor_opens_it_cleaned(client: Client, stored: str) -> None:
    course = pages.published_course(lessons=1)
    lesson = LessonPage.objects.get()
    revision = lesson.get_latest_revision()
    revision.content["body"] = json.dumps([{"type": "text", "value": stored, "id": "a"}])
    revision.save()
    LessonPage.objects.update(has_unpublished_changes=True)
    client.force_login(people.staff(course.versions.get().centre, Role.REVIEWER))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert answer.status_code == 200
    (block,) = answer.context["form"]["body"].value()
    assert "남는" in block.block.value_for_form(block.value)
    assert f"{NOTE}: 글 1번째." in answer.content.decode()


def test_it_says_where_and_says_nothing_of_clean_text() -> None:
    lesson = pages.published_course(lessons=1) and LessonPage.objects.get()
    assert mended_texts(lesson) == []
    stored = [
        {"type": "text", "value": "<p>맑은 글</p>"},
        {"type": "callout", "value": {"kind": "tip", "title": "보기", "text": "<p><b>남는 글</p></b>"}},
        {"type": "checklist", "value": {"title": "차례", "items": ["<b>글"]}},
        {"type": "video", "value": {"title": "영상", "transcript": "<p onclick='x'>대본</p>"}},
    ]
    lesson.body = json.dumps(stored)
    assert mended_texts(lesson) == ["강조 상자 2번째 › 내용", "영상 4번째 › 대본"]
