"""The editors' part as its people use it: pages begun, filled, handed in, approved and published."""

import re

from playwright.sync_api import Page, expect

from lms.demo.serving import Site

HAND_IN = re.compile("^검토 요청")  # and whose


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """One of the buttons at the foot, most of which lie in a menu that opens."""
    foot = page.locator("form[data-edit-form] footer")
    button = foot.get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        foot.locator("[data-w-dropdown-target=toggle]").click()
    button.click()


def send(page: Page, name: str | re.Pattern[str]) -> None:
    """Press, and go on when the answer stands there with its scripts at work, as somebody who reads it would."""
    with page.expect_navigation(wait_until="networkidle", timeout=60_000):
        press(page, name)


def begin(page: Page, site: Site, kind: str, place: str, title: str) -> str:
    page.goto(f"{site.url}/cms/pages/add/curriculum/{kind}/{place}/")
    page.locator("#id_title").press_sequentially(title)
    send(page, "임시로 저장")
    assert page.url.endswith("/edit/")
    return number_of(page)


def number_of(page: Page) -> str:
    """Of the page that is being edited."""
    return page.url.split("/")[-3]


def add_question(page: Page) -> None:
    page.locator("[data-streamfield-stream-container] > div > .c-sf-add-button").last.click()
    page.get_by_role("option", name="확인 문제").click()
    expect(page.locator("[name$=-question]")).to_be_visible()


def fill_question(page: Page) -> None:
    page.locator("[name$=-question]").fill("이웃을 만나면 먼저 무엇을 하나요?")
    for name in ("right", "wrong"):
        page.locator(f"[name$=-feedback_{name}]").fill("인사가 먼저입니다.")
    for number, answer in enumerate(("인사합니다", "지나칩니다")):
        page.locator(f"[name$='-choices-{number}-value-text']").fill(answer)
    page.locator("[name$='-choices-0-value-correct']").check()


def fill_lesson(page: Page) -> None:
    page.locator("#id_goal").fill("이웃과 인사할 수 있습니다.")
    fill_question(page)
    page.get_by_role("tab", name="학습 설정").click()
    page.locator("#id_minutes").fill("50")


def fill_key(page: Page, key: str) -> None:
    page.get_by_role("tab", name="학습 설정").click()
    page.locator("#id_key").fill(key)


def refusal(page: Page) -> str:
    return page.locator(".messages .error").inner_text()


def send_unrefused(page: Page, name: str | re.Pattern[str]) -> None:
    send(page, name)
    assert not page.locator(".messages .error").count(), refusal(page)


def approve(page: Page, site: Site, course: str) -> None:
    page.goto(f"{site.url}/cms/pages/{course}/edit/")
    send_unrefused(page, "승인하고 게시")
