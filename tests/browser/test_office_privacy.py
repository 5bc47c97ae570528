"""A centre's manager publishes once what people agree to and who answers for it; then a resident can apply."""

from playwright.sync_api import expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.privacy import publish_officer, publish_words

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

    publish_words(page, "사진은 찍지 않습니다.")
    expect(page.get_by_text("아직 시행 전")).to_have_count(1)

    publish_officer(page)
    expect(page.get_by_text("아직 시행 전")).to_have_count(0)

    page.goto(f"{own_site.url}/privacy/")
    expect(page.get_by_text("사무국장")).to_be_visible()
