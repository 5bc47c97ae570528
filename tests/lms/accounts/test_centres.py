"""Which centre a staff page is about."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from lms.accounts import rules
from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_nobody_switches_to_a_centre_they_do_not_work_at(client: Client) -> None:
    here, there = people.centre(), people.centre()
    client.force_login(people.staff(here))
    assert client.post("/office/centre/", {"centre": there.pk}).status_code == 404
    assert client.post("/office/centre/", {"centre": "x"}).status_code == 404
    assert "centre" not in client.session


def test_editors_of_a_centre_have_no_office_there(client: Client) -> None:
    centre = people.centre()
    client.force_login(people.staff(centre, Role.EDITOR))
    assert client.post("/office/centre/", {"centre": centre.pk}).status_code == 404


def test_who_works_at_two_switches_between_them(client: Client) -> None:
    here, there = people.centre(name="가 센터"), people.centre(name="나 센터")
    person = people.staff(here)
    Membership.objects.create(centre=there, person=person, role=Role.MANAGER, since=date(2024, 1, 1))
    client.force_login(person)
    assert client.post("/office/centre/", {"centre": there.pk}).status_code == 302
    assert client.session["centre"] == there.pk


def test_a_role_that_ended_is_no_role() -> None:
    centre = people.centre()
    person = people.staff(centre, Role.MANAGER)
    assert rules.has_role(person, centre, Role.MANAGER)
    Membership.objects.update(ended_on=date(2024, 2, 1))
    again = type(person).objects.get(pk=person.pk)
    assert not rules.has_role(again, centre, Role.MANAGER)


def test_a_closed_account_has_no_role() -> None:
    centre = people.centre()
    person = people.staff(centre, Role.MANAGER)
    person.is_active = False
    assert rules.roles_of(person) == {}


def test_a_person_holds_a_role_once_at_a_time() -> None:
    centre = people.centre()
    person = people.staff(centre, Role.AUDITOR)
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(centre=centre, person=person, role=Role.AUDITOR, since=date(2024, 1, 1))


PAGES = ("/home/", "/office/", "/office/people/", "/office/bodies/", "/office/communities/new/", "/office/runs/")


@pytest.mark.parametrize("page", PAGES)
def test_before_there_is_a_centre_the_superuser_is_led_to_make_one(client: Client, page: str) -> None:
    client.force_login(people.user())
    assert client.get(page).status_code == (302 if page == "/home/" else 404)
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    response = client.get(page)
    assert response.status_code == 422
    assertContains(response, "센터를 먼저 만들어 주세요.", status_code=422)
    assertContains(response, f'href="{reverse("centre:add")}"', count=1, status_code=422)
    people.centre()
    assert client.get(page).status_code == (302 if page == "/home/" else 200)
