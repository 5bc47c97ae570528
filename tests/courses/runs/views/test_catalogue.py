import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.models import ContentPage
from courses.curriculum.models import CoursePage, LessonPage
from courses.runs.enums import Admission, EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from tests.factories import mentoring, pages, people

pytestmark = pytest.mark.django_db
SECRET = "차시본문에만있는말"


@pytest.fixture
def course() -> CoursePage:
    page = pages.course(title="마을 첫걸음", rule={"op": "attendance", "min_share": 80})
    pages.lesson(page, title="회의하는 법", body=[("text", f"<p>{SECRET}</p>"), pages.CHECK])
    return pages.publish(CoursePage.objects.get(pk=page.pk))


def run_of(course: CoursePage, **fields: Any) -> CourseRun:
    version = course.versions.get()
    now = clock.now()
    values = {
        "centre": version.centre,
        "version": version,
        "name": "1기",
        "place": "농성동 배움터",
        "starts_on": clock.today() + timedelta(days=20),
        "ends_on": clock.today() + timedelta(days=60),
        "capacity": 2,
        "admission": Admission.OPEN,
        "apply_from": now - timedelta(days=1),
        "apply_until": now + timedelta(days=7),
        "coordinator": people.user(),
        "state": RunState.PUBLISHED,
    }
    return CourseRun.objects.create(**values | fields)


def test_the_ladder_shows_courses_with_their_next_run(client: Client, course: CoursePage) -> None:
    run_of(course)
    html = client.get("/curriculum/").content.decode()
    assert "마을 첫걸음" in html
    assert "2자리 남음" in html
    assert SECRET not in html


def test_the_ladder_by_centre(client: Client, course: CoursePage) -> None:
    other = pages.published_course(pages.tier(), title="다른 센터 과정")
    slug = other.versions.get().centre.slug
    html = client.get("/curriculum/", {"centre": slug}).content.decode()
    assert ("다른 센터 과정" in html, "마을 첫걸음" in html) == (True, False)
    assert client.get("/curriculum/", {"centre": "nowhere"}).status_code == 404


def found(client: Client, words: str) -> list[str]:
    return [hit.title for group in client.get("/search/", {"q": words}).context["groups"] for hit in group.hits]


def test_a_course_without_a_version_or_below_something_hidden_is_not_public(client: Client, course: CoursePage) -> None:
    draft = pages.course(course.get_parent(), live=True, title="준비 중인 과정")
    assert client.get(f"/curriculum/{draft.slug}/").status_code == 404
    assert found(client, "준비 중인") == []
    assert client.get(f"/curriculum/{course.slug}/").status_code == 200
    assert found(client, "첫걸음") == ["마을 첫걸음"]
    course.get_parent().specific.unpublish()
    assert client.get(f"/curriculum/{course.slug}/").status_code == 404
    assert "마을 첫걸음" not in client.get("/curriculum/").content.decode()
    assert found(client, "첫걸음") == []


def test_a_course_below_a_restricted_page_is_not_public(client: Client, course: CoursePage) -> None:
    assert client.get(f"/curriculum/{course.slug}/").status_code == 200
    restriction = PageViewRestriction.LOGIN
    PageViewRestriction.objects.create(page=course.get_parent().get_parent(), restriction_type=restriction)
    assert client.get(f"/curriculum/{course.slug}/").status_code == 404
    assert "마을 첫걸음" not in client.get("/curriculum/").content.decode()


def test_the_bar_of_wagtail_is_for_who_edits(client: Client, course: CoursePage) -> None:
    centre = course.versions.get().centre
    shown = []
    for person in (people.user(), people.staff(centre), people.staff(centre, Role.EDITOR)):
        client.force_login(person)
        shown.append("wagtail-userbar" in client.get("/").content.decode())
    assert shown == [False, False, True]


