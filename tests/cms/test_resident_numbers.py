"""Whatever an editor can write into: a resident number is refused, told why, and kept nowhere."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Comment, Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.models import ContentPage, CustomDocument, CustomImage, Topic
from lms.accounts.models import User
from tests.factories import files, pages

pytestmark = pytest.mark.django_db

NUMBER = "900101-1234567"
DRESSED = "９００１０１ \u2013 １２３４５６７"
WHY = "주민등록번호는 지우고 적어 주세요. 법에 따라 저장할 수 없는 번호입니다. 이름과 전화번호만 있으면 됩니다."


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return client


def edit(admin: Client, page: Page, **fields: Any) -> Any:
    values = {
        "title": page.title,
        "slug": page.slug,
        "seo_title": "",
        "search_description": "",
        "lead": "",
        "body": streamfield([("text", rich_text("<p>글</p>"))]),
        "comments": inline_formset([]),
        "comment_notifications": "",
    }
    return admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(values | fields))


@pytest.mark.parametrize("field", ["title", "seo_title", "search_description", "lead"])
@pytest.mark.parametrize("number", [NUMBER, DRESSED])
def test_of_a_page(admin: Client, field: str, number: str) -> None:
    page = pages.content()
    before = Revision.objects.count()
    assert WHY in edit(admin, page, **{field: f"김하늘 {number}"}).content.decode()
    assert Revision.objects.count() == before
    assert edit(admin, page, **{field: "김하늘 010-1234-5678"}).status_code == 302
    page.refresh_from_db()
    assert getattr(page.get_latest_revision_as_object(), field) == "김하늘 010-1234-5678"


def test_of_an_address(admin: Client) -> None:
    """Of all texts this alone has validators of its own, and so is refused with its row."""
    page = pages.content()
    before = Revision.objects.count()
    assert edit(admin, page, slug=NUMBER).status_code == 302
    assert messages_of(admin.get(reverse("wagtailadmin_home"))) == [f"바뀐 것이 없습니다. 다시 확인해 주세요. {WHY}"]
    assert Revision.objects.count() == before
    assert ContentPage.objects.get().slug == page.slug


def messages_of(response: Any) -> list[str]:
    return [str(said) for said in response.context["messages"]]


def comment(text: str) -> dict[str, str]:
    return inline_formset([{"text": text, "contentpath": "title", "position": "", "replies": inline_formset([])}])


def test_of_a_comment_beside_a_page(admin: Client) -> None:
    page = pages.content()
    assert edit(admin, page, comments=comment(NUMBER)).status_code == 200
    assert Comment.objects.count() == 0
    edit(admin, page, comments=comment("여기를 고쳐 주세요"))
    assert [one.text for one in Comment.objects.all()] == ["여기를 고쳐 주세요"]


def add_picture(admin: Client, **fields: str) -> Any:
    values = {"title": "회의", "description": "회의 모습", "tags": ""} | fields
    return admin.post(reverse("wagtailimages:add"), values | {"file": files.upload(files.photo(), "a.jpg")})


@pytest.mark.parametrize("field", ["title", "description", "tags"])
def test_of_a_picture(admin: Client, field: str) -> None:
    assert WHY in add_picture(admin, **{field: NUMBER}).content.decode()
    assert (CustomImage.objects.count(), Tag.objects.count()) == (0, 0)
    assert add_picture(admin).status_code == 302


def test_of_a_document(admin: Client) -> None:
    def add(title: str) -> Any:
        file = files.upload(b"%PDF-1.4\n%%EOF\n", "a.pdf")
        return admin.post(reverse("wagtaildocs:add"), {"title": title, "tags": "", "file": file})

    assert WHY in add(NUMBER).content.decode()
    assert CustomDocument.objects.count() == 0
    assert add("안내문").status_code == 302


def test_of_reference_data_and_people(admin: Client) -> None:
    assert WHY in admin.post(reverse("topic:add"), {"name": NUMBER}).content.decode()
    assert Topic.objects.count() == 0
    person = {
        "email": "a@example.org",
        "name": NUMBER,
        "phone": "",
        "password1": "long-enough-1",
        "password2": "long-enough-1",
    }
    assert WHY in admin.post(reverse("wagtailusers_users:add"), person).content.decode()
    assert not User.objects.filter(email="a@example.org").exists()


def test_of_a_copy(admin: Client) -> None:
    page = pages.content()
    values = {"new_title": NUMBER, "new_slug": "copy", "new_parent_page": page.get_parent().pk}
    assert WHY in admin.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), values).content.decode()
    assert ContentPage.objects.count() == 1


def test_of_a_tag_for_many(admin: Client) -> None:
    add_picture(admin)
    address = reverse("wagtail_bulk_action", args=["cms", "customimage", "add_tags"])
    picture = CustomImage.objects.get()
    refused = admin.post(f"{address}?id={picture.pk}", {"tags": NUMBER}, follow=True)
    assert messages_of(refused)[-1:] == [f"바뀐 것이 없습니다. 다시 확인해 주세요. {WHY}"]
    assert (Tag.objects.count(), picture.tags.count()) == (0, 0)
    admin.post(f"{address}?id={picture.pk}", {"tags": "회의"})
    assert [tag.name for tag in picture.tags.all()] == ["회의"]
