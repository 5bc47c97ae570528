"""The pages of a lost second factor: the office's, and that of who can't get in."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.staff.domain.second_factor import ask_for_reset
from lms.staff.enums import ResetState
from lms.staff.models import SecondFactorReset
from tests.clients import signed_in
from tests.factories import people

pytestmark = pytest.mark.django_db
LOST = reverse("mfa_lost")
PASSWORD = "마을에서-배워요-2026"


@pytest.fixture
def centre() -> Centre:
    return people.centre(name="예시센터")


@pytest.fixture
def person(centre: Centre) -> User:
    made = people.staff(centre, Role.EDITOR, name="예시분실", phone="01012345678")
    made.set_password(PASSWORD)
    made.save()
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": ""})
    return made


@pytest.fixture
def two(centre: Centre) -> tuple[Client, Client]:
    return signed_in(people.staff(centre, Role.COORDINATOR, name="예시동료")), signed_in(
        people.staff(centre, Role.MANAGER, name="예시센터장")
    )


def page_of(person: User) -> str:
    return reverse("office_second_factor", args=[person.pk])


def text_of(response: Any) -> str:
    found: str = response.content.decode()
    return found


def test_it_is_there_for_colleagues_who_may_confirm_alone(centre: Centre, person: User) -> None:
    for role, status in ((Role.AUDITOR, 404), (Role.MANAGER, 200), (Role.COORDINATOR, 200)):
        assert signed_in(people.staff(centre, role)).get(page_of(person)).status_code == status
    assert signed_in(people.staff(people.centre(), Role.MANAGER)).get(page_of(person)).status_code == 404
    own = people.staff(centre, Role.MANAGER)
    assert signed_in(own).get(page_of(own)).status_code == 404
    assert signed_in(own).get(page_of(people.known(centre))).status_code == 404


def test_without_a_buttons_name_nothing_happens(person: User, two: tuple[Client, Client]) -> None:
    assert two[0].post(page_of(person)).status_code == 422
    assert SecondFactorReset.objects.count() == 0


def test_two_press_one_after_the_other(person: User, two: tuple[Client, Client]) -> None:
    first, second = two
    assert first.post(page_of(person), {"step": "start"})["Location"] == page_of(person)
    page = text_of(first.get(page_of(person)))
    assert ('value="confirm"' in page, "예시센터장" in page) == (False, True)
    assert "다른 분도 확인해야" in text_of(first.post(page_of(person), {"step": "confirm"}, follow=True))
    assert 'value="confirm"' in text_of(second.get(page_of(person)))
    second.post(page_of(person), {"step": "confirm"})
    assert SecondFactorReset.objects.get().state == ResetState.DONE
    assert Authenticator.objects.count() == 0
    assert "두 번째 확인이 없습니다" in text_of(second.get(page_of(person)))


def test_it_is_called_off(person: User, two: tuple[Client, Client]) -> None:
    assert two[0].post(page_of(person), {"step": "call_off"}).status_code == 404
    two[0].post(page_of(person), {"step": "start"})
    two[1].post(page_of(person), {"step": "call_off"})
    assert SecondFactorReset.objects.get().state == ResetState.CALLED_OFF


def test_where_there_is_no_second_the_page_names_who_runs_the_site(centre: Centre, person: User) -> None:
    User.objects.create_superuser("root@example.org", "x", name="예시관리자")
    page = text_of(signed_in(people.staff(centre, Role.MANAGER)).get(page_of(person)))
    assert ("예시관리자" in page, 'value="start"' in page) == (True, False)


def test_the_page_of_a_role_leads_there(centre: Centre, person: User, two: tuple[Client, Client]) -> None:
    role = reverse("office_role", args=[person.memberships.get().pk])
    assert page_of(person) in text_of(two[0].get(role))
    assert page_of(person) not in text_of(signed_in(people.staff(centre, Role.AUDITOR)).get(role))


# ── who can't get in


def test_without_a_password_there_is_nothing_to_ask(client: Client, person: User, two: tuple[Client, Client]) -> None:
    for asked, leads_to in ((client, "account_login"), (two[0], "home_of_person")):
        assert asked.get(LOST)["Location"] == asked.post(LOST)["Location"] == reverse(leads_to)
    assert SecondFactorReset.objects.count() == 0


@pytest.mark.usefixtures("two")
def test_who_has_shown_a_password_asks_colleagues_and_is_let_in_nowhere(client: Client, person: User) -> None:
    signing_in = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, follow=True)
    assert LOST in text_of(signing_in)
    assert "동료에게 부탁하기" in text_of(client.get(LOST))
    assert client.post(LOST)["Location"] == LOST
    assert "동료들에게 알렸습니다" in text_of(client.get(LOST))
    assert SecondFactorReset.objects.get().state == ResetState.ASKED
    assert client.get("/my/profile/").status_code == 302
    assert Authenticator.objects.count() == 1


@pytest.mark.usefixtures("two")
def test_who_is_half_signed_in_asks_too(client: Client, person: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(person)
    assert LOST in text_of(client.get("/accounts/second/reauthenticate/"))
    client.post(LOST)
    assert SecondFactorReset.objects.get().person == person


def test_a_resident_is_told_to_call(client: Client) -> None:
    resident = people.user()
    resident.set_password(PASSWORD)
    resident.save()
    Authenticator.objects.create(user=resident, type=Authenticator.Type.TOTP, data={"secret": ""})
    client.post("/accounts/login/", {"login": resident.email, "password": PASSWORD})
    assert "전화해 주세요" in text_of(client.get(LOST))
    assert SecondFactorReset.objects.count() == 0


# ── the office's home


def waiting_at_home(client: Client) -> list[tuple[str, str]]:
    home = client.get("/office/").context["home"]
    assert bool(home.todos) is bool(home.queue)
    return [(line.who, line.url) for line in home.queue]


def test_it_waits_on_the_home_of_whoever_may_be_the_next_of_the_two(
    centre: Centre, person: User, two: tuple[Client, Client]
) -> None:
    line = [("예시분실", page_of(person))]
    assert waiting_at_home(two[0]) == []
    two[0].post(page_of(person), {"step": "start"})
    elsewhere, auditor = people.staff(people.centre(), Role.MANAGER), people.staff(centre, Role.AUDITOR)
    for client in (signed_in(elsewhere), signed_in(auditor), two[0]):  # who began it waits for another
        assert waiting_at_home(client) == []
    assert waiting_at_home(two[1]) == line
    two[1].post(page_of(person), {"step": "confirm"})
    assert waiting_at_home(two[1]) == []


def test_who_asks_for_it_waits_for_both_and_is_no_task_of_their_own(
    centre: Centre, person: User, two: tuple[Client, Client]
) -> None:
    people.staff_role(centre, Role.COORDINATOR, person=person)
    ask_for_reset(person=person)
    assert [waiting_at_home(client) for client in two] == [[("예시분실", page_of(person))]] * 2
    assert waiting_at_home(signed_in(person)) == []
