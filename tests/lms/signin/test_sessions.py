"""Rights that end take the live sessions along, in the same transaction; a person sees and ends their own."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.common import clock
from tests.factories import people
from tests.lms.signin.test_second_factor import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A256N) AppleWebKit/537.36 SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36"
)


def signed_in(person: User, agent: str = "") -> Client:
    client = Client(headers={"user-agent": agent} if agent else None)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/my/profile/").status_code == 200


@pytest.fixture
def person() -> User:
    return people.staff(people.centre(), Role.COORDINATOR, password=PASSWORD)


def suspend(person: User) -> None:
    person.is_active = False
    person.save()


def make_superuser(person: User) -> None:
    person.is_superuser = True
    person.save()


def end_role(person: User) -> None:
    membership = person.memberships.get()
    membership.ended_on = clock.today()
    membership.save()


def change_role(person: User) -> None:
    membership = person.memberships.get()
    membership.role = Role.AUDITOR
    membership.save()


def change_password(person: User) -> None:
    person.set_password("다른-비밀번호-2026")
    person.save()


@pytest.mark.parametrize("change", [suspend, make_superuser, end_role, change_role, change_password])
def test_a_change_of_rights_signs_out_everywhere_and_nobody_else(person: User, change: Callable[[User], None]) -> None:
    phone, computer, other = signed_in(person), signed_in(person), signed_in(people.user(password=PASSWORD))
    change(person)
    assert (is_in(phone), is_in(computer), is_in(other)) == (False, False, True)


def test_a_suspension_taken_back_brings_no_session_back(person: User) -> None:
    phone = signed_in(person)
    suspend(person)
    person.is_active = True
    person.save()
    assert not is_in(phone)
    signed_in(person)


def test_a_person_saved_from_an_older_copy_brings_no_session_back(person: User) -> None:
    older, phone = User.objects.get(pk=person.pk), signed_in(person)
    end_role(person)
    older.name = "예시새이름"
    older.save()
    assert not is_in(phone)


def test_a_change_that_is_undone_ends_nothing(person: User) -> None:
    phone = signed_in(person)
    with transaction.atomic():
        end_role(person)
        transaction.set_rollback(True)
    assert is_in(phone)


def test_a_new_role_and_other_details_end_nothing(person: User) -> None:
    phone = signed_in(person)
    Membership.objects.create(centre=people.centre(), person=person, role=Role.EDITOR, since=clock.today())
    person.refresh_from_db()
    person.name = "예시새이름"
    person.save()
    assert is_in(phone)


def test_who_changes_their_password_stays_in_here_and_is_out_elsewhere(person: User) -> None:
    here, elsewhere = signed_in(person), signed_in(person)
    new = "다른-비밀번호-2026"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def listed(client: Client) -> Any:
    return client.get("/my/devices/").context["rows"]


def test_nobody_ends_a_session_of_somebody_else_or_the_own_one(person: User) -> None:
    here, stranger = signed_in(person), signed_in(people.user(password=PASSWORD))
    ((mine, _device),) = listed(here)
    assert stranger.post(reverse("end_device", args=[mine.pk])).status_code == 404
    assert here.post(reverse("end_device", args=[mine.pk])).status_code == 404
    assert is_in(here)


def test_a_device_is_named_and_ended_by_itself(person: User) -> None:
    here, phone, tablet = signed_in(person), signed_in(person, PHONE), signed_in(person, "x")
    rows = listed(here)
    assert {device for _row, device in rows} >= {"안드로이드 휴대전화·태블릿 · 삼성 인터넷", "알 수 없는 기기"}
    named = next(row for row, device in rows if "삼성" in device)
    assert here.post(reverse("end_device", args=[named.pk]))["Location"] == "/my/devices/"
    assert (is_in(here), is_in(phone), is_in(tablet)) == (True, False, True)
    assert len(listed(here)) == 2


def test_all_others_are_ended_at_once(person: User) -> None:
    here, phone, unlisted = signed_in(person), signed_in(person), Client()
    unlisted.force_login(person)
    here.post(reverse("end_other_devices"))
    assert (is_in(here), is_in(phone), is_in(unlisted)) == (True, False, False)
    assert len(listed(here)) == 1


@pytest.mark.parametrize("factor", [False, True])
def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(person: User, factor: bool) -> None:
    """Neither the password nor the code makes a key worth anything that somebody else knows."""
    secret = generate_totp_secret()
    if factor:
        TOTP.activate(person, secret)
    thief, victim = Client(), Client()
    planted = thief.session
    planted["planted"] = True
    planted.save()
    thief.cookies["sessionid"] = victim.cookies["sessionid"] = str(planted.session_key)
    victim.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    half = victim.session.session_key
    if factor:
        victim.post("/accounts/second/authenticate/", {"code": code_of(secret)})
        assert victim.session.session_key != half
    assert victim.session.session_key != planted.session_key
    assert (is_in(victim), is_in(thief)) == (True, False)


def test_a_session_key_that_the_server_did_not_give_is_not_taken(person: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != "a" * 32


def test_the_key_is_worthless_after_signing_out(person: User) -> None:
    client, thief = signed_in(person), Client()
    thief.cookies["sessionid"] = str(client.session.session_key)
    assert is_in(thief)
    client.post("/accounts/logout/")
    assert not is_in(thief)
