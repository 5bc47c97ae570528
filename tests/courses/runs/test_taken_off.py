"""A course taken off the site or moved while people learn: the editor is told how many, and they learn on."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.curriculum.models import CoursePage, LessonPage, TierPage
from courses.learning.models import LessonCompletion
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import User
from tests.factories import courses, pages

pytestmark = pytest.mark.django_db
BULK = "wagtail_bulk_action"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return client


@pytest.fixture
def run() -> CourseRun:
    run = courses.run(courses.version(), name="1기")
    courses.enrolment(run)
    courses.enrolment(run, state=EnrolmentState.WITHDRAWN)
    return run


def page_of(run: CourseRun, kind: str) -> Page:
    course = run.version.page
    above = {"tier": course.get_parent(), "course": course, "lesson": course.get_first_child()}
    return above[kind]


def second_tier(run: CourseRun) -> TierPage:
    return pages.below(run.version.page.get_parent().get_parent(), TierPage(title="기획자", number=2))


def take_off(admin: Client, run: CourseRun) -> None:
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[run.version.page_id]), {"include_descendants": "on"})
    assert not CoursePage.objects.live().exists()
    assert not LessonPage.objects.live().exists()


def move(admin: Client, run: CourseRun) -> None:
    there = second_tier(run)
    admin.post(reverse("wagtailadmin_pages:move_confirm", args=[run.version.page_id, there.pk]))
    assert CoursePage.objects.get().get_parent().pk == there.pk


@pytest.mark.parametrize("act", [take_off, move])
def test_whoever_learns_goes_on_as_before(admin: Client, run: CourseRun, act: Any) -> None:
    learner = Client()
    learner.force_login(Enrolment.objects.get(state=EnrolmentState.ACTIVE).person)
    key = courses.key(run, 1)
    read = [reverse("my_learning"), reverse("learn", args=[run.pk]), reverse("lesson", args=[run.pk, key])]
    before = [without_token(learner.get(address)) for address in read]
    act(admin, run)
    assert [without_token(learner.get(address)) for address in read] == before
    assert learner.post(reverse("lesson_done", args=[run.pk, key])).status_code == 302
    assert LessonCompletion.objects.filter(lesson_key=key).count() == 1


def without_token(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(
        r'(name="csrfmiddlewaretoken" value|nonce|name="\w*owner\w*" value)="[^"]*"', "", answer.content.decode()
    )


@pytest.mark.parametrize("kind", ["tier", "course", "lesson"])
def test_the_editor_is_told_how_many_learn_before_it_is_taken_off(admin: Client, run: CourseRun, kind: str) -> None:
    page = page_of(run, kind)
    told = "지금 이 과정을 배우는 분은 1명입니다: 1기(1명). 이분들은 시작할 때의 판으로 끝까지 배웁니다."
    bulk = f"{reverse(BULK, args=['wagtailcore', 'page', 'unpublish'])}?id={page.pk}"
    for address in (reverse("wagtailadmin_pages:unpublish", args=[page.pk]), bulk):
        assert told in admin.get(address).content.decode()


def test_and_before_it_is_moved_to_where_it_may_stand(admin: Client, run: CourseRun) -> None:
    course, there = page_of(run, "course"), second_tier(run)
    told = "1기(1명). 이분들은 시작할 때의 판으로 끝까지 배웁니다. 누리집을 둘러보는 분에게만 놓인 자리가 바뀝니다."
    bulk = f"{reverse(BULK, args=['wagtailcore', 'page', 'move'])}?id={course.pk}"
    for address in (reverse("wagtailadmin_pages:move_confirm", args=[course.pk, there.pk]), bulk):
        assert told in admin.get(address).content.decode()
    elsewhere = admin.get(
        reverse("wagtailadmin_pages:move_confirm", args=[course.pk, pages.tier().pk]), follow=True
    ).content.decode()
    assert ("옮길 수 없습니다" in elsewhere, told in elsewhere) == (True, False)


def test_nothing_is_said_where_nobody_learns(admin: Client, run: CourseRun) -> None:
    alone = pages.published_course(second_tier(run))
    bulk = [f"{reverse(BULK, args=['wagtailcore', 'page', action])}?id={alone.pk}" for action in ("unpublish", "move")]
    for address in (*bulk, reverse("wagtailadmin_pages:unpublish", args=[alone.pk])):
        assert "배우는 분" not in admin.get(address).content.decode()
