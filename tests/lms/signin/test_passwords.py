"""What is refused as a password, wherever one is chosen: what others would try first."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.invitations.domain import invite_person
from lms.invitations.links import MAILED, token_of
from lms.signin.passwords import KnownWordsValidator
from tests.factories import people

pytestmark = pytest.mark.django_db

OLD = "마을에서-배워요-2026"
NAME, EMAIL, PHONE = "예시주민자치회대표", "gildong@example.org", "01012345678"
WHO = {"name": NAME, "phone": PHONE}
CONSENTS = {"age": "on", "service": "on"}


def joining(client: Client, password: str) -> Any:
    return client.post("/accounts/signup/", WHO | CONSENTS | {"email": EMAIL, "password1": password})


def accepting(client: Client, password: str) -> Any:
    centre = people.centre()
    row = invite_person(centre=centre, name=NAME, email=EMAIL, actor=people.staff(centre, Role.MANAGER))
    return client.post(reverse("invitation", args=[token_of(row, MAILED)]), WHO | CONSENTS | {"password1": password})


def changing(client: Client, password: str) -> Any:
    person = people.user(email=EMAIL, name=NAME, phone=PHONE)
    person.set_password(OLD)
    person.save()
    client.force_login(person)
    return client.post("/accounts/password/change/", {"oldpassword": OLD, "password1": password, "password2": password})


def setting_the_first(client: Client, password: str) -> Any:
    """Of somebody who joined by another service."""
    person = people.user(email=EMAIL, name=NAME, phone=PHONE)
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    return client.post("/accounts/password/set/", {"password1": password, "password2": password})


WAYS = pytest.mark.parametrize("way", [joining, accepting, changing, setting_the_first])


@WAYS
@pytest.mark.parametrize(
    ("password", "label"),
    [("gildong@example1", "이메일"), ("표대회치자민주시예1", "이름"), ("010-1234-5678", "전화번호")],
)
def test_nearly_the_own_details_are_refused(client: Client, way: Any, password: str, label: str) -> None:
    errors = way(client, password).context["form"].errors
    assert errors == {"password1": [f"비밀번호가 다른 정보({label})와 너무 비슷합니다. 다르게 정해 주세요."]}
    assert not any(person.check_password(password) for person in User.objects.all())


@WAYS
def test_the_sites_own_words_are_refused(client: Client, way: Any) -> None:
    errors = way(client, "MaeulCampus2026!").context["form"].errors
    told = "사이트와 센터의 이름, 본인 이름은 남이 가장 먼저 넣어 보는 말입니다. 다른 말로 정해 주세요."
    assert errors == {"password1": [told]}


@WAYS
def test_other_words_are_taken(client: Client, way: Any) -> None:
    way(client, "아침에-감나무-여덟")
    assert User.objects.get(email=EMAIL).check_password("아침에-감나무-여덟")


def is_refused(password: str) -> bool:
    people.centre(name="가람구 다솜센터")
    try:
        KnownWordsValidator().validate(password, User(name="홍길동"))
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password",
    [
        "마을캠퍼스2026",
        "마을 캠퍼스 2026!",
        "m.a.e.u.l-c.a.m.p.u.s",
        "ＭＡＥＵＬ20261129",
        "지원센터지원센터",
        "배움터광장123",  # SITE_NAME
        "baeumteo-2026",  # a part of BASE_URL's host
        "www.baeumteo.example.net",
        "가람구다솜센터1",  # a centre
        "홍길동홍길동11",  # one's own name
        "akdmfzoavjtm1!",  # 마을캠퍼스 on a keyboard that is set to Latin letters
        "ghdrlfehd2026",  # 홍길동
        "마을캠퍼스관리자",
        "maeulabcde",
    ],
)
def test_a_known_word_is_one_in_every_dress(settings: Any, password: str) -> None:
    settings.SITE_NAME, settings.BASE_URL = "배움터광장", "https://www.baeumteo.example.net"
    assert is_refused(password)


@pytest.mark.parametrize(
    "password",
    ["마을에서-배워요-2026", "우리마을감나무집", "maeulabcdef", "correct horse battery", "4081726394x", "!!!???...,,,"],
)
def test_a_known_word_among_others_is_none(password: str) -> None:
    assert not is_refused(password)
