"""Mails about an account: all in this site's words, and its owner is told of each change."""

from pathlib import Path
from typing import Any

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.common import clock
from lms.signin import mails
from tests.factories import people
from tests.lms.signin.test_second_factor import set_up_app

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
NEW = "다른-비밀번호-2026"
# Ways that this site doesn't offer: codes in place of links, and a list of addresses to take from.
NOT_OFFERED = {
    "email_confirm",
    "email_confirmation",
    "email_confirmation_signup",
    "login_code",
    "password_reset_code",
    "email_deleted",
}


@pytest.fixture
def person() -> User:
    return people.user(email="owner@example.org", phone="01000000017", password=PASSWORD)


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def sent() -> list[tuple[str, list[str]]]:
    return [(message.subject, message.to) for message in mail.outbox]


def test_every_mail_that_allauth_can_send_has_words_here() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    known = {
        str(path.relative_to(folder)).removesuffix("_subject.txt")
        for app in ("account", "mfa", "socialaccount")
        for path in (folder / app / "email").glob("*_subject.txt")
    }
    offered = {name for name in known if name.rpartition("/")[2] not in NOT_OFFERED}
    assert (
        set(mails.MAILS) - {mails.CHANGE_ADDRESS, mails.CONFIRM_ADDRESS, mails.FIRST_PASSWORD, mails.PHONE_CHANGED}
        == offered
    )


@pytest.mark.parametrize("name", sorted(mails.MAILS))
def test_each_says_what_it_is_about_in_both_forms(name: str) -> None:
    link = f"{settings.BASE_URL}/link/?a=1&b=2"
    context = dict.fromkeys(("activate_url", "change_url", "password_reset_url", "sign_in_url", "signup_url"), link)
    told = mails.message(
        name,
        "kim&lee@example.org",
        context
        | {
            "to_email": "new@example.org",
            "timestamp": clock.seoul(2026, 11, 23, 9, 31),
            "user_agent": "Android Chrome",
        },
    )
    html = str(told.alternatives[0].content)
    asked = not mails.MAILS[name].is_news
    assert (link in told.body, link.replace("&", "&amp;") in html) == (asked, asked)
    assert ("3일 동안" in told.body, "3일 동안" in html) == (asked, asked)
    facts = ("11월 23일(월) 오전 9시 31분", "안드로이드", "/accounts/password/reset/")
    assert [(fact in told.body, fact in html) for fact in facts] == [(not asked, not asked)] * 3
    assert "&amp;" not in told.body
    assert (told.subject.startswith("[마을캠퍼스] "), "\n" in told.subject, told.to) == (
        True,
        False,
        ["kim&lee@example.org"],
    )


def test_a_changed_password_is_told(signed_in: Client, person: User) -> None:
    signed_in.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert sent() == [("[마을캠퍼스] 비밀번호가 바뀌었습니다", [person.email])]


def test_a_new_password_by_mail_is_told(client: Client, person: User) -> None:
    client.post("/accounts/password/reset/", {"email": person.email})
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert sent() == [
        ("[마을캠퍼스] 새 비밀번호 정하기", [person.email]),
        ("[마을캠퍼스] 비밀번호를 새로 정했습니다", [person.email]),
    ]


@pytest.mark.usefixtures("commits")
def test_a_new_second_check_is_told(signed_in: Client, person: User) -> None:
    set_up_app(signed_in)
    assert ("[마을캠퍼스] 두 번째 확인을 등록했습니다", [person.email]) in sent()


PROFILE = {"name": "예시주민", "phone": "010-1234-5678", "address": "", "dong": ""}


def test_a_new_phone_number_takes_the_password_and_is_told(client: Client, person: User) -> None:
    client.force_login(person)
    asked = client.post(reverse("profile"), PROFILE)
    person.refresh_from_db()
    assert (asked["Location"].partition("?")[0], person.phone, sent()) == (
        reverse("account_reauthenticate"),
        "01000000017",
        [],
    )
    client.post(asked["Location"], {"password": PASSWORD})
    person.refresh_from_db()
    assert (person.phone, sent()) == ("01012345678", [("[마을캠퍼스] 전화번호가 바뀌었습니다", [person.email])])


def test_other_details_take_no_password_and_no_mail(client: Client, person: User) -> None:
    client.force_login(person)
    client.post(reverse("profile"), PROFILE | {"name": "예시새이름", "phone": "010-0000-0017"})
    person.refresh_from_db()
    assert (person.name, sent()) == ("예시새이름", [])


def test_nobody_is_told_who_has_an_account(client: Client, person: User) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": email}) for email in (person.email, "nobody@example.org")
    ]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert sent() == [
        ("[마을캠퍼스] 새 비밀번호 정하기", [person.email]),
        ("[마을캠퍼스] 이 주소로 가입된 계정이 없습니다", ["nobody@example.org"]),
    ]


# ── the mail server is down


@pytest.fixture
def down(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.lms.signin.test_mails.Down"


class Down:
    def __init__(self, **kwargs: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("mail.example: owner@example.org")


def test_who_asked_for_a_mail_is_told_that_it_did_not_leave(
    client: Client, person: User, down: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post("/accounts/password/reset/", {"email": person.email}, follow=True)
    assert answer.status_code == 200
    assert "지금은 메일을 보내지 못했습니다. 몇 분 뒤에 다시 해 주세요." in answer.content.decode()
    lines = [(record.levelname, record.getMessage()) for record in caplog.records if record.name.startswith("lms")]
    assert lines == [("ERROR", "A mail about an account did not leave: ConnectionRefusedError")]


def test_a_change_stands_though_its_news_did_not_leave(signed_in: Client, person: User, down: None) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = signed_in.post(reverse("account_change_password"), form, follow=True)
    person.refresh_from_db()
    assert (answer.status_code, person.check_password(NEW)) == (200, True)
    assert "지금은 메일을 보내지 못했습니다" not in answer.content.decode()
