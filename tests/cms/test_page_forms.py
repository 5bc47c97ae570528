"""Whoever types a title and saves has a page, whatever stands in the other tabs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.page_forms import PageForm
from courses.curriculum.models import CoursePage, LessonPage, ProgrammePage, TierPage
from lms.accounts.enums import Role
from tests.factories import pages, people

pytestmark = pytest.mark.django_db

KINDS = [
    "cms.contentpage",
    "curriculum.programmepage",
    "curriculum.tierpage",
    "curriculum.coursepage",
    "curriculum.lessonpage",
]
EMPTY = {
    "seo_title": "",
    "search_description": "",
    "lead": "",
    "number": "2",
    "goal": "",
    "part": "",
    "mode": "reading",
    "minutes": "0",
    "reading_minutes": "10",
    "topics": "",
    "key": "",
    "audience": "",
    "outcomes": "",
    "body": streamfield([]),
    "rule": streamfield([]),
    "prerequisites": streamfield([]),
    "comments": inline_formset([]),
}


def own_page_models() -> list[type[Page]]:
    return [model for model in get_page_models() if model._meta.app_label in ("cms", "courses")]


@pytest.mark.parametrize("model", own_page_models(), ids=lambda model: model.__name__)
def test_the_title_of_every_page_leads_to_its_address(model: type[Page]) -> None:
    handler = model.get_edit_handler()
    first = handler.children[0].children[0]
    assert (type(first), first.field_name, first.targets) == (TitleFieldPanel, "title", ["slug"])
    assert issubclass(handler.get_form_class(), PageForm)


@pytest.fixture
def course() -> CoursePage:
    return pages.published_course(lessons=1)


@pytest.fixture
def editor(client: Client, course: CoursePage) -> Client:
    client.force_login(people.staff(course.versions.get().centre, Role.EDITOR))
    return client


def place_of(kind: str, course: CoursePage) -> Page:
    tier = course.get_parent()
    places = {
        "curriculum.lessonpage": course,
        "curriculum.coursepage": tier,
        "curriculum.tierpage": tier.get_parent(),
    }
    return places.get(kind, tier.get_parent().get_parent())


def create(client: Client, kind: str, place: Page, **fields: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=[*kind.split("."), place.pk])
    return client.post(address, nested_form_data(EMPTY | fields))


def edit(client: Client, page: Page, **fields: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(EMPTY | fields))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("우리 동네 첫 모임", "우리-동네-첫-모임"), ("Our village", "our-village"), ("!!!", ""), ("가" * 255, "가" * 255)],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_title_is_enough_for_the_first_save(
    editor: Client, course: CoursePage, kind: str, title: str, slug: str
) -> None:
    place = place_of(kind, course)
    base = slug or kind.partition(".")[2].removesuffix("page")
    for expected in (base, f"{base[:240]}-2", f"{base[:240]}-3"):
        before = set(place.get_children().values_list("pk", flat=True))
        assert create(editor, kind, place, title=title, slug="").status_code == 302
        (made,) = place.get_children().exclude(pk__in=before)
        assert (made.title, made.slug, made.live) == (title, expected, False)
        assert made.specific.get_latest_revision_as_object().slug == expected


def test_only_who_may_add_pages_there_adds_one(client: Client, course: CoursePage) -> None:
    client.force_login(people.staff(people.centre(), Role.EDITOR))
    assert create(client, "curriculum.lessonpage", course, title="남의 차시", slug="").status_code == 302
    assert not LessonPage.objects.filter(title="남의 차시").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_that_is_taken_gets_a_number_while_nobody_knows_it(
    editor: Client, course: CoursePage, kind: str
) -> None:
    """The browser fills the address in from the title, in its own way, and can't know what is taken."""
    place = place_of(kind, course)
    for slug in ("모임", "모임", "둘째-모임"):
        assert create(editor, kind, place, title="모임", slug=slug).status_code == 302
    drafts = list(place.get_children().filter(title="모임").order_by("pk"))
    assert [page.slug for page in drafts] == ["모임", "모임-2", "둘째-모임"]
    assert edit(editor, drafts[2], title="모임", slug="모임").status_code == 302
    assert drafts[2].specific.get_latest_revision_as_object().slug == "모임-3"
    assert edit(editor, drafts[1], title="모임", slug="모임-2").status_code == 302
    assert drafts[1].specific.get_latest_revision_as_object().slug == "모임-2"


def test_courses_of_two_tiers_get_two_addresses(editor: Client, course: CoursePage) -> None:
    tier = course.get_parent()
    other = pages.below(tier.get_parent(), TierPage(title="심화", number=2))
    for place in (tier, other):
        assert create(editor, "curriculum.coursepage", place, title="마을 기록", slug="").status_code == 302
    assert list(CoursePage.objects.filter(title="마을 기록").order_by("pk").values_list("slug", flat=True)) == [
        "마을-기록",
        "마을-기록-2",
    ]


def test_the_address_of_a_published_page_is_changed_by_nobody_unasked(editor: Client, course: CoursePage) -> None:
    tier = course.get_parent()
    other = pages.course(tier, slug="taken")
    answer = edit(editor, course, title=course.title, slug=other.slug, key=course.key)
    assert answer.status_code == 422
    assert "slug" in answer.context["form"].errors
    assert edit(editor, course, title=course.title, slug=course.slug, key=course.key).status_code == 302
    course.refresh_from_db()
    assert course.get_latest_revision_as_object().slug == course.slug


def test_a_new_tier_and_a_new_lesson_open_with_what_the_database_wants(editor: Client, course: CoursePage) -> None:
    programme: Any = ProgrammePage.objects.ancestor_of(course).get()
    tier_form = editor.get(reverse("wagtailadmin_pages:add", args=["curriculum", "tierpage", programme.pk])).context[
        "form"
    ]
    assert tier_form["number"].value() == 2
    lesson_form = editor.get(reverse("wagtailadmin_pages:add", args=["curriculum", "lessonpage", course.pk])).context[
        "form"
    ]
    assert lesson_form["minutes"].value() == 0


def test_a_lesson_is_published_with_its_length_only(client: Client, course: CoursePage) -> None:
    client.force_login(people.staff(course.versions.get().centre, Role.REVIEWER))
    lesson = course.get_first_child().specific
    fields = {"title": lesson.title, "slug": lesson.slug, "goal": lesson.goal, "action-publish": "1"}
    body = streamfield([("text", rich_text("<p>이웃을 만납니다.</p>"))])
    answer = edit(client, lesson, **fields, body=body, minutes="0")
    assert answer.context["form"].errors["minutes"] == ["이 칸을 적어 주세요."]
    assert edit(client, lesson, **fields, body=body, minutes="50").status_code == 302
    lesson.refresh_from_db()
    assert lesson.minutes == 50
