"""A centre's manager publishes once what people agree to and who answers for it; then a resident can apply."""

from playwright.sync_api import expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

BARE = """
from lms.accounts.models import Centre
from lms.common.integrity import triggers
from lms.privacy.models import Consent, ConsentText, PrivacyNotice
centre = Centre.objects.get(slug="seogu")
triggers.remove()
Consent.objects.filter(text__centre=centre).delete()
ConsentText.objects.filter(centre=centre).delete()
PrivacyNotice.objects.filter(centre=centre).delete()
triggers.install()
"""


def test_a_manager_begins_with_the_proposal_and_publishes_it(own_site: Site, sign_in: SignIn) -> None:
    own_site.manage("shell", "-c", BARE)
    page = sign_in(own_site, "manager", width=390)
    page.goto(f"{own_site.url}/office/privacy/")
    expect(page.get_by_text("아직 시행 전")).to_have_count(2)

    page.get_by_role("link", name="문구 쓰기").click()
    words = page.get_by_label("그 아래에 보이는 설명")
    words.fill(f"{words.input_value()} 사진은 찍지 않습니다.")
    page.get_by_role("button", name="초안 저장하고 견주어 보기").click()
    expect(page.get_by_text("사진은 찍지 않습니다.")).to_be_visible()
    page.get_by_role("button", name="시행하기").click()
    expect(page.get_by_text("아직 시행 전")).to_have_count(1)

    page.get_by_role("link", name="책임자와 보관 기간 정하기").click()
    page.get_by_label("이름").fill("예시책임자")
    page.get_by_label("직책").fill("사무국장")
    page.get_by_label("전화").fill("02-000-0000")
    page.get_by_label("이메일").fill("privacy@example.org")
    page.get_by_role("button", name="시행하기").click()
    expect(page.get_by_text("아직 시행 전")).to_have_count(0)

    page.goto(f"{own_site.url}/privacy/")
    expect(page.get_by_text("사무국장")).to_be_visible()
