"""Editors pick conditions in a form; what is kept is the rule tree that the evaluator reads."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses import criteria
from courses.curriculum.admin.rule_editor import RuleField, lesson_keys, to_rule
from courses.curriculum.models import CoursePage, LessonPage
from courses.runs.models import CourseRun
from lms.accounts.enums import Role
from lms.common import clock
from tests.factories import pages, people

pytestmark = pytest.mark.django_db

RULES: list[dict[str, Any]] = [
    {},
    {"op": "lesson_done", "key": "all"},
    {"op": "lesson_done", "key": "self"},
    {"op": "attendance", "min_share": 80, "excused": "ignored"},
    {"op": "attendance", "min_sessions": 3, "excused": "counts"},
    {"op": "hours", "n": 20},
    {"op": "community_member"},
    {"op": "evidence", "kind": "paper"},
    {"op": "evidence", "kind": "a kind of its own"},
    {"op": "any", "of": [{"op": "course", "key": "MJ-101"}, {"op": "years_active", "n": 1}]},
    {
        "op": "all",
        "of": [
            {"op": "attendance", "min_share": 80, "excused": "ignored"},
            {"op": "at_least", "n": 2, "of": [{"op": "hours", "n": 3}, {"op": "evidence", "kind": "vision"}]},
        ],
    },
    {"op": "any", "of": [{"op": "all", "of": [{"op": "any", "of": [{"op": "all", "of": [{"op": "hours", "n": 1}]}]}]}]},
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_comes_back_as_it_went_in(rule: dict[str, Any]) -> None:
    criteria.parse(rule)
    field = RuleField()
    assert to_rule(field.prepare_value(rule)) == rule
    assert field.has_changed(rule, field.prepare_value(rule)) is False


def test_a_named_lesson_is_picked_as_a_page() -> None:
    lesson = pages.lesson(pages.course())
    rule = {"op": "lesson_done", "key": str(lesson.key)}
    value = RuleField().prepare_value(rule)
    assert value[0].value.pk == lesson.pk
    assert to_rule(value) == rule
    assert lesson_keys({"op": "all", "of": [rule, {"op": "lesson_done", "key": "all"}]}) == {str(lesson.key)}


@pytest.fixture
def course() -> CoursePage:
    return pages.published_course(lessons=1)


@pytest.fixture
def reviewer(client: Client, course: CoursePage) -> Client:
    client.force_login(people.staff(course.versions.get().centre, Role.REVIEWER))
    return client


def save(client: Client, course: CoursePage, rule: list[Any], *, publish: bool = True, **fields: str) -> Any:
    data = {
        "title": course.title,
        "slug": course.slug,
        "key": course.key,
        "lead": course.lead,
        "audience": "",
        "outcomes": "",
        "topics": "",
        "rule": streamfield(rule),
        "prerequisites": streamfield([]),
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""},
    }
    values = nested_form_data(data | fields)
    if publish:
        values["action-publish"] = "action-publish"
    return client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), values)


def test_a_reviewer_sets_a_rule_and_publishes_the_next_version(reviewer: Client, course: CoursePage) -> None:
    assert reviewer.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).status_code == 200
    response = save(reviewer, course, [("attendance", {"measure": "min_share", "amount": "80", "excused": "ignored"})])
    assert response.status_code == 302
    assert [version.rule for version in course.versions.order_by("number")] == [
        {},
        {"op": "attendance", "min_share": 80, "excused": "ignored"},
    ]


def test_what_a_rule_may_not_be_is_said_in_the_form(reviewer: Client, course: CoursePage) -> None:
    stranger = pages.lesson(pages.course())
    attempts: list[tuple[list[Any], str]] = [
        (
            [("attendance", {"measure": "min_share", "amount": "180", "excused": "ignored"})],
            "비율은 100을 넘을 수 없습니다.",
        ),
        ([("lesson", str(stranger.pk))], "수료 기준에서 고른 차시가 이 과정에 없습니다."),
        ([("course", "NO-SUCH")], "이 번호의 과정이 없습니다: NO-SUCH"),
    ]
    for rule, message in attempts:
        response = save(reviewer, course, rule)
        assert response.status_code == 422
        # A message at a block reaches its widget as JSON.
        said = str(response.context["form"].errors) + response.content.decode()
        assert message in said or json.dumps(message).strip('"') in said
    assert course.versions.count() == 1
    assert CoursePage.objects.get(pk=course.pk).rule == {}


def test_a_course_needs_its_code_to_be_published_but_not_to_be_drafted(reviewer: Client, course: CoursePage) -> None:
    draft = pages.course(course.get_parent(), key="")
    assert save(reviewer, draft, [], publish=False).status_code == 302
    response = save(reviewer, draft, [])
    assert "과정 번호를 적어 주세요" in str(response.context["form"].errors)
    assert not CoursePage.objects.get(pk=draft.pk).live


def test_an_address_belongs_to_one_course(reviewer: Client, course: CoursePage) -> None:
    other = pages.course(pages.tier())
    response = save(reviewer, course, [], slug=other.slug)
    assert "이 주소는 다른 과정이 쓰고 있습니다" in str(response.context["form"].errors)


def test_a_reviewer_carries_a_wording_over_in_the_admin(reviewer: Client, course: CoursePage) -> None:
    version = course.versions.get()
    lesson = LessonPage.objects.get()
    address = reverse("lesson_wording", args=[lesson.pk])
    CourseRun.objects.create(
        centre=version.centre,
        version=version,
        name="1기",
        place="배움터",
        starts_on=clock.today(),
        ends_on=clock.today(),
        capacity=1,
        admission="open",
        apply_from=clock.now(),
        apply_until=clock.now() + timedelta(days=1),
        coordinator=people.user(),
        state="published",
    )
    lesson.body = [("text", "<p>고친 글</p>")]
    lesson = pages.publish(lesson)
    assert "이 글로 바뀝니다" in reviewer.get(address).content.decode()
    assert version.lesson_revisions.count() == 1
    reviewer.post(address)
    assert version.lesson_revisions.order_by("-sequence").first().revision_id == lesson.live_revision_id
    assert version.lesson_revisions.count() == 2
    editor = Client()
    editor.force_login(people.staff(version.centre, Role.EDITOR))
    assert editor.post(address).url == reverse("wagtailadmin_home")
