"""Who signed in and for whom a wrong password was tried is on record, and nothing of what strangers type."""

import pytest
from django.test import Client

from lms.accounts.models import Role, User
from lms.common.models import Access, AccessLog
from tests.factories import people

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
