"""The address somebody signs in with changes by a link in the new mailbox, and in no other way."""

import time
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.signin.address_links import token_of
from lms.signin.domain.address import change_address
from tests.factories import people
from tests.lms.signin.confirming import code

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
PAGE = reverse("account_email")


@pytest.fixture
def person() -> User:
    person = people.user(email="old@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def link(person: User, email: str = "new@example.org") -> str:
    return reverse("address_link", args=[token_of(person, email)])


def addresses(person: User) -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified"))


def link_in_mail(number: int = -1) -> str:
    return next(word for word in str(mail.outbox[number].body).split() if "/accounts/email/new/" in word)


def changed(person: User) -> bool:
    return User.objects.get(pk=person.pk).email != "old@example.org"


# ── what changes nothing


def test_a_visitor_asks_for_none(client: Client) -> None:
    assert client.post(PAGE, {"email": "new@example.org"})["Location"].startswith("/accounts/login/")
    assert mail.outbox == []


def test_a_session_left_open_is_asked_for_the_password_first(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.post(PAGE, {"email": "new@example.org"})["Location"].startswith("/accounts/reauthenticate/")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nowhere", "이메일 주소"),
        ("OLD@example.org", "지금 쓰고 계신 주소입니다. 다른 주소를 적어 주세요."),
        ("", "이 칸을 적어 주세요."),
    ],
)
def test_a_wrong_address_is_named_and_stays(signed_in: Client, typed: str, told: str) -> None:
    answer = signed_in.post(PAGE, {"email": typed})
    assert (answer.status_code, mail.outbox) == (422, [])
    assert told in str(answer.context["form"].errors)
    assert answer.context["form"]["email"].value() == typed


def test_asking_changes_nothing_and_claims_nothing(signed_in: Client, person: User) -> None:
    signed_in.post(PAGE, {"email": "New@Example.org"})
    assert (changed(person), addresses(person)) == (False, [("old@example.org", True, True)])
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    stranger = Client()
    form = {"name": "예시주인", "email": "new@example.org", "phone": "010-0000-0001", "password1": PASSWORD}
    stranger.post("/accounts/signup/", form | {"age": "on", "service": "on"})
    assert User.objects.filter(email="new@example.org").count() == 1


def test_an_address_of_somebody_else_is_told_there_alone(signed_in: Client, person: User) -> None:
    people.user(email="taken@example.org")
    free = signed_in.post(PAGE, {"email": "new@example.org"})
    taken = signed_in.post(PAGE, {"email": "taken@example.org"})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("[마을캠퍼스] 새 이메일 주소를 확인해 주세요", ["new@example.org"]),
        ("[마을캠퍼스] 이미 가입하셨습니다", ["taken@example.org"]),
    ]


def test_opening_the_link_changes_nothing(client: Client, person: User) -> None:
    answer = client.get(link(person))
    assert (answer.status_code, changed(person)) == (200, False)
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex, nofollow", True)


def test_too_many_tries_are_neither_kept_nor_listed(client: Client, settings: Any, person: User) -> None:
    settings.LIMITS = {"address_link": (0, 60)}
    answer = client.get(link(person))
    kept = answer.headers.get("Cache-Control", "")
    assert (answer.status_code, answer.headers.get("X-Robots-Tag")) == (429, "noindex, nofollow")
    assert "no-store" in kept


def over(client: Client, path: str, person: User) -> None:
    assert [client.get(path).status_code, client.post(path).status_code] == [410, 410]
    assert not changed(person)


def test_a_link_made_up_opens_nothing(client: Client, person: User) -> None:
    over(client, link(person)[:-3] + "x/", person)


def test_nor_after_three_days(client: Client, person: User) -> None:
    made = link(person)
    later = time.time() + timedelta(days=3, seconds=1).total_seconds()
    with patch("django.core.signing.time.time", return_value=later):
        over(client, made, person)