def test_the_course_page_tells_what_is_taught_and_how_to_apply(client: Client, course: CoursePage) -> None:
    run = run_of(course)
    html = client.get(f"/curriculum/{course.slug}/").content.decode()
    assert "회의하는 법" in html
    assert f"/my/apply/{run.pk}/" in html
    assert SECRET not in html
    assert pages.CHECK[1]["question"] not in html
    run.apply_from = clock.now() + timedelta(days=1)
    run.save()
    assert f"/my/apply/{run.pk}/" not in client.get(f"/curriculum/{course.slug}/").content.decode()


def test_pages_of_the_tree_lead_to_the_one_address_of_the_course(client: Client, course: CoursePage) -> None:
    assert course.get_url() == f"/curriculum/{course.slug}/"
    assert client.get(course.url_path.removeprefix("/front")).url == f"/curriculum/{course.slug}/"
    assert client.get(course.get_parent().url).url == "/curriculum/"


def lesson_address(course: CoursePage) -> str:
    lesson = LessonPage.objects.child_of(course).get()
    return str(lesson.url_path.removeprefix("/front"))


def test_a_lesson_page_never_shows_its_text(client: Client, course: CoursePage) -> None:
    address = lesson_address(course)
    stranger, learner = people.user(), people.user()
    run = run_of(course)
    Enrolment.objects.create(
        centre=run.centre,
        run=run,
        version=run.version,
        person=learner,
        state=EnrolmentState.ACTIVE,
        applied_at=clock.now(),
    )
    lesson = LessonPage.objects.get()
    root = User.objects.create_superuser("root@example.org", "x", name="예시관리자")
    editors = (people.staff(run.centre, Role.EDITOR), root)
    for person in (None, stranger, *editors):
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(address)
        place = f"/cms/lessons/{lesson.pk}/" if person in editors else f"/curriculum/{course.slug}/"
        assert (response.status_code, response.url) == (302, place)
    client.force_login(learner)
    assert client.get(address).url == f"/learn/{run.pk}/{lesson.key}/"


def test_the_text_of_a_lesson_is_in_no_search_of_the_site(client: Client, course: CoursePage) -> None:
    assert SECRET not in client.get("/search/", {"q": SECRET}).content.decode().replace(f"“{SECRET}”", "").replace(
        f'value="{SECRET}"', ""
    )


def test_search_finds_the_title_of_a_taught_lesson_and_leads_to_its_course(client: Client, course: CoursePage) -> None:
    for words in ("의하는", unicodedata.normalize("NFD", "회의하는"), "법  회의"):
        groups = client.get("/search/", {"q": words}).context["groups"]
        hits = [(hit.title, hit.url, hit.text) for group in groups for hit in group.hits]
        assert hits == [("회의하는 법", f"/curriculum/{course.slug}/", course.title)]
    lesson = LessonPage.objects.get()
    LessonPage.objects.filter(pk=lesson.pk).update(title="층간소음 다루기")  # published alone, and in no version yet
    assert found(client, "층간소음") == []
    LessonPage.objects.filter(pk=lesson.pk).update(title="회의하는 법")
    course.get_parent().specific.unpublish()
    assert found(client, "회의하는") == []


EDITING = [*(f"wagtailadmin_pages:{name}" for name in ("view_draft", "edit", "preview_on_edit")), "lesson_for_editors"]


@pytest.mark.parametrize("name", EDITING)
def test_drafts_and_previews_are_for_editors_of_the_centre(client: Client, course: CoursePage, name: str) -> None:
    lesson = LessonPage.objects.get()
    address = reverse(name, args=[lesson.pk])
    centre = course.versions.get().centre
    strangers = [None, people.user(), people.staff(centre), people.staff(pages.centre_page().centre, Role.EDITOR)]
    for person in strangers:
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert SECRET not in response.content.decode()
    client.force_login(people.staff(centre, Role.EDITOR))
    assert client.get(address).status_code == 200


