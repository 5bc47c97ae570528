"""Operations on pages through the real admin views. What people's records rest on stays; nothing ends in an error page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision

from cms.models import CustomImage, HomePage
from courses.curriculum.models import CoursePage, CourseVersion, LessonPage, LessonRevision, PinnedMedia
from courses.curriculum.queries.versions import pinned_lesson
from lms.accounts.models import User
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return client


@pytest.fixture
def course() -> CoursePage:
    return pages.published_course()


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Page, Revision, CourseVersion, LessonRevision))


def ancestors_and_self(course: CoursePage) -> Iterator[Page]:
    yield from Page.objects.ancestor_of(course, inclusive=True).filter(depth__gt=1).order_by("path")
    yield LessonPage.objects.child_of(course).first()


@pytest.mark.parametrize("level", range(6), ids=["home", "centre", "programme", "tier", "course", "lesson"])
def test_no_page_above_or_in_a_version_can_be_deleted(admin: Client, course: CoursePage, level: int) -> None:
    page = list(ancestors_and_self(course))[level]
    before = counts()
    for method in (admin.get, admin.post):
        response = method(
            reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm_site_name": "마을캠퍼스"}, follow=True
        )
        assert response.status_code == 200
        assert "지울 수 없습니다" in messages_of(response)
    assert counts() == before


@pytest.mark.parametrize("level", range(6), ids=["home", "centre", "programme", "tier", "course", "lesson"])
def test_nor_in_bulk(admin: Client, course: CoursePage, level: int) -> None:
    page = list(ancestors_and_self(course))[level]
    other = pages.content()
    before = counts()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin.post(
        f"{address}?id={page.pk}&id={other.pk}&next=/cms/pages/", {"confirm_site_name": "마을캠퍼스"}, follow=True
    )
    assert response.status_code == 200
    assert "지울 수 없습니다" in messages_of(response)
    assert counts() == before


def test_pages_that_nobody_follows_can_be_deleted(admin: Client, course: CoursePage) -> None:
    draft = pages.course(course.get_parent())
    pages.lesson(draft)
    alone = pages.content()
    admin.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    admin.post(f"{address}?id={alone.pk}")
    assert not Page.objects.filter(pk__in=[draft.pk, alone.pk]).exists()
    assert CourseVersion.objects.count() == 1


def test_unpublishing_leaves_the_version_readable(admin: Client, course: CoursePage) -> None:
    lesson = LessonPage.objects.child_of(course).first()
    address = reverse("wagtailadmin_pages:unpublish", args=[course.pk])
    response = admin.post(address, {"include_descendants": "on"}, follow=True)
    assert response.status_code == 200
    assert not CoursePage.objects.live().exists()
    assert not LessonPage.objects.live().exists()
    assert pinned_lesson(course.versions.get(), lesson.key).title == lesson.title
    assert admin.get(f"/curriculum/{course.slug}/").status_code == 404


def test_a_followed_course_stays_in_its_centre(admin: Client, course: CoursePage) -> None:
    elsewhere = pages.tier()
    address = reverse("wagtailadmin_pages:move_confirm", args=[course.pk, elsewhere.pk])
    response = admin.post(address, follow=True)
    assert "옮길 수 없습니다" in messages_of(response)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    response = admin.post(f"{bulk}?id={course.pk}", {"chooser": elsewhere.pk}, follow=True)
    assert "옮길 수 없습니다" in messages_of(response)
    assert CoursePage.objects.get(pk=course.pk).get_parent() == course.get_parent()


def test_a_course_moves_within_its_centre_and_a_lesson_within_nothing(admin: Client, course: CoursePage) -> None:
    programme = course.get_parent().get_parent()
    second = pages.below(programme, type(course.get_parent().specific)(title="기획자", number=2))
    admin.post(reverse("wagtailadmin_pages:move_confirm", args=[course.pk, second.pk]))
    assert CoursePage.objects.get(pk=course.pk).get_parent().pk == second.pk
    lesson = LessonPage.objects.child_of(CoursePage.objects.get(pk=course.pk)).first()
    other = pages.course(second)
    response = admin.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, other.pk]), follow=True)
    assert "옮길 수 없습니다" in messages_of(response)
    assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == course.pk


def copy(admin: Client, page: Page, **data: Any) -> Any:
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    values = {
        "new_title": "사본",
        "new_slug": "copy-of",
        "new_parent_page": page.get_parent().pk,
        "copy_subpages": "on",
    }
    return admin.post(address, values | data, follow=True)


@pytest.mark.parametrize("extra", [{}, {"alias": "on"}, {"publish_copies": "on"}], ids=["plain", "alias", "published"])
@pytest.mark.parametrize("level", range(2, 6), ids=["programme", "tier", "course", "lesson"])
def test_a_copy_is_a_draft_with_keys_and_addresses_of_its_own(
    admin: Client, course: CoursePage, level: int, extra: dict[str, str]
) -> None:
    page = list(ancestors_and_self(course))[level]
    before = Page.objects.count()
    response = copy(admin, page, **extra)
    assert response.status_code == 200
    made = Page.objects.get(slug="copy-of")
    assert Page.objects.count() == before + page.get_descendant_count() + 1
    assert not made.get_descendants(inclusive=True).live().exists()
    assert not made.get_descendants(inclusive=True).filter(alias_of__isnull=False).exists()
    for copied in made.get_descendants(inclusive=True).specific():
        draft = copied.get_latest_revision_as_object()
        if isinstance(copied, CoursePage):
            assert (copied.key, draft.key) == ("", "")
            assert copied.slug == draft.slug
        if isinstance(copied, LessonPage):
            assert copied.key == draft.key
    slugs = list(CoursePage.objects.values_list("slug", flat=True))
    keys = list(LessonPage.objects.values_list("key", flat=True))
    assert (len(slugs), len(keys)) == (len(set(slugs)), len(set(keys)))
    assert CourseVersion.objects.count() == 1


def test_a_copied_lesson_can_be_published(admin: Client, course: CoursePage) -> None:
    copy(admin, LessonPage.objects.child_of(course).first())
    made = LessonPage.objects.get(slug="copy-of")
    made.get_latest_revision().publish()
    assert LessonPage.objects.get(pk=made.pk).live


def test_the_home_page_and_a_centre_page_are_not_copied(admin: Client, course: CoursePage) -> None:
    before = counts()
    for page in (HomePage.objects.get(), course.get_parent().get_parent().get_parent()):
        response = copy(admin, page)
        assert "한 번만 있는" in messages_of(response)
    assert counts() == before


def test_a_copy_with_the_address_of_another_course_is_refused(admin: Client, course: CoursePage) -> None:
    other = pages.course(pages.tier())
    response = copy(admin, course, new_slug=other.slug, new_parent_page=course.get_parent().pk)
    assert "이 주소는 다른 과정이 쓰고 있습니다" in response.content.decode()
    assert CoursePage.objects.count() == 2


def test_purging_revisions_keeps_those_that_people_follow(course: CoursePage) -> None:
    lesson = LessonPage.objects.child_of(course).first()
    for text in ("둘째 글", "셋째 글"):
        lesson.body = [("text", f"<p>{text}</p>")]
        lesson.save_revision()
    pinned = LessonRevision.objects.get(lesson_key=lesson.key).revision_id
    call_command("purge_revisions", verbosity=0)
    assert Revision.objects.filter(pk=pinned).exists()
    assert Revision.objects.filter(object_id=str(lesson.pk)).count() == 2


def test_a_pinned_picture_stays(admin: Client) -> None:
    image = CustomImage.objects.create(title="골목", description="골목", file=get_test_image_file())
    loose = CustomImage.objects.create(title="다른 것", description="다른 것", file=get_test_image_file())
    page = pages.course()
    picture = {"type": "image", "value": {"image": image.pk, "decorative": False, "alt_text": "골목"}}
    body = LessonPage._meta.get_field("body").stream_block.to_python([picture])
    lesson = pages.lesson(page, body=body)
    pages.publish(CoursePage.objects.get(pk=page.pk))
    lesson.body = pages.BODY
    pages.publish(lesson)
    bulk = reverse("wagtail_bulk_action", args=["cms", "customimage", "delete"])
    for address in (reverse("wagtailimages:delete", args=[image.pk]), f"{bulk}?id={image.pk}&id={loose.pk}"):
        response = admin.post(address, follow=True)
        assert response.status_code == 200
        assert "지울 수 없습니다" in messages_of(response)
    assert CustomImage.objects.count() == 2
    assert PinnedMedia.objects.get().image == image
    admin.post(reverse("wagtailimages:delete", args=[loose.pk]))
    assert CustomImage.objects.get() == image
