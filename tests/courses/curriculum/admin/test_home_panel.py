"""What the first page of the admin, the page tree and the editor tell editors about the curriculum."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.curriculum.admin.home_panel import DeskPanel
from courses.curriculum.models import CoursePage, LessonPage
from courses.curriculum.queries.editing import scheduled, wanting
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.queries.editing import runs_following
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from tests.factories import courses, pages, people

pytestmark = pytest.mark.django_db
OWN = ("key", "numchild", "minutes", "owner_name")


@pytest.fixture
def course() -> CoursePage:
    return pages.published_course()


def editor_of(course: CoursePage, role: Role = Role.EDITOR) -> User:
    return people.staff(course.versions.get().centre, role)


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def test_an_editor_sees_what_is_scheduled_in_their_own_centre(course: CoursePage) -> None:
    at = clock.now() + timedelta(days=2)
    lesson = LessonPage.objects.child_of(course).first()
    lesson.go_live_at = at
    lesson.save_revision(approved_go_live_at=at)
    stranger = editor_of(pages.published_course())
    assert scheduled(stranger) == []
    assert [(row.page.pk, row.at) for row in scheduled(editor_of(course))] == [(lesson.pk, at)]


def test_published_pages_that_want_a_look_are_named_with_the_reason(course: CoursePage) -> None:
    editor = editor_of(course)
    assert wanting(editor) == []
    lesson = LessonPage.objects.child_of(course).first()
    pages.publish(lesson)
    LessonPage.objects.filter(pk=lesson.pk).update(reading_minutes=0)  # published before that was asked for
    course.refresh_from_db()
    course.prerequisites = {"op": "course", "key": "ZZ-9"}
    course.save()
    assert [(row.page.pk, row.why) for row in wanting(editor)] == [
        (course.pk, "게시되지 않은 과정을 먼저 마치라고 합니다: ZZ-9"),
        (lesson.pk, "차시의 길이나 읽는 시간이 없습니다."),
        (lesson.pk, "게시했지만 아직 과정의 판에 들어 있지 않습니다. 과정을 게시하면 새 판에 들어갑니다."),
    ]
    assert wanting(editor_of(pages.published_course())) == []


def test_the_desk_says_what_to_do_where_it_is_empty(client: Client, course: CoursePage) -> None:
    client.force_login(editor_of(course))
    home = client.get("/cms/").content.decode()
    assert "첫 차시를 만들어 보세요" in home
    assert reverse("wagtailadmin_pages:choose_parent", args=["curriculum", "lessonpage"]) in home
    assert "게시된 글이 모두 잘 되어 있습니다." in home


@pytest.mark.parametrize("lessons", [1, 30])
def test_the_desk_asks_the_same_number_of_questions_for_one_lesson_and_for_thirty(lessons: int) -> None:
    editor = editor_of(pages.published_course(lessons=lessons))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        DeskPanel(editor).get_context_data()
    assert len(asked) == 11


@pytest.mark.parametrize("lessons", [1, 30])
def test_the_page_tree_asks_nothing_of_our_own_for_each_lesson(client: Client, lessons: int) -> None:
    course = pages.published_course(lessons=lessons)
    editor = editor_of(course)
    LessonPage.objects.update(owner=editor)
    client.force_login(editor)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("wagtailadmin_explore", args=[course.pk]))
    assert len(response.context["table"].data) == lessons
    # The two are Wagtail's, for the menu beside each title; two of the others ask whether the page may be seen.
    assert len(asked) == 34 + 2 * lessons


def test_the_tree_of_a_tier_counts_lessons_and_adds_up_hours(client: Client, course: CoursePage) -> None:
    editor = editor_of(course)
    client.force_login(editor)
    CoursePage.objects.update(owner=editor)
    tier = course.get_parent()
    table = client.get(reverse("wagtailadmin_explore", args=[tier.pk])).context["table"]
    row = next(iter(table.rows))
    shown = {column.name: column.get_value(row.instance) for column in table.columns.values() if column.name in OWN}
    assert shown == {"key": course.key, "numchild": 2, "minutes": "2시간", "owner_name": editor.name}


def test_a_new_lesson_begins_with_the_parts_that_every_lesson_has(client: Client, course: CoursePage) -> None:
    client.force_login(editor_of(course))
    response = client.get(reverse("wagtailadmin_pages:add", args=["curriculum", "lessonpage", course.pk]))
    body = response.context["form"].instance.body
    assert [block.block_type for block in body] == ["text", "text", "checklist", "text"]
    assert str(body[0].value) == "<h2>생각 열기</h2><p>배우는 분이 겪어 보았을 일을 한두 문장으로 물어봅니다.</p>"
    tier = client.get(reverse("wagtailadmin_pages:add", args=["curriculum", "coursepage", course.get_parent().pk]))
    assert tier.status_code == 200


def test_who_is_affected_is_said_before_a_change(client: Client) -> None:
    run = courses.run()
    course = run.version.page
    lesson = LessonPage.objects.child_of(course).first()
    for _number in range(2):
        courses.enrolment(run, state=EnrolmentState.ACTIVE)
    courses.enrolment(run, state=EnrolmentState.WITHDRAWN)
    courses.run(run.version, state=RunState.CLOSED)
    assert runs_following(course) == [(run.name, 2)]
    assert runs_following(lesson) == [(run.name, 2)]

    client.force_login(editor_of(course, Role.REVIEWER))
    before = f"지금 이 과정을 배우는 분은 2명입니다: {run.name}(2명). 이분들은 시작할 때의 판으로 끝까지 배웁니다. "
    for_course = before + "게시하면 새 판이 생기고, 그 뒤에 여는 기수부터 쓰입니다."
    assert told(client.get(reverse("wagtailadmin_pages:edit", args=[course.pk]))) == [for_course]
    assert told(client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))) == [
        before
        + "게시한 글은 다음 기수부터 쓰입니다. 맞춤법 같은 작은 고침은 검토자가 지금 기수에도 반영할 수 있습니다."
    ]


def test_nobody_is_spoken_of_where_nobody_learns(client: Client, course: CoursePage) -> None:
    client.force_login(editor_of(course))
    assert told(client.get(reverse("wagtailadmin_pages:edit", args=[course.pk]))) == []
    assert told(client.get(reverse("wagtailadmin_pages:edit", args=[course.get_parent().pk]))) == []


def test_a_lessons_own_address_leads_its_editors_to_it_and_others_to_the_course(
    client: Client, course: CoursePage
) -> None:
    lesson = LessonPage.objects.child_of(course).first()
    url = lesson.get_url()
    stranger = editor_of(pages.published_course())
    for who, answer in ((None, 302), (people.user(), 403), (stranger, 302)):
        if who:
            client.force_login(who)
        assert client.get(url).headers["Location"] == reverse("course", args=[course.slug])
        # Who may not edit it is sent away from the admin, too; who is no editor at all is told whom to call.
        assert client.get(reverse("lesson_for_editors", args=[lesson.pk])).status_code == answer
    client.force_login(editor_of(course))
    response = client.get(url, follow=True)
    assert response.redirect_chain == [(reverse("lesson_for_editors", args=[lesson.pk]), 302)]
    assert response.context["page"] == lesson
    assert "이웃을 만나는 첫 걸음입니다." in response.content.decode()


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.EDITOR, "action-submit"), (Role.REVIEWER, "action-save-draft")],
    ids=["editor", "reviewer"],
)
def test_who_cannot_publish_is_offered_the_review_first(
    client: Client, course: CoursePage, role: Role, first: str
) -> None:
    client.force_login(editor_of(course, role))
    lesson = LessonPage.objects.child_of(course).first()
    menu = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).context["action_menu"]
    assert menu.default_item.name == first
    new = client.get(reverse("wagtailadmin_pages:add", args=["curriculum", "lessonpage", course.pk]))
    assert new.context["action_menu"].default_item.name == "action-save-draft"
