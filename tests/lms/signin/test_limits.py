"""An attacker is slowed and told until when; the owner, elsewhere, is not; and a whole class signs in from one address."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core import mail
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.web.limits import count
from lms.settings.base import LIMITS
from tests.factories import people
from tests.lms.signin.test_second_factor import code_of, set_up_app

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
WRONG = "아닌-비밀번호-2026"
MOMENT = clock.seoul(2026, 11, 23, 9, 31)
SLOWED = "여기에서 너무 여러 번 시도하셨습니다. 오전 9시 35분부터 다시 해 주세요."
MAILED = (
    "조금 전에 이 주소로 메일을 여러 번 요청하셨습니다. 받은편지함과 스팸 메일함을 먼저 살펴봐 주세요. 오전 10시부터 다시 "
    "요청하실 수 있습니다."
)


@pytest.fixture(autouse=True)
def as_on_a_server(settings: Any) -> Any:
    settings.LIMITS = LIMITS
    with clock.at(MOMENT):
        yield


@pytest.fixture
def thief() -> Client:
    return Client(REMOTE_ADDR="203.0.113.9")


@pytest.fixture
def owner() -> Client:
    return Client(REMOTE_ADDR="198.51.100.4")


@pytest.fixture
def person() -> User:
    return people.user(password=PASSWORD, phone="01000000017")


def sign_in(client: Client, login: str, password: str, **where: str) -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password}, **where)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def told(answer: Any) -> Any:
    return dict(answer.context["form"].errors)


# ── signing in


def test_the_right_password_after_five_wrong_ones_waits(thief: Client, person: User) -> None:
    for _try in range(5):
        sign_in(thief, person.email, WRONG)
    refused = sign_in(thief, person.email, PASSWORD)
    assert (is_in(thief), told(refused)) == (False, {"__all__": [SLOWED]})
    with clock.at(clock.seoul(2026, 11, 23, 9, 35)):
        sign_in(thief, person.email, PASSWORD)
    assert is_in(thief)


def test_tries_from_elsewhere_lock_nobody_out(thief: Client, owner: Client, person: User) -> None:
    for _try in range(120):
        sign_in(thief, person.email, WRONG)
    sign_in(owner, person.email, PASSWORD)
    assert is_in(owner)


def test_one_account_is_one_however_it_is_written(thief: Client) -> None:
    people.user(email="kim@example.org", password=PASSWORD)
    for login in ("kim@example.org", "KIM@example.org", "\u212aim@example.org", "kim@EXAMPLE.org", "kim@example.org "):
        sign_in(thief, login, WRONG)
    assert told(sign_in(thief, "kim@example.org", PASSWORD)) == {"__all__": [SLOWED]}


def test_a_phone_number_is_counted_too(thief: Client, person: User) -> None:
    for login in ("010-0000-0017", "01000000017", "010 0000 0017", "010-0000-0017", "010-0000-0017"):
        sign_in(thief, login, WRONG)
    assert told(sign_in(thief, "01000000017", PASSWORD)) == {"__all__": [SLOWED]}


def test_a_new_address_of_the_same_network_helps_nobody(person: User) -> None:
    client = Client()
    for number in range(5):
        sign_in(client, person.email, WRONG, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert told(sign_in(client, person.email, PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::1")) == {"__all__": [SLOWED]}
    sign_in(client, person.email, PASSWORD, REMOTE_ADDR="2001:db8:1:3::1")
    assert is_in(client)


def test_a_class_of_forty_signs_in_from_one_address(settings: Any) -> None:
    """Each mistypes once, as people do, and all within five minutes."""
    accounts = [people.user(password=PASSWORD).email for _person in range(40)]
    clients = [Client(REMOTE_ADDR="203.0.113.50") for _person in accounts]
    for client, email in zip(clients, accounts, strict=True):
        sign_in(client, email, WRONG)
        sign_in(client, email, PASSWORD)
    assert [is_in(client) for client in clients] == [True] * 40


def test_a_hundred_wrong_passwords_for_many_accounts_are_enough_for_one_address(thief: Client, person: User) -> None:
    for number in range(100):
        sign_in(thief, f"nobody{number}@example.org", WRONG)
    assert told(sign_in(thief, person.email, PASSWORD)) == {"__all__": [SLOWED]}


def test_signing_in_to_the_own_account_makes_no_room_for_more_tries(thief: Client, person: User) -> None:
    own = people.user(password=PASSWORD)
    for _try in range(5):
        sign_in(thief, person.email, WRONG)
        sign_in(Client(REMOTE_ADDR="203.0.113.9"), own.email, PASSWORD)
    assert told(sign_in(thief, person.email, PASSWORD)) == {"__all__": [SLOWED]}


def test_right_passwords_are_never_too_many(owner: Client, person: User) -> None:
    for _try in range(12):
        client = Client(REMOTE_ADDR="198.51.100.4")
        sign_in(client, person.email, PASSWORD)
        assert is_in(client)


def test_the_old_password_is_not_guessed_by_changing_it(owner: Client, person: User) -> None:
    sign_in(owner, person.email, PASSWORD)
    new = {"password1": "다른-비밀번호-2026", "password2": "다른-비밀번호-2026"}
    for _try in range(5):
        owner.post("/accounts/password/change/", {"oldpassword": WRONG, **new})
    refused = owner.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert told(refused) == {"oldpassword": [SLOWED]}


def test_nor_by_typing_it_once_more(owner: Client, person: User) -> None:
    sign_in(owner, person.email, PASSWORD)
    for _try in range(5):
        owner.post("/accounts/reauthenticate/", {"password": WRONG})
    assert told(owner.post("/accounts/reauthenticate/", {"password": PASSWORD})) == {"password": [SLOWED]}


# ── a new password


def ask(client: Client, email: str) -> Any:
    return client.post("/accounts/password/reset/", {"email": email})


def test_a_flood_sends_three_mails_an_hour_and_the_owner_still_gets_one(
    thief: Client, owner: Client, person: User
) -> None:
    answers = [ask(thief, person.email) for _try in range(30)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [422] * 27
    assert told(answers[-1]) == {"email": [MAILED]}
    assert [message.to for message in mail.outbox] == [[person.email]] * 3
    assert ask(owner, person.email).status_code == 302
    assert len(mail.outbox) == 4


@pytest.mark.parametrize("has_account", [True, False])
def test_a_flood_from_many_networks_ends_and_the_owner_goes_on_by_any_of_its_mails(
    owner: Client, person: User, has_account: bool
) -> None:
    email = person.email if has_account else "nobody@example.org"
    answers = [ask(Client(REMOTE_ADDR=f"203.0.113.{number}"), email) for number in range(14)]
    assert [answer.status_code for answer in answers] == [302] * 12 + [422] * 2
    assert told(answers[-1]) == {"email": [MAILED]}
    assert ask(Client(REMOTE_ADDR="203.0.113.99"), "another@example.org").status_code == 302
    if has_account:
        mails = [message for message in mail.outbox if message.to == [email]]
        assert (len(mails), told(ask(owner, email))) == (12, {"email": [MAILED]})
        for message in (mails[0], mails[-1]):
            link = next(word for word in str(message.body).split() if "/accounts/password/reset/key/" in word)
            assert b"password1" in owner.get(link, follow=True).content


def test_who_has_no_account_is_refused_alike(thief: Client) -> None:
    answers = [ask(thief, "nobody@example.org") for _try in range(4)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [422]
    assert told(answers[-1]) == {"email": [MAILED]}


def test_after_a_new_password_earlier_mistakes_do_not_count(owner: Client, person: User) -> None:
    for _try in range(5):
        sign_in(owner, person.email, WRONG)
    ask(owner, person.email)
    link = next(word for word in str(mail.outbox[0].body).split() if "/accounts/password/reset/key/" in word)
    form = owner.get(link, follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": "다른-비밀번호-2026", "password2": "다른-비밀번호-2026"})
    sign_in(owner, person.email, "다른-비밀번호-2026")
    assert is_in(owner)


# ── joining


def join(client: Client, email: str) -> Any:
    form = {"name": "예시가람", "email": email, "phone": "010-0000-0001", "password1": PASSWORD}
    return client.post("/accounts/signup/", form | {"age": "on", "service": "on"})


def test_joining_with_a_strangers_address_floods_no_mailbox(thief: Client) -> None:
    join(thief, "stranger@example.org")
    assert [join(Client(REMOTE_ADDR="203.0.113.9"), "stranger@example.org").status_code for _try in range(3)] == [
        302,
        302,
        422,
    ]
    again = [
        sign_in(Client(REMOTE_ADDR="203.0.113.9"), "stranger@example.org", PASSWORD).status_code for _try in range(3)
    ]
    assert again == [429] * 3
    assert [message.to for message in mail.outbox] == [["stranger@example.org"]] * 3


@pytest.mark.parametrize("has_account", [False, True])
def test_wishing_for_a_strangers_mailbox_sends_three_mails_an_hour(
    thief: Client, person: User, has_account: bool
) -> None:
    """Whether somebody has joined with it or not: the answers don't tell."""
    if has_account:
        people.user(email="stranger@example.org")
    sign_in(thief, person.email, PASSWORD)
    answers = [thief.post("/accounts/email/", {"email": "stranger@example.org"}) for _try in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [422] * 3
    assert told(answers[-1]) == {"email": [MAILED]}
    assert [message.to for message in mail.outbox] == [["stranger@example.org"]] * 3


def test_news_of_the_own_account_are_always_sent(owner: Client, person: User, settings: Any) -> None:
    settings.LIMITS = LIMITS | {"account_mail": (0, 3600), "account_mail_network": (0, 3600)}
    sign_in(owner, person.email, PASSWORD)
    new = "다른-비밀번호-2026"
    owner.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_a_class_that_joins_gets_all_its_mails_to_confirm(settings: Any) -> None:
    settings.LIMITS = LIMITS | {"account_mail_network": (1, 3600)}
    for number in range(3):
        join(Client(REMOTE_ADDR="203.0.113.50"), f"new{number}@example.org")
    assert [message.to for message in mail.outbox] == [[f"new{number}@example.org"] for number in range(3)]


def test_a_class_joins_and_a_machine_does_not(settings: Any) -> None:
    settings.LIMITS = LIMITS | {"sign_up": (40, 3600)}
    answers = [join(Client(REMOTE_ADDR="203.0.113.50"), f"new{number}@example.org") for number in range(41)]
    assert [answer.status_code for answer in answers] == [302] * 40 + [422]
    assert told(answers[-1]) == {"__all__": [SLOWED.replace("9시 35분", "10시")]}
    assert answers[-1].context["form"]["name"].value() == "예시가람"


# ── the second factor


@pytest.fixture
def secret(settings: Any) -> str:
    settings.SECOND_FACTOR_REQUIRED = True
    person = people.staff(people.centre(), Role.COORDINATOR, email="staff@example.org", password=PASSWORD)
    client = Client()
    sign_in(client, person.email, PASSWORD)
    set_up_app(client)
    stored = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).data["secret"]
    return str(decrypt(stored))


