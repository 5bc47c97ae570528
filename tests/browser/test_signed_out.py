"""Signed out while writing: a visit log on a phone."""

import pytest
from playwright.sync_api import expect

from lms.demo.passwords import demo_password
from lms.demo.serving import Site
from tests.browser.conftest import SignIn

WORDS = "게시판 앞에서 초안을 <함께> 읽었습니다.\n다음에는 회칙을 정합니다."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_long_log_is_back_after_signing_in_and_is_sent_once_more(
    own_site: Site, sign_in: SignIn, scripts: bool
) -> None:
    page = sign_in(own_site, "mentor", width=390, javascript=scripts)
    page.goto(f"{own_site.url}/mentor/")
    page.get_by_role("link", name="일지 쓰기").first.click()
    topic = page.locator("input[name=topics]").nth(1)
    topic.check()
    page.locator("textarea[name=content]").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="일지 제출하기").click()

    expect(page.locator("h1")).to_have_text("로그인")
    page.get_by_label("이메일").fill("mentor@demo.example")
    page.locator("input[name=password]").fill(demo_password())
    page.locator("main form button.btn").click()

    notice = page.locator("#kept")
    expect(notice).to_contain_text("다시 채워 두었습니다. 아직 보내지 않았습니다.")
    if scripts:
        expect(notice).to_be_focused()
    expect(page.locator("textarea[name=content]")).to_have_value(WORDS)
    expect(topic).to_be_checked()
    expect(page.locator(".err-msg")).to_have_count(0)
    page.get_by_role("button", name="일지 제출하기").click()
    expect(page.locator("main")).to_contain_text("초안을 <함께> 읽었습니다.")
    expect(page.locator("main")).to_contain_text("다음에는 회칙을 정합니다.")
