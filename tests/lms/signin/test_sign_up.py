"""Joining and signing in by e-mail, through the pages people use."""

import pytest
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import User
from tests.factories import people
from tests.lms.signin.confirming import confirmed

pytestmark = pytest.mark.django_db

JOINING = {
    "name": "예시주민",
    "email": "New@Example.org",
    "phone": "010 1234-5678",
    "password1": "마을에서-배워요-2026",
    "age": "on",
    "service": "on",
}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "가", "두 글자"),
        ("email", "not-an-address", "이메일"),
        ("phone", "12", "010-1234-5678"),
        ("password1", "1234", "비밀번호"),
        ("age", "", "14세"),
        ("service", "", "보관"),
    ],
)
def test_a_wrong_line_is_named_what_was_typed_stays_and_nobody_joins(
    client: Client, field: str, value: str, message: str
) -> None:
    response = client.post("/accounts/signup/", JOINING | {field: value})
    page = response.content.decode()
    assert message in page
    kept = next(name for name in ("name", "email") if name != field)
    assert JOINING[kept].lower() in page.lower()
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("봄소풍 2026", ["비밀번호를 10자 이상으로 정해 주세요."]),
        ("40817263945", ["비밀번호가 숫자로만 되어 있습니다. 글자를 섞어 주세요."]),
        ("football123", ["많은 사람이 쓰는 비밀번호입니다. 다르게 정해 주세요."]),
        ("new@example.org", ["비밀번호가 다른 정보(이메일)와 너무 비슷합니다. 다르게 정해 주세요."]),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_with_that_rule(
    client: Client, password: str, told: list[str]
) -> None:
    response = client.post("/accounts/signup/", JOINING | {"password1": password})
    assert response.context["form"].errors == {"password1": told}
    assert User.objects.count() == 0


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/change/", "/accounts/password/set/"])
def test_the_password_rules_are_one_sentence(client: Client, address: str) -> None:
    if "password" in address:
        person = people.user()
        person.set_password(JOINING["password1"] if "change" in address else None)
        person.save()
        client.force_login(person)
    form = client.get(address).context["form"]
    assert form.fields["password1"].help_text == "10자 이상으로, 글자를 섞어 정해 주세요."


def test_joining_signs_in_and_leads_home(client: Client) -> None:
    response = confirmed(client, client.post("/accounts/signup/", JOINING))
    assert (response.status_code, response["Location"]) == (302, "/home/")
    person = User.objects.get()
    assert (person.name, person.email, person.phone) == ("예시주민", "new@example.org", "01012345678")
    assert client.get("/home/", follow=True).redirect_chain == [("/my/", 302)]


def test_an_address_that_has_joined_already_joins_no_second_time(client: Client) -> None:
    people.user(email="new@example.org")
    client.post("/accounts/signup/", JOINING)
    assert User.objects.filter(email__iexact="new@example.org").count() == 1


def test_a_wrong_password_does_not_say_which_of_the_two_is_wrong(client: Client) -> None:
    person = people.user()
    person.set_password("마을에서-배워요-2026")
    person.save()
    wrong = client.post("/accounts/login/", {"login": person.email, "password": "아닌-비밀번호-2026"})
    unknown = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "아닌-비밀번호-2026"})
    assert "_auth_user_id" not in client.session
    errors = [response.context["form"].errors.get("__all__") for response in (wrong, unknown)]
    assert errors[0] == errors[1] is not None
    right = client.post("/accounts/login/", {"login": person.email, "password": "마을에서-배워요-2026"})
    assert (right.status_code, right["Location"]) == (302, "/home/")


def test_signing_in_goes_to_no_other_site(client: Client) -> None:
    person = people.user()
    person.set_password("마을에서-배워요-2026")
    person.save()
    sent = {"login": person.email, "password": "마을에서-배워요-2026", "next": "https://elsewhere.example/"}
    assert client.post("/accounts/login/", sent)["Location"] == "/home/"


def test_signing_out_takes_a_press_not_a_link(client: Client) -> None:
    client.force_login(people.user())
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/cms/login/", "/_util/login/"])
def test_there_is_one_sign_in_page(client: Client, address: str) -> None:
    response = client.get(address + "?next=/cms/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/cms/")


@pytest.mark.parametrize(
    ("role", "home"),
    [(Role.EDITOR, "/cms/"), (Role.REVIEWER, "/cms/"), (Role.COORDINATOR, "/office/"), (Role.MANAGER, "/office/")],
)
def test_each_role_comes_home(client: Client, role: Role, home: str) -> None:
    client.force_login(people.staff(people.centre(), role))
    assert client.get("/home/")["Location"] == home


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"])
def test_no_field_says_its_name_twice(client: Client, address: str) -> None:
    assert "placeholder" not in client.get(address).content.decode()
