"""Somebody of the staff loses the phone with the authenticator app, two colleagues confirm it, and a new one lets them in."""

import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses

if TYPE_CHECKING:
    from playwright.sync_api import Page

STEP = 30  # seconds for which an app shows a code


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP))


def set_up(page: "Page", site: Site) -> str:
    """The app, as its page asks; returns what was typed into it."""
    page.goto(site.url + reverse("mfa_activate_totp"))
    secret = page.locator("main ol b").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="이제부터 앱 쓰기").click()
    page.wait_for_url(lambda url: "activate" not in url)
    return secret


def test_from_the_loss_to_signing_in_with_a_new_one(own_site: Site, sign_in: SignIn) -> None:
    name = "auditor"
    lost = set_up(sign_in(own_site, name), own_site)

    person = Presses(sign_in(own_site, name, width=390), own_site.url)
    assert person.path == reverse("mfa_authenticate")  # a password alone is not enough
    person.link("휴대전화나 키를 잃어버리셨나요?")
    person.button("동료에게 부탁하기")
    person.sees("동료들에게 알렸습니다")

    first = Presses(sign_in(own_site, "coordinator", width=390), own_site.url)
    first.at("/office/")
    first.sees("두 번째 확인을 잃어버린 동료")
    who = first.page.locator("main a[href$='/second-factor/']").first
    first.press(who)
    first.button("첫 번째 사람으로 확인하기")
    first.sees("하루 안에 다른 분이 한 번 더 확인해야 합니다")
    first.at("/office/")
    assert first.page.get_by_text("두 번째 확인을 잃어버린 동료").count() == 0

    second = Presses(sign_in(own_site, "manager", width=390), own_site.url)
    second.at("/office/")
    second.press(second.page.locator("main a[href$='/second-factor/']").first)
    second.button("확인하고 예전 것 없애기")
    second.sees("없앴습니다")

    again = sign_in(own_site, name)
    assert "/2fa/" not in again.url  # nothing is left to show
    new = set_up(again, own_site)
    assert new != lost

    back = sign_in(own_site, name)
    back.locator("input[name=code]").fill(code_of(new))
    back.locator("main form button.btn").first.click()
    back.wait_for_url(lambda url: "/2fa/" not in url)
    back.goto(f"{own_site.url}/office/")
    assert back.locator("h1").is_visible()
