"""A phone number signs in where the password leaves no doubt whose it is, and otherwise tells nothing."""

from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from lms.accounts.models import User
from tests.factories import people

pytestmark = pytest.mark.django_db
PHONE, PASSWORD = "01012345678", "마을에서-배워요-2026"


def person(password: str = PASSWORD, **fields: Any) -> User:
    return people.user(**{"phone": PHONE, "password": password} | fields)


def sign_in(client: Client, login: str, password: str = PASSWORD) -> str | None:
    """Who is signed in afterwards; the page's message stays on the client for comparison."""
    response = client.post("/accounts/login/", {"login": login, "password": password})
    said = response.context["form"].errors["__all__"] if response.status_code == 422 else None
    client.said = said  # type: ignore[attr-defined]
    found: str | None = client.session.get("_auth_user_id")
    return found


def test_a_number_that_is_not_theirs_first_is_answered_like_a_wrong_password(client: Client) -> None:
    person(password="할머니-비밀번호-1")
    person()
    person(is_active=False, password="쉬는-사람-2026", phone="01099998888")
    said = []
    for login, password in [
        (PHONE, "아닌-비밀번호-2026"),
        (PHONE, PASSWORD),  # of the second of the family
        ("01000001111", PASSWORD),
        ("01099998888", "쉬는-사람-2026"),
        ("nobody@example.org", PASSWORD),
        ("그냥 글자", PASSWORD),
    ]:
        assert sign_in(client, login, password) is None
        said.append(client.said)  # type: ignore[attr-defined]
    assert said == [said[0]] * len(said)
    assert "이메일로 로그인해 주세요" in said[0][0]


@pytest.mark.parametrize(
    "typed", ["01012345678", "010-1234-5678", " 010 1234 5678 ", "+82 10-1234-5678", "010.1234.5678"]
)
def test_a_number_in_any_spacing_signs_in(client: Client, typed: str) -> None:
    mine = person()
    assert sign_in(client, typed) == str(mine.pk)


def test_both_of_a_family_with_one_password_get_in_by_address(client: Client) -> None:
    person()
    mine = person()
    assert sign_in(client, mine.email.upper()) == str(mine.pk)


@pytest.mark.parametrize("accounts", [0, 1, 5])
def test_one_password_is_compared_whoever_has_the_number(
    client: Client, accounts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(accounts):
        person()
    hashed, encode = [], MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, *args: Any) -> str:
        hashed.append(password)
        return encode(self, password, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    assert sign_in(client, PHONE, "아닌-비밀번호-2026") is None
    assert hashed == ["아닌-비밀번호-2026"]


def test_the_number_opens_the_account_that_held_it_first(client: Client) -> None:
    first, second = person(), person()
    assert sign_in(client, PHONE) == str(first.pk)
    client.logout()
    assert sign_in(client, second.email) == str(second.pk)
