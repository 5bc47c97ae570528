"""A draft may be half finished everywhere; publishing says by name what is missing, whoever publishes and by what way."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.curriculum.models import CoursePage, LessonPage, TierPage
from lms.accounts.enums import Role
from tests.cms.test_page_forms import EMPTY
from tests.factories import pages, people

pytestmark = pytest.mark.django_db

NO_CHOICES = {"count": "0"}
TWO_CHOICES = {
    "count": "2",
    **{
        str(n): {"value": {"text": "", "correct": False}, "id": "", "deleted": "", "order": str(n), "type": ""}
        for n in range(2)
    },
}
QUESTION = {"question": "", "choices": NO_CHOICES, "feedback_right": "", "feedback_wrong": ""}
POSTER = {"image": "", "decorative": "", "alt_text": ""}
BLOCKS: dict[str, Any] = {
    "text": rich_text(""),
    "image": POSTER,
    "video": {"title": "", "video": "", "captions": "", "poster": POSTER, "transcript": rich_text("")},
    "document": {"title": "", "document": ""},
    "callout": {"kind": "tip", "title": "", "text": rich_text("")},
    "checklist": {"title": "", "items": {"count": "0"}},
    "check": QUESTION,
}
CONDITIONS: dict[str, Any] = {
    "lesson": "",
    "attendance": {"measure": "min_share", "amount": "", "excused": "ignored"},
    "hours": "",
    "years_active": "",
    "evidence": "",
    "course": "",
    "group": {"mode": "any", "n": "", "conditions": streamfield([])},
}
REQUIRED = "이 칸을 적어 주세요."


@pytest.fixture
def course() -> CoursePage:
    return pages.published_course(lessons=1)


@pytest.fixture
def reviewer(client: Client, course: CoursePage) -> Client:
    client.force_login(people.staff(course.versions.get().centre, Role.REVIEWER))
    return client


def save(client: Client, page: Page, how: str = "", **fields: Any) -> Any:
    named = {"title": page.title, "slug": page.slug} | ({f"action-{how}": "1"} if how else {})
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data({**EMPTY, "key": "D-1", **named, **fields})
    )


def draft_of(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("live", [True, False])
def test_a_draft_of_a_lesson_may_leave_every_field_open(reviewer: Client, course: CoursePage, live: bool) -> None:
    lesson = pages.lesson(course, live=live)
    answer = save(reviewer, lesson, minutes="", reading_minutes="", goal="")
    assert answer.status_code == 302
    draft = draft_of(lesson)
    assert (draft.minutes, draft.reading_minutes, draft.goal) == (0, 0, "")
    refused = save(reviewer, lesson, "publish", minutes="", reading_minutes="", goal="")
    assert {name: list(said) for name, said in refused.context["form"].errors.items()} == {
        **{name: [REQUIRED] for name in ("minutes", "reading_minutes", "goal", "body")},
        "__all__": ["이것을 채우면 게시할 수 있습니다. 초안으로는 지금 그대로 저장됩니다."],
    }
    assert "길이(분): 이 칸을 적어 주세요." in refused.content.decode()


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_draft_may_hold_each_block_empty(reviewer: Client, course: CoursePage, kind: str) -> None:
    lesson: Any = course.get_first_child()
    filled = {"goal": "이웃을 만납니다", "minutes": "50", "body": streamfield([(kind, BLOCKS[kind])])}
    assert save(reviewer, lesson, **filled).status_code == 302
    draft = draft_of(lesson)
    assert [block.block_type for block in draft.body] == [kind]
    assert reviewer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200
    assert reviewer.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).status_code == 200
    for how in ("publish", "submit"):
        refused = save(reviewer, lesson, how, **filled)
        assert refused.status_code == 422
        (said,) = refused.context["form"].errors["body"]
        assert said.startswith(f"{draft.body[0].block.label} 1번째")
        assert f"내용: {said}" in refused.content.decode().replace("&gt;", ">")
    with pytest.raises(ValidationError, match=re.escape(f"내용: {said}")):
        draft.get_latest_revision().publish()


def test_a_question_names_what_it_lacks(reviewer: Client, course: CoursePage) -> None:
    body = streamfield([("text", rich_text("<p>읽습니다.</p>")), ("check", QUESTION | {"choices": TWO_CHOICES})])
    refused = save(reviewer, course.get_first_child(), "publish", goal="만납니다", minutes="50", body=body)
    assert refused.context["form"].errors["body"] == [
        ", ".join(
            f"확인 문제 2번째 › {what}"
            for what in (
                "질문",
                "답 › 답 1번째 › 답",
                "답 › 답 2번째 › 답",
                "맞혔을 때 보여 줄 말",
                "틀렸을 때 보여 줄 말",
            )
        )
    ]


@pytest.mark.parametrize("kind", CONDITIONS)
def test_a_draft_may_hold_each_condition_open(reviewer: Client, course: CoursePage, kind: str) -> None:
    rule = streamfield([(kind, CONDITIONS[kind])])
    assert save(reviewer, course, rule=rule).status_code == 302
    form = reviewer.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).context["form"]
    assert [child.block_type for child in form["rule"].value()] == [kind]
    assert save(reviewer, course, prerequisites=rule).status_code == 302
    before = draft_of(course)
    refused = save(reviewer, course, "publish", rule=rule)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"rule", "__all__"})
    with pytest.raises(ValidationError, match="신청 자격"):
        before.get_latest_revision().publish()


def test_a_draft_of_a_tier_may_have_no_number(reviewer: Client, course: CoursePage) -> None:
    tier = TierPage.objects.get()
    assert save(reviewer, tier, number="").status_code == 302
    assert draft_of(tier).number == 0
    assert save(reviewer, tier, "publish", number="").context["form"].errors["number"] == [REQUIRED]


def test_what_is_unfinished_is_published_from_no_list(reviewer: Client, course: CoursePage) -> None:
    lesson = pages.lesson(course, live=False, goal="", minutes=0)
    lesson.save_revision(clean=False)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={lesson.pk}"
    answer = reviewer.post(address, follow=True)
    lesson.refresh_from_db()
    assert lesson.live is False
    assert "아직 비어 있습니다: 길이(분), 목표" in answer.content.decode()


def test_an_editor_hands_in_what_is_finished(client: Client, course: CoursePage) -> None:
    client.force_login(people.staff(course.versions.get().centre, Role.EDITOR))
    lesson = LessonPage.objects.get()
    body = streamfield([("text", rich_text("<p>읽습니다.</p>"))])
    assert save(client, lesson, "submit", goal="", minutes="50", body=body).context["form"].errors["goal"] == [REQUIRED]
    assert save(client, lesson, "submit", goal="만납니다", minutes="50", body=body).status_code == 302
    lesson.refresh_from_db()
    assert lesson.workflow_in_progress


def test_a_day_that_is_over_stops_no_draft(reviewer: Client, course: CoursePage) -> None:
    lesson = LessonPage.objects.get()
    over = (timezone.now() - timedelta(days=2)).replace(second=0, microsecond=0)
    lesson.go_live_at, lesson.expire_at = over - timedelta(days=5), over
    lesson.save_revision()
    days = {
        name: date_format(timezone.localtime(getattr(lesson, name)), "Y-m-d H:i")
        for name in ("go_live_at", "expire_at")
    }
    assert save(reviewer, lesson, **days).status_code == 302
    assert (draft_of(lesson).go_live_at, draft_of(lesson).expire_at) == (None, None)
    chosen = {"expire_at": date_format(timezone.localtime(over - timedelta(days=1)), "Y-m-d H:i")}
    assert save(reviewer, lesson, **chosen).context["form"].errors.keys() == {"expire_at"}
