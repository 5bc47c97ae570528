"""What the office and the editors do most, at a desk, within their number of presses."""

import re

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
from courses.models import LessonPage
print(LessonPage.objects.get(title="{title}").pk)
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
    pk = own_site.manage("shell", "-c", LESSON.format(title=old)).split()[-1]
    editor = Presses(sign_in(own_site, "editor", width=1280, height=900), own_site.url)
    editor.at(f"/cms/pages/{pk}/edit/")
    editor.page.locator("#id_title").fill(new)
    editor.button("미리보기 열기·닫기")
    expect(editor.page.frame_locator("#w-preview-iframe, #preview-iframe").locator("h1")).to_have_text(new)
    editor.button("다른 작업")
    editor.press(editor.page.get_by_role("button", name=re.compile("^검토 요청")))
    expect(editor.page.get_by_text(new).first).to_be_visible()
    assert editor.count <= 4

    reviewer = Presses(sign_in(own_site, "reviewer", width=1280, height=900), own_site.url)
    expect(reviewer.page.get_by_role("link", name=new)).to_be_visible()
    reviewer.at(f"/cms/pages/{pk}/edit/")  # the link of the message
    reviewer.button("다른 작업")
    reviewer.button("승인하고 게시")
    expect(reviewer.page.locator("main")).to_contain_text(new)
    assert reviewer.count <= 2
    editor.at(f"/cms/pages/{pk}/edit/")
    expect(editor.page.locator("#id_title")).to_have_value(new)
    expect(editor.page.get_by_text("게시됨").first).to_be_visible()

    # Whoever learns already keeps the lesson as it was.
    trainee = Presses(sign_in(own_site, "trainee"), own_site.url)
    trainee.at("/my/")
    trainee.link("이어서 배우기")
    trainee.heading(old)
