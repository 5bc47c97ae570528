"""Staff get nothing of theirs with a password alone, whichever way they came in; everyone may have a second factor."""

import time
from typing import Any
from uuid import UUID

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.signin import second_factor
from tests.factories import people
from tests.matrix import walk
from tests.matrix.walk import admin_addresses

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
TOTP_PERIOD = 30  # seconds
SET_UP = "/accounts/second/"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def code_of(secret: str, *, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_PERIOD + step))


def set_up_app(client: Client) -> Any:
    form = client.get("/accounts/second/totp/activate/").context["form"]
    code = code_of(form.secret)
    return client.post("/accounts/second/totp/activate/", {"code": f"{code[:3]} {code[3:]}"})


def sign_in(client: Client, person: User) -> Any:
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_sent_to_set_one_up(client: Client, role: Role) -> None:
    person = with_password(people.staff(people.centre(), role))
    sign_in(client, person)
    for path in (
        "/home/",
        "/office/",
        "/cms/",
        "/my/profile/",
        "/my/",
        "/accounts/email/",
        "/accounts/password/change/",
    ):
        response = client.get(path)
        assert (path, response.status_code, response["Location"]) == (path, 302, SET_UP)
    assert "정하셔야 다음으로" in client.get(SET_UP).content.decode()


def test_a_superuser_is_sent_too(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    assert client.get("/cms/")["Location"] == SET_UP


def test_a_resident_is_not(client: Client) -> None:
    client.force_login(people.user())
    assert client.get("/my/profile/").status_code == 200


def test_a_role_given_while_signed_in_counts_at_once(client: Client) -> None:
    person = people.user()
    client.force_login(person)
    assert client.get("/my/profile/").status_code == 200
    person.memberships.create(centre=people.centre(), role=Role.AUDITOR, since=clock.today())
    assert client.get("/my/profile/")["Location"] == SET_UP


def test_what_a_visitor_sees_stays_open_and_signing_out_works(client: Client) -> None:
    client.force_login(people.staff(people.centre()))
    for path in ("/display/", "/help/", "/privacy/", "/search/", "/accounts/logout/"):
        assert client.get(path).status_code == 200, path
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def reverse_dummy(name: str, parameters: set[str]) -> str:
    samples = {
        "slug": "none",
        "code": "AAAA",
        "month": "202611",
        "what": "stage",
        "step": "triage",
        "action": "withdraw",
    }
    samples |= {"uidb36": "1", "key": str(UUID(int=1))}
    return reverse(name, kwargs={key: samples.get(key, 1) for key in parameters})


OF_SIGNING_IN = ("account_login", "account_logout", "account_reauthenticate", "mfa_")


def test_every_address_gives_a_half_signed_in_person_what_a_visitor_gets_or_the_set_up() -> None:
    """For each address and method, the sign-in pages of Wagtail among them: no list to be kept by hand."""
    half, visitor = (Client(raise_request_exception=False) for _ in range(2))
    half.force_login(people.staff(people.centre(), Role.MANAGER))
    paths = [
        (name, reverse_dummy(name, parameters))
        for name, parameters in walk.addresses()
        if name != "wagtail_serve" and not name.startswith(OF_SIGNING_IN)
    ]
    paths += [(path, path) for path in admin_addresses()]
    assert len(paths) > 300
    wrong = []
    for name, path in paths:
        for method in ("GET", "POST"):
            expected = walk.answer(visitor.generic(method, path))
            response = half.generic(method, path)
            got = walk.answer(response)
            if expected == "in":
                expected, got = SET_UP, response.headers.get("Location", got)
            if got != expected:
                wrong.append(f"{name} {method}: {got}, not {expected}")
    assert wrong == []


@pytest.mark.usefixtures("commits")
def test_setting_up_the_app_opens_the_way_and_gives_spare_codes(client: Client) -> None:
    person = with_password(people.staff(people.centre(), Role.COORDINATOR))
    sign_in(client, person)
    client.get("/accounts/second/totp/activate/")
    wrong = client.post("/accounts/second/totp/activate/", {"code": "000 000"})
    assert wrong.context["form"].errors["code"] == ["번호가 맞지 않습니다. 지금 보이는 번호를 적어 주세요."]
    assert client.get("/office/").status_code == 302
    done = set_up_app(client)
    assert done["Location"] == "/accounts/second/recovery-codes/"
    assert len(client.get(done["Location"]).context["unused_codes"]) == 10
    assert client.get("/office/").status_code == 200


@pytest.mark.usefixtures("commits")
def test_after_a_working_day_it_is_asked_anew(client: Client) -> None:
    sign_in(client, with_password(people.staff(people.centre(), Role.COORDINATOR)))
    set_up_app(client)
    for hours, expected in ((11.9, 200), (12.1, 302)):
        session = client.session
        for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
            record["at"] = time.time() - hours * 3600
        session.save()
        assert client.get("/office/").status_code == expected
    assert client.get("/office/")["Location"].startswith("/accounts/second/reauthenticate/")


def test_a_password_alone_does_not_sign_in_who_has_one(client: Client) -> None:
    person = with_password(people.user())
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    assert sign_in(client, person)["Location"] == "/accounts/second/authenticate/"
    assert "_auth_user_id" not in client.session
    client.post("/accounts/second/authenticate/", {"code": "123456"})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/second/authenticate/", {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(("step", "signed_in"), [(-3, False), (-1, True)])
def test_a_code_is_good_for_one_step_more(client: Client, step: int, signed_in: bool) -> None:
    """Typed from a phone, it is often that of half a minute ago."""
    person = with_password(people.user())
    TOTP.activate(person, secret := generate_totp_secret())
    sign_in(client, person)
    client.post("/accounts/second/authenticate/", {"code": code_of(secret, step=step)})
    assert ("_auth_user_id" in client.session) is signed_in


def test_a_spare_code_signs_in_once(client: Client) -> None:
    person = with_password(people.staff(people.centre(), Role.COORDINATOR))
    TOTP.activate(person, generate_totp_secret())
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    sign_in(client, person)
    client.post("/accounts/second/authenticate/", {"code": spare})
    assert client.get("/office/").status_code == 200
    client.post("/accounts/logout/")
    sign_in(client, person)
    client.post("/accounts/second/authenticate/", {"code": spare})
    assert "_auth_user_id" not in client.session


def test_spare_codes_alone_are_none(client: Client, rf: RequestFactory) -> None:
    person = with_password(people.staff(people.centre()))
    spare = RecoveryCodes.activate(person)
    sign_in(client, person)
    assert client.get("/home/")["Location"] == SET_UP
    request = rf.get("/home/")
    request.session, request.user = client.session, person
    second_factor.set_up(request, person, spare.instance)
    assert (second_factor.is_shown(request), second_factor.kinds_of(person)) == (False, set())
    second_factor.set_up(request, person, TOTP.activate(person, generate_totp_secret()).instance)
    assert (second_factor.is_shown(request), second_factor.kinds_of(person)) == (True, {"totp"})


def test_a_session_from_before_is_asked_to_show_it_and_can_do_nothing_else_to_it(client: Client) -> None:
    person = with_password(people.staff(people.centre(), Role.COORDINATOR))
    client.force_login(person)
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    check = "/accounts/second/reauthenticate/?next=%2Foffice%2Fruns%2F%3Fpage%3D2"
    assert client.get("/office/runs/?page=2")["Location"] == check
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/add/"):
        client.post(f"/accounts/second/{path}")
        assert client.get(f"/accounts/second/{path}")["Location"].startswith("/accounts/second/reauthenticate/"), path
    assert Authenticator.objects.count() == 1
    response = client.post(check, {"code": code_of(secret), "next": "/office/runs/?page=2"})
    assert response["Location"] == "/office/runs/?page=2"
    assert client.get("/office/").status_code == 200


@pytest.mark.usefixtures("commits")
def test_who_takes_the_last_one_away_has_to_set_one_up_again(client: Client) -> None:
    person = with_password(people.staff(people.centre(), Role.COORDINATOR))
    sign_in(client, person)
    set_up_app(client)
    assert client.get("/office/").status_code == 200
    client.post("/accounts/second/totp/deactivate/")
    assert client.get("/office/")["Location"] == SET_UP


def test_a_reset_password_alone_opens_nothing(client: Client) -> None:
    person = with_password(people.staff(people.centre(), Role.COORDINATOR))
    TOTP.activate(person, generate_totp_secret())
    client.post("/accounts/password/reset/", {"email": person.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/accounts/password/reset/key/" in word)
    path = "/" + link.split("/", 3)[3]
    form_at = client.get(path)["Location"]
    new = "다른-비밀번호-2026-하나"
    client.post(form_at, {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert "_auth_user_id" not in client.session


def test_a_site_without_it_says_so_to_staff_alone(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    told = "비밀번호만으로"
    client.force_login(people.user())
    assert told not in client.get("/my/profile/").content.decode()
    client.force_login(people.staff(people.centre(), Role.EDITOR))
    assert told in client.get("/my/profile/").content.decode()
    assert told in client.get("/cms/").content.decode()
