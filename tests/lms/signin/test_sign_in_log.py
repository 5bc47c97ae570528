"""Who signed in and for whom a wrong password was tried is on record, and nothing of what strangers type."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.invitations import domain
from lms.invitations.links import MAILED, token_of
from tests.factories import people
from tests.lms.signin.confirming import confirmed
from tests.lms.signin.test_second_factor import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
LOGIN = "/accounts/login/"


@pytest.fixture
def person() -> User:
    person = people.staff(people.centre(), Role.MANAGER, phone="01012345678")
    person.set_password(PASSWORD)
    person.save()
    return person


def tried(login: str, password: str) -> list[tuple[int, str, str]]:
    Client().post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR="203.0.113.7")
    return [(row.actor_id, row.action, row.ip or "") for row in AccessLog.objects.order_by("pk")]


def test_a_try_for_nobody_or_for_a_shared_phone_leaves_no_row(person: User) -> None:
    people.user(phone=person.phone)
    assert tried("nobody@example.org", "틀린-비밀번호-2026") == []
    assert tried("010-1234-5678", "틀린-비밀번호-2026") == []


@pytest.mark.parametrize("login", ["email", "phone"])
def test_a_wrong_password_and_a_sign_in_are_on_record(person: User, login: str) -> None:
    name = getattr(person, login)
    assert tried(name, "틀린-비밀번호-2026") == [(person.pk, Access.WRONG, "203.0.113.7")]
    assert tried(name, PASSWORD)[1:] == [(person.pk, Access.SIGN_IN, "203.0.113.7")]
    assert paths() == [("wrong", LOGIN), ("sign_in", LOGIN)]


# ── the way in


def paths() -> list[tuple[str, str]]:
    return list(AccessLog.objects.order_by("pk").values_list("action", "subject"))


def test_an_invitation_is_told_without_its_key(client: Client, person: User) -> None:
    centre = people.centre()
    manager = people.staff(centre, Role.MANAGER)
    row = domain.invite_person(centre=centre, name="예시새주민", email="new@example.org", actor=manager)
    given = {"name": "예시새주민", "phone": "010 1234 5679", "password1": PASSWORD, "age": "on", "service": "on"}
    client.post(f"/invitation/{token_of(row, MAILED)}/", given)
    assert paths() == [("sign_in", "/invitation/…/")]


def test_joining_and_typing_the_password_once_more_are_told(client: Client) -> None:
    joining = {"name": "예시주민", "email": "new@example.org", "phone": "010 1234-5678", "password1": PASSWORD}
    confirmed(client, client.post("/accounts/signup/", joining | {"age": "on", "service": "on"}))
    client.post("/accounts/reauthenticate/", {"password": "틀린-비밀번호-2026"})
    assert paths() == [("sign_in", "/accounts/confirm-email/"), ("wrong", "/accounts/reauthenticate/")]


def test_a_second_factor_is_the_way_in_of_who_has_one(client: Client, person: User) -> None:
    TOTP.activate(person, secret := generate_totp_secret())
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert paths() == []
    client.post("/accounts/second/authenticate/", {"code": code_of(secret)})
    assert paths() == [("sign_in", "/accounts/second/authenticate/")]