@pytest.mark.parametrize("what", ["password", "sessions", "closed"])
def test_nor_once_the_owner_has_shut_others_out(client: Client, person: User, what: str) -> None:
    made = link(person)
    if what == "password":
        person.set_password("다른-비밀번호-2026")
        person.save()
    elif what == "sessions":
        User.objects.end_sessions(person.pk)
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    over(client, made, person)


def test_nor_the_older_of_two_once_one_was_pressed(client: Client, person: User) -> None:
    first, second = link(person, "first@example.org"), link(person, "second@example.org")
    client.post(second)
    assert client.post(first).status_code == 410
    assert User.objects.get(pk=person.pk).email == "second@example.org"


@pytest.mark.parametrize("what", ["address", "password", "sessions", "closed"])
def test_what_changes_between_judging_the_link_and_writing_ends_it(person: User, what: str) -> None:
    judged = User.objects.get(pk=person.pk)
    if what == "address":
        change_address(person=person, email="first@example.org")
    elif what == "password":
        person.set_password("다른-비밀번호-2026")
        person.save()
    elif what == "sessions":
        User.objects.end_sessions(person.pk)
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    before = User.objects.get(pk=person.pk).email
    with pytest.raises(DomainError) as refused:
        change_address(person=judged, email="second@example.org")
    assert (refused.value.code, User.objects.get(pk=person.pk).email) == ("over", before)


def test_who_joined_meanwhile_keeps_the_address(client: Client, person: User) -> None:
    made = link(person)
    people.user(email="new@example.org")
    answer = client.post(made)
    assert (answer.status_code, changed(person), addresses(person)) == (409, False, [("old@example.org", True, True)])
    assert "그사이 이 주소로 가입한 계정이 생겼습니다." in answer.content.decode()


def test_somebody_joining_at_this_very_moment_keeps_it_too(person: User) -> None:
    people.user(email="new@example.org")
    with pytest.raises(DomainError) as refused:
        change_address(person=person, email="NEW@example.org")
    assert (refused.value.code, changed(person)) == ("address_taken", False)


# ── what changes it


def test_the_link_in_the_new_mailbox_changes_it_and_the_old_one_is_told(signed_in: Client, person: User) -> None:
    signed_in.post(PAGE, {"email": "new@example.org"})
    answer = Client().post(link_in_mail())
    assert answer.status_code == 200
    assert (User.objects.get(pk=person.pk).email, addresses(person)) == (
        "new@example.org",
        [("new@example.org", True, True)],
    )
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == (
        "[마을캠퍼스] 이메일 주소가 바뀌었습니다",
        ["old@example.org"],
    )
    row = StateChange.objects.get(action="change_address")
    assert (row.subject_id, row.actor, row.data) == (person.pk, person, {})
    again = Client()
    again.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert "_auth_user_id" in again.session
    assert signed_in.get(PAGE).status_code == 200


def test_pressed_twice_it_is_changed_once(client: Client, person: User) -> None:
    made = link(person)
    answers = [client.post(made), client.post(made), client.get(made)]
    assert [(answer.status_code, answer.context["done"]) for answer in answers] == [(200, True)] * 3
    assert StateChange.objects.filter(action="change_address").count() == 1
    assert [message.to for message in mail.outbox] == [["old@example.org"]]


def test_the_confirmation_is_sent_again_while_it_is_missing(signed_in: Client, person: User, settings: Any) -> None:
    EmailAddress.objects.update(verified=False)
    assert "아직 확인 전" in signed_in.get(PAGE).content.decode()
    signed_in.post(reverse("address_again"))
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("[마을캠퍼스] 이메일 주소를 확인해 주세요", ["old@example.org"])
    ]
    signed_in.post("/accounts/confirm-email/", {"action": "verify", "code": code()})
    assert addresses(person) == [("old@example.org", True, True)]
    assert "아직 확인 전" not in signed_in.get(PAGE).content.decode()
