"""A course is published after its lessons, by whatever way it is published; and whoever publishes it without a rule is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.domain.staffing import sync_centre
from courses.curriculum.models import CoursePage, CourseVersion, LessonPage
from lms.accounts.enums import Role
from lms.accounts.models import Centre
from tests.cms.test_page_forms import EMPTY
from tests.factories import courses, pages, people

pytestmark = pytest.mark.django_db
NOT_YET = "아직 게시되지 않은 차시 ‘{}’"
NO_RULE = "이 과정에는 수료 기준이 없습니다."


@pytest.fixture
def course() -> CoursePage:
    return pages.course(rule=courses.READ_ALL)


@pytest.fixture
def reviewer(client: Client, course: CoursePage) -> Client:
    centre = Centre.objects.get()
    sync_centre(centre)
    client.force_login(people.staff(centre, Role.REVIEWER))
    return client


def publish(client: Client, course: CoursePage, *, how: str = "publish", **fields: Any) -> Any:
    named = {"title": course.title, "slug": course.slug, "key": course.key, f"action-{how}": "1"}
    address = reverse("wagtailadmin_pages:edit", args=[course.pk])
    return client.post(address, nested_form_data({**EMPTY, **named, **fields}), follow=True)


def hand_in(page: Page) -> None:
    page.save_revision(clean=False)
    page.get_workflow().start(page, people.user())


def test_a_course_without_a_lesson_is_not_published(reviewer: Client, course: CoursePage) -> None:
    refused = publish(reviewer, course)
    assert refused.status_code == 422
    assert "차시를 먼저 게시해 주세요. 아직 없는 것: 게시된 차시 하나 이상" in refused.content.decode()
    course.save_revision()
    with pytest.raises(ValidationError, match="게시된 차시 하나 이상"):
        course.get_latest_revision().publish()
    assert not CoursePage.objects.live().exists()


def test_nor_before_the_lessons_that_are_still_drafts(reviewer: Client, course: CoursePage) -> None:
    pages.lesson(course, title="첫 차시")
    draft = pages.lesson(course, live=False, title="둘째 차시")
    refused = publish(reviewer, course)
    assert (refused.status_code, NOT_YET.format("둘째 차시") in refused.content.decode()) == (422, True)
    assert NOT_YET.format("첫 차시") not in refused.content.decode()
    pages.publish(draft)
    assert publish(reviewer, course).status_code == 200
    assert len(CourseVersion.objects.get().manifest) == 2


def test_a_course_in_use_waits_for_what_was_handed_in_and_not_for_a_draft(reviewer: Client, course: CoursePage) -> None:
    pages.lesson(course)
    assert publish(reviewer, course).status_code == 200
    draft = pages.lesson(course, live=False, title="새 차시")
    assert publish(reviewer, course).status_code == 200
    hand_in(draft)
    assert NOT_YET.format("새 차시") in publish(reviewer, course).content.decode()


def test_a_lesson_that_was_taken_off_is_not_waited_for_unless_the_rule_asks_for_it(course: CoursePage) -> None:
    pages.lesson(course)
    off = pages.lesson(course, title="내린 차시")
    LessonPage.objects.get(pk=off.pk).unpublish()
    assert CoursePage.objects.get().missing_lessons() == []
    CoursePage.objects.update(rule={"op": "lesson_done", "key": str(off.key)})
    assert CoursePage.objects.get().missing_lessons() == [NOT_YET.format("내린 차시")]


def test_a_course_without_its_code_is_published_by_no_way(course: CoursePage) -> None:
    pages.lesson(course)
    CoursePage.objects.update(key="")
    with pytest.raises(ValidationError, match="과정 코드"):
        pages.publish(CoursePage.objects.get())
    assert not CoursePage.objects.live().exists()


def test_a_reviewer_approves_no_course_before_its_lessons(reviewer: Client, course: CoursePage) -> None:
    lesson = pages.lesson(course, live=False, title="첫 차시")
    for page in (lesson, course):
        hand_in(page)
    refused = approve(reviewer, course)
    assert NOT_YET.format("첫 차시") in refused.content.decode()
    assert not CoursePage.objects.live().exists()
    approve(reviewer, lesson)
    approve(reviewer, course)
    assert len(CourseVersion.objects.get().manifest) == 1


def approve(client: Client, page: Page) -> Any:
    state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, follow=True)


def test_a_day_may_be_set_while_the_lessons_wait_for_theirs(reviewer: Client, course: CoursePage) -> None:
    pages.lesson(course, live=False)
    day = date_format(timezone.localtime(timezone.now() + timedelta(days=2)), "Y-m-d H:i")
    assert publish(reviewer, course, go_live_at=day).status_code == 200
    assert CoursePage.objects.get().approved_schedule


def test_publishing_without_a_rule_is_done_and_asked_about(reviewer: Client, course: CoursePage) -> None:
    pages.lesson(course)
    assert NO_RULE in publish(reviewer, course).content.decode()
    assert CoursePage.objects.get().live


def test_and_so_is_approving_it(reviewer: Client, course: CoursePage) -> None:
    pages.lesson(course)
    hand_in(course)
    answer = publish(reviewer, course, how="workflow-action", **{"workflow-action-name": "approve"})
    assert (NO_RULE in answer.content.decode(), CoursePage.objects.get().live) == (True, True)


def test_and_so_is_approving_it_from_the_home_past_its_form(reviewer: Client, course: CoursePage) -> None:
    pages.lesson(course)
    course.rule = {}
    hand_in(course)
    answer = approve(reviewer, course)
    assert (NO_RULE in answer.content.decode(), CoursePage.objects.get().live) == (True, True)


def test_a_rule_raises_no_question(reviewer: Client, course: CoursePage) -> None:
    rule = streamfield([("hours", "2")])
    pages.lesson(course)
    assert NO_RULE not in publish(reviewer, course, rule=rule).content.decode()
    assert CoursePage.objects.get().rule == {"op": "hours", "n": 2}
