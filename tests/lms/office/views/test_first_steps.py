"""What a centre still lacks, for who leads it."""

from typing import Any

import pytest
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from tests.factories import courses, mentoring, people

pytestmark = pytest.mark.django_db

PAGE, HOME = "/office/begin/", "/office/"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


def steps(client: Client) -> list[tuple[bool, str]]:
    return [(one.is_done, one.step.url) for one in client.get(PAGE).context["steps"]]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.EDITOR])
def test_who_does_not_lead_the_centre_has_no_such_page(client: Client, centre: Centre, role: Role) -> None:
    client.force_login(people.staff(centre, role))
    assert client.get(PAGE).status_code == 404
    if role != Role.EDITOR:
        assert f'href="{PAGE}"' not in client.get(HOME).content.decode()


def test_a_manager_is_led_or_told_whom_to_ask(client: Client, manager: User) -> None:
    client.force_login(manager)
    invite, body, zone = "/office/people/invitations/", "/office/bodies/new/", "/office/zones/new/"
    assert steps(client) == [
        (False, ""),  # dongs
        (True, "/office/begin/centre/"),
        (False, ""),  # pages
        (True, "/office/privacy/"),  # consents, officer and terms
        (False, invite),
        (False, invite),
        (False, zone),
        (False, "/office/lists/fields/"),
        (False, "/office/lists/stages/"),
        (False, body),
        (False, ""),  # course
        (False, ""),  # run
    ]
    text = client.get(PAGE).content.decode()
    assert "12가지 중 2가지가 있습니다" in text
    assert "062-000-0000" in text
    assert "10가지가 아직 없습니다" in client.get(HOME).content.decode()


def test_a_superuser_is_led_everywhere(client: Client, centre: Centre) -> None:
    client.force_login(people.user(is_superuser=True))
    addresses = [url for _done, url in steps(client)]
    assert addresses == [
        "/office/regions/",
        "/office/begin/centre/",
        "/cms/pages/",
        "/office/privacy/",
        "/office/people/invitations/",
        "/office/people/invitations/",
        "/office/zones/new/",
        "/office/lists/fields/",
        "/office/lists/stages/",
        "/office/bodies/new/",
        "/cms/pages/",
        "/office/runs/new/",
    ]


def complete(centre: Centre) -> None:
    people.zone(centre.region, people.region(parent=centre.region))
    for role in (Role.COORDINATOR, Role.EDITOR, Role.REVIEWER):
        people.staff(centre, role)
    mentoring.field(centre)
    mentoring.stage(centre)
    mentoring.body(centre)
    courses.run(centre=centre)


def test_when_all_is_there_the_page_says_so_and_the_home_does_not(
    client: Client, centre: Centre, manager: User
) -> None:
    complete(people.centre())
    client.force_login(manager)
    assert [done for done, _url in steps(client)].count(True) == 2
    complete(centre)
    assert [done for done, _url in steps(client)] == [True] * 12
    assert "모두 갖추었습니다" in client.get(PAGE).content.decode()
    assert f'href="{PAGE}"' not in client.get(HOME).content.decode()


def test_queries(client: Client, centre: Centre, manager: User, django_assert_num_queries: Any) -> None:
    client.force_login(manager)
    client.get(PAGE)
    for done in (False, True):
        if done:
            complete(centre)
        with django_assert_num_queries(4):
            client.get(PAGE)
