"""What people agree to and who answers for it, published through the office's forms as a manager does."""

from playwright.sync_api import Page, expect

WORDS, OFFICER = "문구 쓰기", "책임자와 보관 기간 정하기"


def publish_words(page: Page, more: str = "") -> None:
    """The first that are missing: the proposal, with a sentence of one's own."""
    page.get_by_role("link", name=WORDS).first.click()
    words = page.get_by_label("그 아래에 보이는 설명")
    words.fill(f"{words.input_value()} {more}".strip())
    page.get_by_role("button", name="초안 저장하고 견주어 보기").click()
    if more:
        expect(page.get_by_text(more)).to_be_visible()
    page.get_by_role("button", name="시행하기").click()


def publish_officer(page: Page) -> None:
    """The first that is missing."""
    page.get_by_role("link", name=OFFICER).first.click()
    page.get_by_label("이름").fill("예시책임자")
    page.get_by_label("직책").fill("사무국장")
    page.get_by_label("전화").fill("02-000-0000")
    page.get_by_label("이메일").fill("privacy@example.org")
    page.get_by_role("button", name="시행하기").click()
