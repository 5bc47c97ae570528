"""What editors set for a day is done by the clock, page by page."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.domain import scheduling
from courses.curriculum.models import CoursePage
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


def schedule(page: Page, at: datetime, **changes: Any) -> None:
    page.go_live_at = at
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(clean=False).publish()


def come(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_a_page_goes_live_when_its_time_comes_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    page, at = pages.content(live=False), clock.now() + timedelta(hours=1)
    schedule(page, at)
    assert (scheduling.publish_due(), live(page)) == (0, False)
    come(monkeypatch, at + timedelta(minutes=1))
    assert (scheduling.publish_due(), live(page)) == (1, True)
    assert scheduling.publish_due() == 0
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1


def test_a_page_leaves_the_site_when_its_time_is_over_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    page, until = pages.content(), clock.now() + timedelta(hours=1)
    schedule(page, clock.now() - timedelta(hours=1), expire_at=until)
    assert (scheduling.unpublish_expired(), live(page)) == (0, True)
    come(monkeypatch, until + timedelta(minutes=1))
    assert (scheduling.unpublish_expired(), live(page)) == (1, False)
    assert scheduling.unpublish_expired() == 0
    page.refresh_from_db()
    assert page.expired


def test_a_reviewer_sets_a_day_and_the_clock_publishes_the_course_with_its_version(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = pages.published_course(lessons=1)
    centre = course.versions.get().centre
    reviewer = people.staff(centre, Role.REVIEWER)
    client.force_login(reviewer)
    at = (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    lesson = course.get_first_child().specific
    common = {
        "seo_title": "",
        "search_description": "",
        "topics": "",
        "comments": inline_formset([]),
        "go_live_at": date_format(timezone.localtime(at), "Y-m-d H:i"),
        "expire_at": "",
        "action-publish": "action-publish",
    }
    # The course first: of what is due at one moment, the lessons still go before it.
    of_course = {
        "title": course.title,
        "slug": course.slug,
        "key": course.key,
        "lead": "새로 쓴 소개",
        "audience": "",
        "outcomes": "",
        "rule": streamfield([]),
        "prerequisites": streamfield([]),
    }
    of_lesson = {
        "title": "새 제목의 차시",
        "slug": lesson.slug,
        "goal": lesson.goal,
        "part": "",
        "mode": "reading",
        "minutes": "90",
        "reading_minutes": "10",
        "required": "on",
        "body": streamfield([("text", rich_text("<p>새 글</p>"))]),
    }
    for page, fields in ((course, of_course), (lesson, of_lesson)):
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(common | fields))
        assert answer.status_code == 302, answer.context["form"].errors
    assert scheduling.publish_due() == 0
    assert course.versions.count() == 1
    come(monkeypatch, at + timedelta(minutes=1))
    assert scheduling.publish_due() == 2
    made = course.versions.get(number=2)
    assert (made.minutes, made.published_by) == (90, reviewer)
    assert [line["title"] for line in made.manifest] == ["새 제목의 차시"]
    assert CoursePage.objects.get(pk=course.pk).lead == "새로 쓴 소개"


def test_a_page_that_fails_stops_no_other_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One has become invalid since it was approved; a rule refuses another; the third is in order and the last in line."""
    now = clock.now()
    invalid = pages.lesson(pages.course(), live=False, title="목표 없는 차시")
    schedule(invalid, now + timedelta(hours=1), goal="")
    refused = pages.course(title="규칙이 막는 과정")
    pages.lesson(refused)
    schedule(refused, now + timedelta(hours=2), rule={"op": "lesson_done", "key": "of another course"})
    assert not refused.versions.exists()
    fine = pages.content(live=False, title="괜찮은 쪽")
    schedule(fine, now + timedelta(hours=3))
    expired = pages.content(title="지난 쪽")
    schedule(expired, now - timedelta(hours=1), expire_at=now + timedelta(hours=1))
    come(monkeypatch, now + timedelta(hours=4))
    out, err = StringIO(), StringIO()
    with pytest.raises(ExceptionGroup) as caught:
        call_command("tick", stdout=out, stderr=err)
    assert err.getvalue() == "pages published: failed\n"
    assert "pages taken off the site: 1\n" in out.getvalue()
    assert "notices sent: " in out.getvalue()
    (group,) = caught.value.exceptions
    assert [(str(error), type(error.__cause__)) for error in group.exceptions] == [  # type: ignore[attr-defined]
        (f"목표 없는 차시 (LessonPage {invalid.pk})", ValidationError),
        (f"규칙이 막는 과정 (CoursePage {refused.pk})", DomainError),
    ]
    assert [live(page) for page in (invalid, refused, fine, expired)] == [False, False, True, False]
    # They wait, and are tried again.
    with pytest.raises(ExceptionGroup):
        scheduling.publish_due()
