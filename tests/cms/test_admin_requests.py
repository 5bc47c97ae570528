"""What Wagtail's own lists and forms break on is no error page for an editor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return client


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/cms/pages/", {"q": 'a"b \\"'}),
        ("/cms/images/", {"q": "마을", "ordering": "usage_count"}),
        ("/cms/images/", {"q": "마을", "ordering": "-file_size"}),
        ("/cms/documents/", {"q": "마을", "usage_count_min": "1"}),
        ("/cms/users/", {"q": "가" * 60_000}),
    ],
)
def test_a_search_is_answered_whatever_is_typed_or_chosen(admin: Client, address: str, asked: dict[str, str]) -> None:
    assert admin.get(address, asked).status_code == 200


def test_a_list_without_a_search_is_still_ordered_by_use(admin: Client) -> None:
    answer = admin.get("/cms/images/", {"ordering": "usage_count"})
    assert (answer.status_code, answer.context["current_ordering"]) == (200, "usage_count")


@pytest.mark.parametrize("kind", ["tierpage", "coursepage", "lessonpage"])
def test_all_pages_of_a_type_are_listed(admin: Client, kind: str) -> None:
    course = pages.published_course(lessons=1)
    answer = admin.get(reverse("wagtailadmin_pages:type_use", args=["curriculum", kind]))
    assert answer.status_code == 200
    shown = [page.pk for page in answer.context["object_list"]]
    assert shown == [{"tierpage": course.get_parent(), "coursepage": course}.get(kind, course.get_first_child()).pk]


@pytest.mark.parametrize(
    ("sent", "of"),
    [
        ({"new_parent_page": "nobody"}, "move"),
        ({"next": "nobody"}, "unpublish"),
    ],
)
def test_what_can_not_be_read_is_said_and_changes_nothing(admin: Client, sent: dict[str, Any], of: str) -> None:
    page = pages.content()
    before = (page.path, page.live)
    address = reverse(f"wagtailadmin_pages:{of}", args=[page.pk])
    answer = admin.post(address, sent, HTTP_REFERER=f"http://testserver{address}", follow=True)
    page.refresh_from_db()
    assert answer.status_code == 200
    assert "보내신 내용 가운데 읽을 수 없는 것이 있습니다. 다시 고르거나 적어 주세요." in answer.content.decode()
    assert page.path == before[0]


@pytest.mark.parametrize("before", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_refusal_leads_back_to_no_other_site(admin: Client, before: str) -> None:
    address, unreadable = reverse("wagtailadmin_pages:move", args=[pages.content().pk]), {"new_parent_page": "nobody"}
    answer = admin.post(address, unreadable, HTTP_REFERER=before)
    assert (answer.status_code, answer["Location"]) == (302, "/cms/")
    here = admin.post(address, unreadable, HTTP_REFERER=f"http://testserver{address}")
    assert here["Location"] == f"http://testserver{address}"


def test_an_error_of_our_own_is_still_an_error(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise ValueError("something else")

    monkeypatch.setattr("wagtail.users.views.users.IndexView.get_queryset", broken)
    with pytest.raises(ValueError, match="something else"):
        admin.get("/cms/users/", {"q": "x"})