def test_the_preview_shows_the_text_without_the_answer(client: Client, course: CoursePage) -> None:
    lesson = LessonPage.objects.get()
    client.force_login(people.staff(course.versions.get().centre, Role.EDITOR))
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert SECRET in html
    assert pages.CHECK[1]["question"] in html
    assert pages.CHECK[1]["feedback_right"] not in html


def test_search_finds_pages_and_courses(client: Client, course: CoursePage) -> None:
    pages.publish(pages.content(title="마을 소식", lead="봄 소식", body=[("text", "<p>골목 잔치를 엽니다</p>")]))
    pages.content(title="마을 초안", live=False).save()
    assert ContentPage.objects.count() == 2
    html = client.get("/search/", {"q": "마을"}).content.decode()
    assert ("마을 소식" in html, "마을 첫걸음" in html, "마을 초안" in html) == (True, True, False)
    assert "마을 소식" in client.get("/search/", {"q": "골목"}).content.decode()
    assert client.get("/search/").status_code == 200


@pytest.mark.parametrize("words", ["가", "", " ", "가" * 61])
def test_search_asks_for_words_it_can_use(client: Client, words: str) -> None:
    pages.home()
    response = client.get("/search/", {"q": words})
    assert response.status_code == 422


@pytest.mark.parametrize("words", ["' OR 1=1", '""', "%%", "a AND", "(*", "\x00\x00ab", "<script>x</script>"])
def test_search_takes_odd_words(client: Client, words: str) -> None:
    pages.home()
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    assert "<script>x" not in response.content.decode()


def test_the_home_page_shows_the_next_start(client: Client, course: CoursePage) -> None:
    assert "곧 새 과정을 엽니다" in client.get("/").content.decode()
    run_of(course)
    html = client.get("/").content.decode()
    assert "마을 첫걸음 1기" in html
    assert "곧 새 과정을 엽니다" not in html


@pytest.mark.parametrize(("address", "queries"), [("/", 12), ("/curriculum/", 12), ("/curriculum/first/", 8)])
def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_num_queries: Any, address: str, queries: int
) -> None:
    tier = pages.tier()
    first = pages.published_course(tier, lessons=1, slug="first")
    run_of(first)
    client.force_login(people.user())
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
    for number in range(2, 8):
        run_of(pages.published_course(tier, lessons=3), name=f"{number}기")
        run_of(first, name=f"{number}기")
    with django_assert_num_queries(queries):
        client.get(address)


# ── what opens a step, and what comes after the last


@pytest.fixture
def second(course: CoursePage) -> CoursePage:
    rule = {"op": "any", "of": [{"op": "course", "key": course.key}, {"op": "years_active", "n": 3}]}
    return pages.published_course(course.get_parent().specific, title="마을 두걸음", prerequisites=rule)


def test_a_locked_step_says_what_opens_it_and_leads_there(
    client: Client, course: CoursePage, second: CoursePage
) -> None:
    way = f'href="{reverse("course", args=[course.slug])}"'
    own = client.get(reverse("course", args=[second.slug])).content.decode()
    ladder = client.get("/curriculum/").content.decode()
    for text in (own, ladder):
        assert "다음 가운데 하나: (1) 과정 수료: 마을 첫걸음 (2)" in text
    assert (own.count(way), ladder.count(way)) == (1, 2)


def test_only_what_leads_to_a_body_ends_in_an_appointment(client: Client, course: CoursePage) -> None:
    assert "위촉" not in client.get("/curriculum/").content.decode().split("</main>")[0].split("<main")[1]
    mentoring.body(course.versions.get().centre, name="마을지원단", required_course=course.key)
    assert "마을지원단 위촉" in client.get("/curriculum/").content.decode()


def test_the_button_to_apply_is_docked_on_the_public_page(client: Client, course: CoursePage) -> None:
    page = reverse("course", args=[course.slug])
    assert 'class="dock' not in client.get(page).content.decode()
    run = run_of(course)
    dock = client.get(page).content.decode().split('class="dock')[1]
    assert f'href="{reverse("apply", args=[run.pk])}"' in dock
