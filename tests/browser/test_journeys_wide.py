"""What the office and the editors do most, at a desk, within their number of presses."""

import re

import pytest
from playwright.sync_api import expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses

LET_IN = """
from lms.accounts.models import User
from lms.demo.passwords import demo_password
who = User.objects.get(name="{name}")
who.email = "chosen@demo.example"
who.set_password(demo_password())
who.save()
"""
LESSON = """
from courses.curriculum.models import LessonPage
print(LessonPage.objects.get(title="{title}").get_url())
"""


def test_a_coordinator_matches_a_request_with_four_presses(own_site: Site, sign_in: SignIn) -> None:
    office = Presses(sign_in(own_site, "coordinator", width=1280, height=900), own_site.url)
    office.at("/office/")
    office.press(office.page.locator("main").get_by_role("link", name=re.compile("^배정 대기")))
    community = office.page.locator("main tbody, main .rows, main .card").get_by_role("link").first
    name = community.inner_text()
    office.press(community)
    office.press(office.page.locator("ol > li a.btn").first)
    chosen = office.page.locator("h1").inner_text().partition(" → ")[0]
    office.button("확인하고 보내기")
    office.sees(chosen)
    assert office.count <= 4
    assert re.fullmatch(r"/office/requests/\d+/", office.path)
    own_site.manage("shell", "-c", LET_IN.format(name=chosen))
    expert = Presses(sign_in(own_site, "chosen"), own_site.url)
    expert.at("/mentor/")
    expert.sees(name)


def test_an_editor_hands_in_a_change_with_four_presses_and_a_reviewer_publishes_with_two(
    own_site: Site, sign_in: SignIn
) -> None:
    old, new = "마을활동 준비 ③ 사진: 현장을 담는 법", "마을활동 준비 ③ 사진: 현장을 담고 고르는 법"
    address = own_site.manage("shell", "-c", LESSON.format(title=old)).split()[-1]
    editor = Presses(sign_in(own_site, "editor", width=1280, height=900), own_site.url)
    editor.at(address)
    bar = editor.page.locator("wagtail-userbar")
    editor.press(bar.get_by_role("button", name="편집 바로가기"))
    editor.press(bar.get_by_role("menuitem", name="이 페이지 편집"))
    editor.page.locator("#id_title").fill(new)
    editor.button("미리보기 열기·닫기")
    expect(editor.page.frame_locator("#w-preview-iframe").locator("h1")).to_have_text(new)
    editor.press(editor.page.get_by_role("button", name=re.compile("^검토 요청")))
    expect(editor.page.get_by_text(new).first).to_be_visible()
    assert editor.count <= 4

    reviewer = Presses(sign_in(own_site, "reviewer", width=1280, height=900), own_site.url)
    reviewer.at("/demo/mails/")
    edit = re.findall(rf"{own_site.url}(/cms/pages/\d+/edit/)", reviewer.page.content())[0]
    reviewer.at(edit)
    reviewer.button("다른 작업")
    reviewer.button("승인하고 게시")
    expect(reviewer.page.locator("main")).to_contain_text(new)
    assert reviewer.count <= 2
    editor.at(edit)
    expect(editor.page.locator("#id_title")).to_have_value(new)
    expect(editor.page.get_by_text("게시됨").first).to_be_visible()

    # Whoever learns already keeps the lesson as it was.
    trainee = Presses(sign_in(own_site, "trainee"), own_site.url)
    trainee.at("/my/")
    trainee.link("이어서 배우기")
    trainee.heading(old)


# The button that floats, and which links and buttons lie below it at the end of the page.
COVERED = """() => {
  window.scrollTo(0, document.body.scrollHeight);
  const bar = document.querySelector("wagtail-userbar").shadowRoot.querySelector("[data-wagtail-userbar-trigger]");
  const own = bar.getBoundingClientRect();
  const below = [...document.querySelectorAll("a, button, input")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.left < own.right && box.right > own.left && box.top < own.bottom && box.bottom > own.top;
  });
  return {size: own.width, below: below.map((element) => element.textContent.trim())};
}"""


@pytest.mark.once
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_editors_button_is_of_normal_size_and_covers_nothing(site: Site, sign_in: SignIn, width: int) -> None:
    editor = Presses(sign_in(site, "editor", width=width, height=844), site.url)
    lesson = site.manage("shell", "-c", LESSON.format(title="마을활동 준비 ③ 사진: 현장을 담는 법")).split()[-1]
    for path in ("/", "/seogu/", "/curriculum/mj-101/", lesson):
        editor.at(path)
        assert editor.page.evaluate(COVERED) == {"size": 56, "below": []}
