"""An editor's first course: begun half finished, refused by name, handed in, approved, and there for visitors."""

import re

from playwright.sync_api import Page, expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

TIER = """
from courses.curriculum.models import TierPage
print(TierPage.objects.order_by("path")[0].pk)
"""
HAND_IN = re.compile("^검토 요청")  # and whose
WIDE = {"width": 1280, "height": 900}


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


def refusal(page: Page) -> str:
    return page.locator(".messages .error").inner_text()


def hand_in(page: Page) -> None:
    send(page, HAND_IN)
    assert not page.locator(".messages .error").count(), refusal(page)


def approve(page: Page, site: Site, course: str) -> None:
    page.goto(f"{site.url}/cms/pages/{course}/edit/")
    send(page, "승인하고 게시")


def test_from_half_a_draft_to_a_course_that_people_find(own_site: Site, sign_in: SignIn) -> None:
    editor = sign_in(own_site, "editor", **WIDE)
    tier = own_site.manage("shell", "-c", TIER).split()[-1]
    course = begin(editor, own_site, "coursepage", tier, "골목 첫걸음")
    lesson = begin(editor, own_site, "lessonpage", course, "이웃과 인사하기")
    add_question(editor)
    send(editor, "임시로 저장")
    expect(editor.locator("[name$=-question]")).to_have_value("")

    send(editor, HAND_IN)
    said = refusal(editor)
    missing = ("목표", "길이(분)", "확인 문제 5번째 › 질문", "확인 문제 5번째 › 맞혔을 때 보여 줄 말")
    assert [name for name in missing if name not in said] == []
    editor.locator("#id_goal").fill("이웃과 인사할 수 있습니다.")
    fill_question(editor)
    editor.get_by_role("tab", name="학습 설정").click()
    editor.locator("#id_minutes").fill("50")
    hand_in(editor)

    editor.goto(f"{own_site.url}/cms/pages/{course}/edit/")
    send(editor, HAND_IN)
    assert "과정 번호" in refusal(editor)
    editor.get_by_role("tab", name="학습 설정").click()
    editor.locator("#id_key").fill("GB-1")
    hand_in(editor)

    reviewer = sign_in(own_site, "reviewer", **WIDE)
    for page in (lesson, course):
        approve(reviewer, own_site, page)
        assert not reviewer.locator(".messages .error").count(), refusal(reviewer)
    reviewer.goto(f"{own_site.url}/curriculum/")
    expect(reviewer.get_by_role("link", name="골목 첫걸음").first).to_be_visible()
