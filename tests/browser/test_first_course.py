"""An editor's first course: begun half finished, refused by name, handed in, approved, and there for visitors."""

from playwright.sync_api import expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.editing import (
    HAND_IN,
    add_question,
    approve,
    begin,
    fill_key,
    fill_lesson,
    refusal,
    send,
    send_unrefused,
)

TIER = """
from courses.curriculum.models import TierPage
print(TierPage.objects.order_by("path")[0].pk)
"""
WIDE = {"width": 1280, "height": 900}


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
    fill_lesson(editor)
    send_unrefused(editor, HAND_IN)

    editor.goto(f"{own_site.url}/cms/pages/{course}/edit/")
    send(editor, HAND_IN)
    assert "과정 번호" in refusal(editor)
    fill_key(editor, "GB-1")
    send_unrefused(editor, HAND_IN)

    reviewer = sign_in(own_site, "reviewer", **WIDE)
    for page in (lesson, course):
        approve(reviewer, own_site, page)
    reviewer.goto(f"{own_site.url}/curriculum/")
    expect(reviewer.get_by_role("link", name="골목 첫걸음").first).to_be_visible()
