"""The office arranges a visit for both sides, moves it and calls it off; the representative reads it each time."""

from datetime import timedelta

from lms.common import clock
from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses
from tests.wording import korean

PLACE = "느티나무 쉼터"


def test_the_office_arranges_moves_and_calls_off(own_site: Site, sign_in: SignIn) -> None:
    office = Presses(sign_in(own_site, "coordinator", width=1280, height=900), own_site.url)
    community = Presses(sign_in(own_site, "representative", width=390), own_site.url)
    office.at("/office/engagements/?q=상무한마음아파트")
    office.press(office.page.locator("main table a[href^='/office/engagements/']").first)
    coaching = office.path
    office.link(korean("Arrange a visit"))
    write(office, 5, "14:00")
    office.page.locator("[name=place]").fill(PLACE)
    office.press(office.page.locator("main form button.btn"))
    assert office.path == coaching
    community.at("/community/")
    community.sees(PLACE)

    office.press(office.page.locator("main a[href$='/move/']").first)
    write(office, 6, "10:00")
    office.page.locator("[name=reason]").fill("마을 행사와 겹칩니다.")
    office.press(office.page.locator("main form button.btn").first)
    assert office.path == coaching
    community.at("/community/")
    community.sees("오전 10시")

    office.press(office.page.locator("main a[href$='/move/']").first)
    office.press(office.page.locator("summary", has_text=korean("Call the visit off")))
    office.page.locator("[name=call_off_reason]").fill("비 예보로 다음 달에 만납니다.")
    office.press(office.page.locator("main form button.btn-danger"))
    assert office.path == coaching
    community.at("/community/")
    assert PLACE not in community.page.inner_text("main")


def write(office: Presses, days: int, start: str) -> None:
    office.page.locator("[name=day]").fill((clock.today() + timedelta(days=days)).isoformat())
    office.page.locator("[name=start]").fill(start)
