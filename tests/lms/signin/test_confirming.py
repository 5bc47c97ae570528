"""Joining proves the address first, and tells nobody who has joined already."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from lms.accounts.models import User
from lms.signin import confirm_links
from tests.factories import people
from tests.lms.signin.confirming import code

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
JOINING = {"name": "예시주민", "phone": "010 1234-5678", "password1": PASSWORD, "age": "on", "service": "on"}
CODE_PAGE = "/accounts/confirm-email/"


def join(client: Client, email: str, **more: str) -> Any:
    return client.post("/accounts/signup/", JOINING | {"email": email} | more)


def link() -> str:
    found = re.search(r"https?://\S+/accounts/confirm/\S+", mail.outbox[-1].body)
    assert found is not None
    return urlsplit(found[0]).path


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def seen(client: Client, email: str) -> tuple[int, str, int, str]:
    answer = join(client, email, next="/help/")
    page = client.get(answer["Location"])
    wrong = client.post(CODE_PAGE, {"action": "verify", "code": "abcdef"})
    text = re.sub(r'value="[^"]{64}"', "", page.content.decode().replace(email, ""))
    return (
        answer.status_code,
        answer["Location"],
        page.status_code,
        f"{text}{wrong.status_code}{wrong.context['form'].errors}",
    )


def test_the_page_says_the_same_for_who_has_joined_and_the_mail_leads_on(client: Client) -> None:
    people.user(email="known@example.org")
    new = seen(client, "new@example.org")
    assert new[:3] == (302, CODE_PAGE + "?next=%2Fhelp%2F", 200)
    assert seen(Client(), "known@example.org") == new
    assert [message.to for message in mail.outbox] == [["new@example.org"], ["known@example.org"]]
    assert "/accounts/login/?next=%2Fhelp%2F" in mail.outbox[-1].body
    assert not is_in(client)


def test_the_code_lets_in_and_leads_to_what_was_asked_for(client: Client) -> None:
    join(client, "new@example.org", next="/help/")
    assert not is_in(client)
    assert client.post(CODE_PAGE, {"action": "verify", "code": "x"}).status_code == 422
    done = client.post(CODE_PAGE, {"action": "verify", "code": code()})
    assert (done.status_code, done["Location"], is_in(client)) == (302, "/help/", True)
    assert EmailAddress.objects.get().verified


def test_a_password_alone_lets_nobody_in_before_the_address_is_proved(client: Client) -> None:
    join(client, "new@example.org")
    other = Client()
    asked = other.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert (asked["Location"], is_in(other)) == (CODE_PAGE, False)
    assert other.post(CODE_PAGE, {"action": "verify", "code": code()})["Location"] == "/home/"


def test_on_another_device_the_link_proves_and_the_way_on_is_kept(client: Client) -> None:
    join(client, "new@example.org", next="/curriculum/")
    other = Client()
    assert other.get(link()).status_code == 200
    assert not EmailAddress.objects.get().verified
    pressed = other.post(link())
    assert (pressed["Location"], is_in(other)) == ("/accounts/login/?next=%2Fcurriculum%2F", False)
    sent = {"login": "new@example.org", "password": PASSWORD, "next": "/curriculum/"}
    assert other.post("/accounts/login/", sent)["Location"] == "/curriculum/"


def test_in_the_same_browser_the_link_signs_in_at_once(client: Client) -> None:
    join(client, "new@example.org", next="/curriculum/")
    assert (client.post(link())["Location"], is_in(client)) == ("/curriculum/", True)


def test_a_link_of_another_address_proves_nothing(client: Client) -> None:
    join(client, "new@example.org")
    old = link()
    User.objects.update(email="other@example.org")
    assert [Client().get(one).status_code for one in (old, "/accounts/confirm/made-up/")] == [410, 410]
    assert not EmailAddress.objects.get().verified


def test_an_account_that_a_command_made_signs_in_by_its_password(client: Client) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})["Location"] == "/home/"


def test_no_mail_takes_the_host_of_the_request(client: Client, settings: Any) -> None:
    settings.BASE_URL = "https://campus.example"
    settings.ALLOWED_HOSTS = ["evil.example", "testserver"]
    people.user(email="known@example.org")
    evil = {"headers": {"host": "evil.example"}}
    for email in ("known@example.org", "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": email}, **evil)
        client.post("/accounts/signup/", JOINING | {"email": email}, **evil)
        client.logout()
    assert len(mail.outbox) == 4
    assert {urlsplit(url).netloc for message in mail.outbox for url in re.findall(r"https?://\S+", message.body)} == {
        "campus.example"
    }


def test_forms_with_mistakes_are_counted_by_themselves(client: Client, settings: Any) -> None:
    settings.LIMITS = {"sign_up": (100, 3600), "sign_up_failed": (40, 3600)}
    for _n in range(40):
        assert "__all__" not in join(client, "nowhere").context["form"].errors
    assert "__all__" in join(client, "nowhere").context["form"].errors
    assert join(client, "new@example.org").status_code == 302


def test_the_link_is_the_persons_own() -> None:
    person = people.user()
    proof = confirm_links.opened(confirm_links.token_of(person, "/help/"))
    assert proof is not None
    assert (proof.person, proof.then) == (person, "/help/")
