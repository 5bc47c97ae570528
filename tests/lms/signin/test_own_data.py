from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from lms.common import clock
from lms.privacy.domain import erasure
from lms.privacy.queries.own_data import kept_about
from lms.privacy.queries.terms import terms_of
from tests.factories import people
from tests.own_data import rows_of

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A256N) AppleWebKit/537.36 Chrome/122.0 Mobile Safari/537.36"


def test_sign_ins_and_devices_are_ones_own() -> None:
    person, other = people.user(password=PASSWORD), people.user(password=PASSWORD)
    with clock.at(clock.seoul(2026, 11, 23, 9, 15)):
        for somebody in (other, person):
            browser = Client(REMOTE_ADDR=f"203.0.113.{somebody.pk % 200}", headers={"user-agent": PHONE})
            for password in ("아닌-비밀번호-2026", PASSWORD):
                browser.post("/accounts/login/", {"login": somebody.email, "password": password})
    ip, moment = f"203.0.113.{person.pk % 200}", clock.seoul(2026, 11, 23, 9, 15)
    assert rows_of(person, "sign_ins") == [[moment, "로그인함", ip], [moment, "비밀번호가 틀림", ip]]
    ((device, since, seen, from_where),) = rows_of(person, "devices")
    assert (device, from_where) == ("안드로이드 휴대전화·태블릿 · 크롬", ip)
    assert since <= seen


def test_leaving_takes_the_devices_along_and_the_log_keeps_its_term(settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 7 * 24 * 3600
    people.notice(version=2, months={term.value: 30 for term in terms_of(None)})
    person = people.user(password=PASSWORD)
    Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    told = {kept.key: kept.until for kept in kept_about(person)}
    assert told["sign_ins"] == "30개월. 탈퇴하신 뒤에도 이름 없이 보관합니다."
    assert told["devices"] == "거기서 로그아웃하시거나 탈퇴하실 때까지. 길어도 마지막으로 쓰신 뒤 7일"
    erasure.erase_account(person=person, actor=person)
    assert rows_of(person, "devices") == []
    assert [row[1] for row in rows_of(person, "sign_ins")] == ["로그인함"]


def test_what_one_signs_in_with_is_told_without_its_secret() -> None:
    person, other = people.user(), people.user()
    for one in (person, other):
        EmailAddress.objects.create(user=one, email=one.email, primary=True, verified=True)
        RecoveryCodes.activate(one)
    (factor,) = Authenticator.objects.filter(user=person)
    assert rows_of(person, "ways") == [[person.email, True], ["복구 코드", factor.created_at, None]]
