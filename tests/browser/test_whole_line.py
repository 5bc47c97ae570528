"""The whole line, from signing up for a first lesson to a visit that the community confirms."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from lms.common import clock
from lms.common.text.korean import mask_name
from lms.demo.serving import Site
from tests.browser import days
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses

if TYPE_CHECKING:
    from playwright.sync_api import Page

RESIDENT, GRADUATE = "예시새이웃", "예시전문가07"
OpenPage = Callable[..., "Page"]


def last_number(person: Presses) -> str:
    return re.findall(r"\d+", person.path)[-1]


def test_the_whole_line(own_site: Site, sign_in: SignIn, open_page: OpenPage) -> None:
    own_site.manage("shell", "-c", "from lms.demo.pages import let_in; let_in('expert07', 'rep021')")
    office = Presses(sign_in(own_site, "coordinator", width=1280, height=900), own_site.url)
    resident = Presses(open_page(), own_site.url)
    run = sign_up_and_apply(resident, own_site)
    days.run_is_over(own_site, run)
    take_attendance(office, run)
    finish_reading(resident)
    issue_certificates(office, run)
    check_certificate(resident, Presses(open_page(), own_site.url))

    graduate = Presses(sign_in(own_site, "expert07"), own_site.url)
    term = accept_appointment(graduate)
    days.term_began(own_site, term, 5)
    name_hours(graduate)

    community = Presses(sign_in(own_site, "rep021"), own_site.url)
    request = ask_for_coaching(community)
    match(office, request)
    accept_community(graduate)
    days.coaching_began(own_site, 4)
    visit = log_visit(graduate)
    confirm_visit(community, office, visit)


# What stands in the mail.
LINK = """
from lms.accounts.models import User
from lms.signin.confirm_links import token_of
print(f"/accounts/confirm/{token_of(User.objects.get(email='neighbour@demo.example'), '')}/")
"""


def sign_up_and_apply(resident: Presses, own_site: Site) -> str:
    resident.at("/accounts/signup/")
    for name, value in {
        "name": RESIDENT,
        "email": "neighbour@demo.example",
        "phone": "010 0000 0001",
        "password1": "sae-iut-2026-maeul",
    }.items():
        resident.page.locator(f"main [name={name}]").fill(value)
    for name in ("age", "service"):
        resident.page.locator(f"main [name={name}]").check()
    resident.button("가입하기")
    resident.sees("이메일로 보낸 번호")
    resident.at(own_site.manage("shell", "-c", LINK).splitlines()[-1])
    resident.button("내 이메일 확인하기")
    expect(resident.page).to_have_url(re.compile("/my/$"))
    resident.at("/curriculum/mj-101/")
    resident.link("신청하기")
    run = last_number(resident)
    resident.page.locator("main [name=consent]").check()
    resident.button("신청서 보내기")
    resident.sees("자리가 정해졌습니다.")
    return run


def take_attendance(office: Presses, run: str) -> None:
    for number in range(3):
        office.at(f"/office/runs/{run}/")
        office.press(office.page.locator(f'main a[href*="/office/runs/{run}/attendance/"]').nth(number))
        office.button("모두 출석")
        office.button("저장하고 출석부 닫기")
        office.sees("13명")


def finish_reading(resident: Presses) -> None:
    resident.at("/my/")
    resident.link("이어서 배우기")
    for lesson in range(3):
        resident.button("이 차시를 마쳤어요")
        resident.heading("수고하셨습니다. 마치셨습니다.")
        if lesson < 2:
            resident.link("다음 차시로 가기")
    resident.sees("이 과정을 수료하셨습니다")


def issue_certificates(office: Presses, run: str) -> None:
    office.at(f"/office/completions/?run={run}")
    office.button("수료증 1장 발급하기")
    expect(office.page.get_by_role("row", name=re.compile(f"^{RESIDENT}"))).to_contain_text(re.compile(r"\d{4}-\d+"))


def check_certificate(resident: Presses, stranger: Presses) -> None:
    resident.at("/my/certificates/")
    paper = resident.page.get_by_role("link", name="수료증 내려받기 (PDF)")
    answer = resident.page.request.get(resident.site_url + str(paper.get_attribute("href")))
    assert answer.body().startswith(b"%PDF-")
    resident.link("진위 확인 쪽")
    stranger.at(resident.path)
    stranger.sees(mask_name(RESIDENT))
    stranger.sees("마을자치학과 입문과정")
    expect(stranger.page.locator("body")).not_to_contain_text(RESIDENT)


def accept_appointment(graduate: Presses) -> str:
    graduate.at("/my/")
    graduate.press(graduate.page.get_by_role("link", name=re.compile("^읽고 답하기")))
    graduate.page.locator("main [name=signed_name]").fill(GRADUATE)
    graduate.button("승낙합니다")
    expect(graduate.page.locator(".page-head")).to_contain_text("승낙함")
    return last_number(graduate)


def name_hours(graduate: Presses) -> None:
    graduate.at("/mentor/schedule/")
    graduate.choose("수요일")
    graduate.page.locator("main [name=starts]").fill("13:00")
    graduate.page.locator("main [name=ends]").fill("18:00")
    graduate.page.locator("main form:has([name=weekday]) .btn").click()
    graduate.sees(re.compile("수요일 오후 1시"))


def ask_for_coaching(community: Presses) -> str:
    community.at("/community/")
    community.link("코칭 신청")
    community.choose("홍보·사진")
    community.page.locator("main [name=problem]").fill("모임을 알리는 글과 사진을 어떻게 올릴지 모르겠습니다.")
    community.page.locator("main [name=goal]").fill("한 달에 한 번 동네 소식지를 냅니다.")
    community.button("다음")
    community.choose("수요일")
    community.choose("오후 (2~5시)")
    community.button("다음")
    community.button("신청 보내기")
    expect(community.page).to_have_url(re.compile(r"/community/requests/\d+/$"))
    return last_number(community)


def match(office: Presses, request: str) -> None:
    office.at("/office/")
    office.page.get_by_role("link", name=re.compile("배정")).first.click()
    office.at(f"/office/requests/{request}/")
    office.press(office.page.locator("ol > li", has=office.page.get_by_role("heading", name=GRADUATE)).locator("a.btn"))
    office.button("확인하고 보내기")
    office.sees(GRADUATE)


def accept_community(graduate: Presses) -> None:
    graduate.at("/mentor/")
    graduate.link("제안 보기")
    graduate.sees("한 달에 한 번 동네 소식지를 냅니다.")
    graduate.button("수락하기")
    graduate.at("/mentor/communities/")
    expect(graduate.page.locator("main .card, main .rows li")).not_to_have_count(0)


def log_visit(graduate: Presses) -> str:
    graduate.at("/mentor/")
    graduate.link("코칭 일지 쓰기")
    graduate.page.locator("main [name=day]").fill((clock.today() - timedelta(days=1)).isoformat())
    graduate.page.locator("main [name=start]").fill("14:00")
    graduate.page.locator("main [name=attendees]").fill("5")
    graduate.choose("홍보·사진")
    graduate.page.locator("main [name=content]").fill("소식지 첫 호의 차례를 정하고 사진 열 장을 골랐습니다.")
    graduate.button("일지 제출하기")
    expect(graduate.page).to_have_url(re.compile(r"/mentor/logs/\d+/$"))
    graduate.sees("소식지 첫 호의 차례를 정하고 사진 열 장을 골랐습니다.")
    return last_number(graduate)


def confirm_visit(community: Presses, office: Presses, visit: str) -> None:
    community.at(f"/community/visits/{visit}/")
    before = community.count
    community.button("맞아요")
    assert community.count - before == 1
    expect(community.page.get_by_role("button", name="맞아요")).to_have_count(0)
    office.at(f"/office/logs/{visit}/")
    expect(office.page.locator(".page-head")).to_contain_text("확인")
