"""Editors and reviewers work in the tree of their centre alone; everyone else has no way into the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
)

from cms.domain.staffing import sync_centre
from cms.models import CentrePage
from courses.curriculum.models import CourseVersion, LessonPage
from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.common import clock
from tests.clients import signed_in
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def home_centre() -> CentrePage:
    return pages.centre_page()


@pytest.fixture
def other_centre() -> CentrePage:
    return pages.centre_page()


def refused(response: Any) -> bool:
    """Wagtail answers what one may not do with its home page and a message."""
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


def test_syncing_again_changes_nothing(home_centre: CentrePage) -> None:
    people.staff(home_centre.centre, Role.EDITOR)

    def state() -> list[Any]:
        models = (
            Group,
            GroupPagePermission,
            GroupCollectionPermission,
            Collection,
            Workflow,
            WorkflowPage,
            GroupApprovalTask,
        )
        return [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models]

    before = state()
    sync_centre(home_centre.centre)
    home_centre.centre.name = "새 이름의 센터"
    home_centre.centre.save()
    assert state() == before


def test_what_a_group_was_given_by_hand_goes(home_centre: CentrePage, other_centre: CentrePage) -> None:
    groups = sync_centre(home_centre.centre)
    held = [list(group.permissions.values_list("codename", flat=True)) for group in (groups.editors, groups.reviewers)]
    assert held == [["access_admin"], ["access_admin"]]
    on_pages = list(GroupPagePermission.objects.order_by("pk").values_list("group", "page", "permission"))
    by_hand = Permission.objects.get(codename="publish_page")
    groups.editors.permissions.add(by_hand)
    GroupPagePermission.objects.create(group=groups.editors, page=home_centre, permission=by_hand)
    GroupPagePermission.objects.create(group=groups.reviewers, page=other_centre, permission=by_hand)
    sync_centre(home_centre.centre)
    assert list(groups.editors.permissions.values_list("codename", flat=True)) == ["access_admin"]
    assert list(GroupPagePermission.objects.order_by("pk").values_list("group", "page", "permission")) == on_pages


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.AUDITOR, None])
def test_nobody_but_editors_and_reviewers_enters(home_centre: CentrePage, role: Role | None) -> None:
    person = people.staff(home_centre.centre, role) if role else people.user()
    client = signed_in(person)
    for address in ("/cms/", "/cms/pages/", "/cms/nowhere/", "/cms/login/?next=/cms/"):
        response = client.get(address, follow=True)
        page = response.content.decode()
        assert (response.status_code, response.templates[0].name) == (403, "403.html"), address
        assert "편집자와 검토자가 사이트의 글을 쓰는 곳입니다." in page
        assert "아래 번호로 전화 주세요" in page
        assert f'href="tel:{home_centre.centre.phone}"' in page
        assert 'href="/home/"' in page
    assert client.post("/cms/pages/").status_code == 403
    assert client.get("/home/", follow=True).status_code == 200


def test_a_visitor_is_asked_to_sign_in(home_centre: CentrePage, client: Client) -> None:
    response = client.get("/cms/pages/", follow=True)
    assert response.redirect_chain == [("/accounts/login/?next=/cms/pages/", 302)]
    assert response.status_code == 200


def test_an_ended_role_ends_the_access(home_centre: CentrePage) -> None:
    editor = people.staff(home_centre.centre, Role.EDITOR)
    assert signed_in(editor).get("/cms/").status_code == 200
    membership = Membership.objects.get(person=editor)
    membership.ended_on = clock.today()
    membership.save()
    assert signed_in(editor).get("/cms/").status_code == 302  # with the sessions of that time
    editor.refresh_from_db()
    assert signed_in(editor).get("/cms/").status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_staff_of_one_centre_can_do_nothing_in_another(
    home_centre: CentrePage, other_centre: CentrePage, role: Role
) -> None:
    own, foreign = pages.content(home_centre), pages.content(other_centre)
    client = signed_in(people.staff(home_centre.centre, role))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    for name in ("edit", "delete", "unpublish", "move", "copy", "history", "workflow_history"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[foreign.pk]))
        assert refused(response), name
    add = reverse("wagtailadmin_pages:add", args=["cms", "contentpage", other_centre.pk])
    assert refused(client.get(add))
    assert refused(client.post(add, {"title": "남의 센터에 쓴 글"}))
    draft = reverse("wagtailadmin_pages:view_draft", args=[foreign.pk])
    assert client.get(draft).status_code in (302, 403)
    assert Page.objects.filter(title="남의 센터에 쓴 글").count() == 0
    listing = client.get(reverse("wagtailadmin_pages:search"), {"q": "알림"})
    assert foreign.title not in listing.content.decode()


def test_files_of_another_centre_are_neither_listed_nor_changed(
    home_centre: CentrePage, other_centre: CentrePage
) -> None:
    documents = get_document_model()
    theirs = documents.objects.create(
        title="다른 센터 파일",
        file=ContentFile(b"x", name="a.txt"),
        collection=sync_centre(other_centre.centre).collection,
    )
    client = signed_in(people.staff(home_centre.centre, Role.REVIEWER))
    assert theirs.title not in client.get(reverse("wagtaildocs:index")).content.decode()
    assert refused(client.get(reverse("wagtaildocs:edit", args=[theirs.pk])))
    assert refused(client.post(reverse("wagtaildocs:delete", args=[theirs.pk])))
    assert documents.objects.filter(pk=theirs.pk).exists()


def test_an_editor_sends_in_and_a_reviewer_of_the_centre_publishes(
    home_centre: CentrePage, other_centre: CentrePage
) -> None:
    course = pages.course(pages.tier(above=home_centre))
    lesson = pages.lesson(course, live=False)
    lesson.save_revision()
    editor = people.staff(home_centre.centre, Role.EDITOR)
    page = Page.objects.get(pk=lesson.pk).specific
    assert not page.permissions_for_user(editor).can_publish()
    workflow = page.get_workflow()
    assert workflow.name == f"검토 → 게시 ({home_centre.centre.name})"
    workflow.start(page, editor)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    for person in (editor, people.staff(other_centre.centre, Role.REVIEWER)):
        signed_in(person).post(address, {"comment": ""})
        assert not LessonPage.objects.get(pk=lesson.pk).live
    signed_in(people.staff(home_centre.centre, Role.REVIEWER)).post(address, {"comment": ""})
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_the_reviewer_who_publishes_a_course_stands_on_its_version(home_centre: CentrePage) -> None:
    course = pages.course(pages.tier(above=home_centre))
    pages.lesson(course)
    editor, reviewer = people.staff(home_centre.centre, Role.EDITOR), people.staff(home_centre.centre, Role.REVIEWER)
    page = Page.objects.get(pk=course.pk).specific
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    signed_in(reviewer).post(address, {"comment": ""})
    assert CourseVersion.objects.get().published_by == reviewer
