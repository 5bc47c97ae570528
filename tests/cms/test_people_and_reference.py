"""Superusers keep people and reference data in the admin; nobody else sees that it exists."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cms.models import Topic
from lms.accounts.domain.country import load_country
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Region, User
from lms.common.records import statelog
from lms.notifications.models import Notice
from tests.factories import pages, people

pytestmark = pytest.mark.django_db
NAMES = ["centre", "region", "topic"]


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return client


def refused(response: Any) -> bool:
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", [*NAMES, "wagtailusers_users"])
def test_reviewers_get_none_of_it(client: Client, name: str) -> None:
    client.force_login(people.staff(pages.centre_page().centre, Role.REVIEWER))
    assert refused(client.get(reverse(f"{name}:index")))
    assert refused(client.get(reverse(f"{name}:add")))


def post(admin: Client, viewset: str, /, **values: Any) -> Any:
    return admin.post(reverse(f"{viewset}:add"), values, follow=True)


@pytest.mark.parametrize(
    ("typed", "stored"), [("062-123-4567", "0621234567"), ("0504-1234-5678", "050412345678"), ("전화", None)]
)
def test_the_centres_number_is_stored_as_digits(admin: Client, typed: str, stored: str | None) -> None:
    region = people.district()
    values = {"contact_name": "예시담당자", "phone": typed, "hours": "평일", "address": ""}
    page = post(admin, "centre", name="서구센터", slug="seogu", region=region.pk, **values).content.decode()
    centre = Centre.objects.first()
    assert (centre and centre.phone) == stored
    assert ("전화번호를" in page) is (stored is None)


def test_a_superuser_lists_and_adds_reference_data(admin: Client) -> None:
    post(admin, "region", code="29140", name="서구", level="sigungu", parent="")
    region = Region.objects.get()
    post(admin, "topic", name="회의 진행")
    values = {"contact_name": "예시담당자", "phone": "0620000000", "hours": "평일", "address": ""}
    post(admin, "centre", name="서구센터", slug="seogu", region=region.pk, **values)
    assert Topic.objects.get().name == "회의 진행"
    for name in NAMES:
        assert admin.get(reverse(f"{name}:index")).status_code == 200, name
    assert admin.get(reverse("centre:edit", args=[Centre.objects.get().pk])).status_code == 200


def test_a_centre_is_put_into_a_district_by_its_full_name(admin: Client) -> None:
    load_country()
    page = admin.get(reverse("centre:add")).content.decode()
    assert page.count(">광주광역시 서구</option>") == page.count(">경기도 수원시 장안구</option>") == 1
    assert page.count("농성1동") == 0
    assert page.count(">세종특별자치시</option>") == 2  # the province, and its only district


def test_what_is_missing_is_said_where_it_would_be_chosen(admin: Client) -> None:
    region = "지역이 아직 없습니다. 기준 정보의 지역에서"
    page = admin.get(reverse("centre:add")).content.decode()
    assert page.count(f"{region} 먼저 만들어 주세요.") == 1
    refused = post(
        admin, "centre", name="서구센터", slug="seogu", contact_name="예시", phone="0620000000", hours="평일"
    )
    assert refused.context["form"].errors == {"region": [f"{region} 먼저 만들어 주세요."]}
    people.centre()
    assert "먼저 만들어 주세요" not in admin.get(reverse("centre:add")).content.decode()


def test_rows_that_others_rest_on_are_not_deleted(admin: Client) -> None:
    centre = people.centre()
    for name, pk in [("centre", centre.pk), ("region", centre.region_id)]:
        assert refused(admin.post(reverse(f"{name}:delete", args=[pk]))), name
    assert Centre.objects.filter(pk=centre.pk).exists()


def test_people_are_added_edited_and_closed_but_not_deleted(admin: Client) -> None:
    assert admin.get(reverse("wagtailusers_users:index"), {"q": "root"}).status_code == 200
    assert admin.get(reverse("wagtailusers_users:index"), {"ordering": "name"}).status_code == 200
    secret = {"password1": "long-and-odd-28", "password2": "long-and-odd-28"}
    page = admin.get(reverse("wagtailusers_users:add")).content.decode()
    assert ('name="name"' in page, 'name="first_name"' in page, 'name="groups"' in page) == (True, False, False)
    post(admin, "wagtailusers_users", email="New@example.org", name="예시새사람", phone="010-1234-5678", **secret)
    person = User.objects.get(name="예시새사람")
    assert (person.email, person.phone, person.check_password("long-and-odd-28")) == (
        "new@example.org",
        "01012345678",
        True,
    )
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    assert admin.get(edit).status_code == 200
    admin.post(edit, {"email": person.email, "name": "예시고친이름", "phone": "", "password1": "", "password2": ""})
    person.refresh_from_db()
    assert (person.name, person.phone, person.is_active) == ("예시고친이름", "", False)
    assert [row.action for row in statelog.history(person)] == ["close_account"]
    assert refused(admin.post(reverse("wagtailusers_users:delete", args=[person.pk])))
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert admin.post(f"{bulk}?id={person.pk}").status_code == 302
    assert User.objects.filter(pk=person.pk).exists()


def account(person: User, **changed: Any) -> dict[str, Any]:
    """What the form of a person sends; without `is_active` the account is to be closed."""
    return {"email": person.email, "name": person.name, "phone": "", "password1": "", "password2": ""} | changed


def test_no_right_is_given_by_the_form_of_a_person(admin: Client) -> None:
    """Neither the right to everything nor a group; the rest that was sent with it is saved."""
    person = people.user()
    group = Group.objects.create(name="seogu 편집자")
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    sent = account(person, name="예시고친이름", is_active="on", is_superuser="on", groups=[group.pk])
    assert admin.post(edit, sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_superuser, person.groups.count()) == ("예시고친이름", False, 0)


def test_nobody_sets_anothers_password(admin: Client) -> None:
    person = people.user()
    before, edit = person.password, reverse("wagtailusers_users:edit", args=[person.pk])
    assert 'type="password"' not in admin.get(edit).content.decode()
    secret = {"password1": "long-and-odd-28", "password2": "long-and-odd-28"}
    assert admin.post(edit, account(person, is_active="on", **secret)).status_code == 302
    person.refresh_from_db()
    assert person.password == before


def test_staff_roles_and_groups_are_not_kept_in_the_admin(admin: Client) -> None:
    group = Group.objects.create(name="seogu 편집자")
    groups = {"index": [], "add": [], "edit": [group.pk], "delete": [group.pk]}
    for name, args in groups.items():
        assert refused(admin.get(reverse(f"wagtailusers_groups:{name}", args=args))), name
    assert refused(admin.post(reverse("wagtailusers_groups:edit", args=[group.pk]), {"name": "관리자"}))
    assert Group.objects.get(pk=group.pk).name == "seogu 편집자"
    with pytest.raises(NoReverseMatch):
        reverse("membership:index")


def test_the_last_manager_of_a_centre_is_not_closed_in_the_admin(admin: Client) -> None:
    centre = people.centre()
    manager = people.staff(centre, Role.MANAGER)
    edit = reverse("wagtailusers_users:edit", args=[manager.pk])
    response = admin.post(edit, account(manager, name="예시고친이름"))
    assert "센터에 센터장이 없게 됩니다" in str(response.context["form"].errors)
    manager.refresh_from_db()
    assert (manager.is_active, manager.name) == (True, manager.name)
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    admin.post(f"{bulk}?id={manager.pk}", {"mark_as_active": ""})
    assert User.objects.get(pk=manager.pk).is_active
    other = people.staff(centre, Role.MANAGER)
    assert admin.post(edit, account(manager)).status_code == 302
    assert not User.objects.get(pk=manager.pk).is_active
    assert Notice.objects.filter(kind="accounts.user.close_account").get().person == other


def test_two_people_with_one_address_in_another_case(admin: Client) -> None:
    people.user(email="taken@example.org")
    secret = {"password1": "long-and-odd-28", "password2": "long-and-odd-28"}
    response = post(admin, "wagtailusers_users", email="TAKEN@example.org", name="예시다른이", phone="", **secret)
    assert response.status_code == 422
    assert User.objects.filter(name="예시다른이").count() == 0


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/cms/login/", "/accounts/login/"),
        ("/_util/login/", "/accounts/login/"),
        ("/cms/password_reset/", "/accounts/password/reset/"),
    ],
)
def test_there_is_one_sign_in(client: Client, address: str, target: str) -> None:
    assert client.get(address).url == target
    person = people.user()
    person.set_password("long-and-odd-28")
    person.save()
    response = client.post(address, {"username": person.email, "password": "long-and-odd-28", "email": person.email})
    assert (response.status_code, response.url) == (302, target)
    assert "_auth_user_id" not in client.session


def test_a_place_of_the_map_is_held_by_one_dong_of_a_district(admin: Client) -> None:
    district = people.district()
    first, second = (people.region(parent=district, map_x=x, map_y=1) for x in (1, 2))
    values = {"code": second.code, "name": second.name, "level": "dong", "parent": district.pk}

    def change(x: Any, y: Any) -> list[str]:
        response = admin.post(reverse("region:edit", args=[second.pk]), values | {"map_x": x, "map_y": y}, follow=True)
        form = response.context.get("form")
        return [str(message) for messages in form.errors.values() for message in messages] if form else []

    assert change(first.map_x, 1) == ["같은 구의 다른 곳이 이미 그 자리에 있습니다."]
    assert change(3, "") == ["지도에서의 열과 행을 모두 적거나 모두 비워 주세요."]
    assert len(change(6, 1)) == 1
    assert len(change(0, 1)) == 1
    assert change(3, 4) == []
    second.refresh_from_db()
    assert (second.map_x, second.map_y) == (3, 4)
    assert change("", "") == []
    second.refresh_from_db()
    assert (second.map_x, second.map_y) == (None, None)
