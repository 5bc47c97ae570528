"""A community reads its visits: what was answered stays to be read, and so does what the centre decided."""

import re

from playwright.sync_api import Locator, expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses

DIFFERENT = "참석자가 세 명 더 있었습니다."
DECIDED = "참석자 명단과 일지가 같습니다."


def test_a_community_reads_its_visits(own_site: Site, sign_in: SignIn) -> None:
    community = Presses(sign_in(own_site, "representative", width=390), own_site.url)
    community.at("/community/")
    community.link("읽고 답하기")
    visit = community.path
    log, right = community.page.locator("#h-log"), community.page.get_by_role("button", name="맞아요")
    assert top(log) < top(right)
    community.press(community.page.locator("summary", has_text="달라요"))
    community.page.get_by_label("무엇이 다른가요?").fill(DIFFERENT)
    community.press(community.page.locator("button[value=different]"))
    community.link("방문과 일지 모두 보기")
    assert community.path == "/community/visits/"
    community.sees("다르다고 알려 주셨습니다")

    office = Presses(sign_in(own_site, "coordinator", width=1280, height=900), own_site.url)
    office.at(visit.replace("/community/visits/", "/office/logs/"))
    office.choose("일지가 맞습니다")
    office.page.locator("form[action$='/rule/'] [name=reason]").fill(DECIDED)
    office.press(office.page.locator("form[action$='/rule/'] button"))

    community.at("/community/")
    expect(community.page.locator(f'a[href="{visit}"]')).to_have_count(0)  # nothing is left to answer
    community.link("방문")
    community.sees(DECIDED)
    community.press(community.page.locator(f'a[href="{visit}"]'))
    community.sees(DIFFERENT)
    community.sees(DECIDED)
    expect(community.page.get_by_role("button", name="맞아요")).to_have_count(0)
    community.at("/my/notifications/")
    community.press(community.page.get_by_role("link", name=re.compile("센터가 코칭 일지를")).first)
    assert community.path == visit


def top(what: Locator) -> float:
    box = what.bounding_box()
    assert box
    return box["y"]