def show(client: Client, code: str) -> Any:
    return client.post("/accounts/second/authenticate/", {"code": code})


def test_codes_tried_from_elsewhere_lock_nobody_out(thief: Client, owner: Client, secret: str) -> None:
    for client in (thief, owner):
        sign_in(client, "staff@example.org", PASSWORD)
    wrong = [told(show(thief, "000000"))["code"] for _try in range(6)]
    assert wrong == [["번호가 맞지 않습니다. 지금 보이는 번호를 적어 주세요."]] * 5 + [[SLOWED]]
    assert told(show(thief, code_of(secret))) == {"code": [SLOWED]}
    assert not is_in(thief)
    show(owner, code_of(secret))
    assert is_in(owner)


def test_nor_is_a_code_guessed_where_it_is_asked_for_once_more(owner: Client, secret: str) -> None:
    """By somebody at a computer that was left on, or with a stolen session."""
    sign_in(owner, "staff@example.org", PASSWORD)
    show(owner, code_of(secret))
    again = "/accounts/second/reauthenticate/"
    wrong = [told(owner.post(again, {"code": "000000"}))["code"] for _try in range(6)]
    assert wrong == [["번호가 맞지 않습니다. 지금 보이는 번호를 적어 주세요."]] * 5 + [[SLOWED]]
    assert told(owner.post(again, {"code": code_of(secret)})) == {"code": [SLOWED]}


# ── what a limit must not do


def test_an_unknown_address_is_counted_as_one() -> None:
    client = Client()
    for number in range(100):
        sign_in(client, f"nobody{number}@example.org", WRONG, REMOTE_ADDR=f"garbage-{number}")
    assert count("sign_in_network", "unknown").until is not None
