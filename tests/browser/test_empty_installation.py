"""On an empty database one command is all that has to be run: whatever else is needed is made through forms of the site, up to
the first applicant."""

import os
import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from lms.common import clock
from lms.demo.serving import Site, run_manage
from tests.browser.editing import add_question, begin, fill_key, fill_lesson, number_of, send_unrefused
from tests.browser.privacy import WORDS, publish_officer, publish_words

PASSWORD = "깊은 밤 우물가 두레박 넷"
LATER = ["조직: 전문지원단, 협의회", "첫 과정", "첫 기수"]
WORDS_AND_OFFICERS = 7  # five consents, and an officer for the centre and for the site
LINK = """
from lms.invitations.links import MAILED, link_of
from lms.invitations.models import Invitation
print(link_of(Invitation.objects.open().latest("pk"), MAILED))
"""
MADE = """
from mentoring.communities.models import Community
from mentoring.corps.models import Appointment
community, term = Community.objects.get(), Appointment.objects.get()
print("zone", community.dong.zone, sep="|")
print("made", community.field, community.stage, community.dong, term.body, term.person, term.state, sep="|")
"""


def make(page: Page, site: Site, what: str, name: str) -> None:
    """A field or a stage, from what the page of first steps leads to."""
    page.goto(f"{site.url}/office/begin/")
    page.locator("main li", has=page.get_by_role("heading", name=what)).get_by_role("link").click()
    page.get_by_role("link", name=f"{what} 만들기").click()
    page.get_by_label("이름").fill(name)
    page.get_by_role("button", name=f"{what} 만들기").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def publish_privacy(page: Page, site: Site) -> None:
    """Of the centre and, since who runs the site is its manager, of the site."""
    page.goto(f"{site.url}/office/begin/")
    page.locator("main li", has=page.get_by_role("heading", name="개인정보")).get_by_role("link").click()
    missing = page.get_by_text("아직 시행 전")
    expect(missing).to_have_count(WORDS_AND_OFFICERS)
    for left in range(WORDS_AND_OFFICERS - 1, -1, -1):
        publish = publish_words if page.get_by_role("link", name=WORDS).count() else publish_officer
        publish(page)
        expect(missing).to_have_count(left)


def publish_course(page: Page, site: Site) -> None:
    """A programme, a tier, a course and its lesson, each below the other; the lesson goes out before its course."""
    page.goto(f"{site.url}/office/begin/")
    page.locator("main li", has=page.get_by_role("heading", name="첫 과정")).get_by_role("link").click()
    page.locator("main .children a").first.click()
    page.get_by_role("main").get_by_role("link", name="서구센터", exact=True).click()
    programme = begin(page, site, "programmepage", number_of(page), "마을자치학과")
    send_unrefused(page, "게시")
    tier = begin(page, site, "tierpage", programme, "입문")
    send_unrefused(page, "게시")
    course = begin(page, site, "coursepage", tier, "골목 첫걸음")
    begin(page, site, "lessonpage", course, "이웃과 인사하기")
    add_question(page)
    fill_lesson(page)
    send_unrefused(page, "게시")
    page.goto(f"{site.url}/cms/pages/{course}/edit/")
    fill_key(page, "GB-1")
    send_unrefused(page, "게시")


def set_up(site: Site) -> None:
    """As somebody at the server's shell does it."""
    answers = {
        "district": "광주광역시 서구",
        "name": "서구센터",
        "contact-name": "예시담당자",
        "phone": "062-000-0000",
        "email": "admin@demo.example",
        "manager": "예시관리자",
    }
    options = [part for name, value in answers.items() for part in (f"--{name}", value)]
    secret = os.environ | site.environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    run_manage(secret, "setup_centre", "--no-input", *options)


def test_from_nothing_to_an_appointment_and_the_first_applicant(
    empty_site: Site, open_page: Callable[..., Page]
) -> None:
    set_up(empty_site)
    admin = open_page(width=1280, height=900)
    admin.goto(f"{empty_site.url}/accounts/login/")
    admin.get_by_label("이메일").fill("admin@demo.example")
    admin.locator("input[name=password]").fill(PASSWORD)
    admin.locator("main form button.btn").click()
    admin.wait_for_url(lambda url: "/accounts/login" not in url)
    admin.goto(f"{empty_site.url}/office/")
    admin.get_by_role("link", name="무엇이 없는지 보기").click()
    assert missing_at(admin) == ["개인정보", "담당자", "편집자와 검토자", "권역", "분야", "단계", *LATER]

    admin.goto(f"{empty_site.url}/office/communities/new/")
    for missing in ("분야", "단계"):
        said = f"{missing}가 아직 없습니다. 센터장이 공동체 화면에서 만듭니다."
        expect(admin.get_by_text(said)).to_be_visible()
    make(admin, empty_site, "분야", "기후환경")
    make(admin, empty_site, "단계", "배움")
    register(admin, empty_site)

    make_zone(admin, empty_site)
    make_body(admin, empty_site)
    publish_privacy(admin, empty_site)
    publish_course(admin, empty_site)
    staff = invite(admin, empty_site, open_page, "예시담당", "담당자")
    appoint(admin, empty_site, "예시담당")
    accept(staff, empty_site, "예시담당")

    lines = empty_site.manage("shell", "-c", MADE).splitlines()
    made = [line for line in lines if line.startswith(("zone|", "made|"))]
    assert made == ["zone|동부권", "made|기후환경|배움|양동|서구 전문지원단|예시담당|active"]

    make_run(staff, empty_site)
    assert missing_at(admin, empty_site) == ["편집자와 검토자"]
    apply(invite(admin, empty_site, open_page, "예시신청자"), empty_site)


def missing_at(page: Page, site: Site | None = None) -> list[str]:
    """What the page of first steps calls missing."""
    if site:
        page.goto(f"{site.url}/office/begin/")
    expect(page.get_by_role("heading", name="첫걸음", level=1)).to_be_visible()
    titles = page.locator("main li:has(.tag-warn) h2").all_inner_texts()
    return [title.removesuffix("아직 없음").strip() for title in titles]


def invite(page: Page, site: Site, open_page: Callable[..., Page], name: str, role: str = "없음") -> Page:
    """By the office; the person follows the link that it hands on, and has an account."""
    page.goto(f"{site.url}/office/people/invitations/")
    page.get_by_label("이름", exact=True).fill(name)
    page.get_by_label("이메일", exact=True).fill(f"person{len(name)}@demo.example")
    page.get_by_label("담당 역할").select_option(label=role)
    page.get_by_role("button", name="초대 보내기").click()
    expect(page.get_by_role("heading", name=re.compile(f"초대.*{name}|{name}.*초대"))).to_be_visible()
    mailed = site.manage("shell", "-c", LINK).split()[-1]
    invited: Page = open_page(width=390)
    invited.goto(mailed)
    invited.locator("[name=password1]").fill(PASSWORD)
    invited.get_by_label("전화", exact=True).fill("010-0000-0001")
    for box in ("age", "service"):
        invited.locator(f"[name={box}]").check()
    invited.get_by_role("button", name="시작하기").click()
    invited.wait_for_url(lambda url: "invit" not in url)
    return invited


def make_run(page: Page, site: Site) -> None:
    today = clock.today()
    page.goto(f"{site.url}/office/runs/new/")
    page.locator("[name=version]").select_option(index=1)
    page.locator("[name=name]").fill("첫 기수")
    page.locator("[name=place]").fill("마을회관")
    page.locator("[name=starts_on]").fill(str(today + timedelta(days=20)))
    page.locator("[name=ends_on]").fill(str(today + timedelta(days=60)))
    page.locator("[name=capacity]").fill("20")
    page.locator("[name=apply_from]").fill(f"{today - timedelta(days=1)}T09:00")
    page.locator("[name=apply_until]").fill(f"{today + timedelta(days=10)}T18:00")
    page.locator("[name=coordinator]").select_option(index=1)
    page.locator("[name=admission][value=open]").check()
    page.locator("main form.form button.btn").last.click()
    page.get_by_role("link", name="기수로 돌아가기").click()
    page.get_by_role("button", name="모집 알리기").click()
    expect(page.get_by_role("button", name="모집 알리기")).to_be_hidden()


def apply(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/curriculum/")
    page.get_by_role("link", name="골목 첫걸음").first.click()
    page.get_by_role("link", name="신청하기").first.click()
    page.locator("main form input[type=checkbox]").last.check()
    page.get_by_role("button", name="신청서 보내기").click()
    expect(page.get_by_role("heading", name="자리가 정해졌습니다.")).to_be_visible()


def register(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/office/communities/new/")
    page.get_by_label("이름").fill("햇살 모임")
    for choice in ("마을공동체", "기후환경", "배움"):
        page.get_by_label(choice).check()
    page.get_by_label("동", exact=True).select_option(label="양동")
    page.get_by_label("구성원").fill("7")
    page.get_by_role("button", name="등록하기").click()
    expect(page.get_by_role("heading", name="햇살 모임", level=1)).to_be_visible()


def make_zone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/office/communities/")
    page.get_by_role("link", name="권역").click()
    page.get_by_role("link", name="권역 만들기").click()
    page.get_by_label("이름").fill("동부권")
    page.get_by_label("양동").check()
    page.get_by_role("button", name="이 권역 만들기").click()
    expect(page.get_by_role("heading", name="동부권", level=1)).to_be_visible()


def make_body(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/office/appointments/")
    page.get_by_role("link", name="조직 만들기").click()
    page.get_by_label("이름").fill("서구 전문지원단")
    page.get_by_label("위촉하는 사람").fill("서구청장")
    page.get_by_label("위촉장 번호 앞말").fill("서구-위촉")
    page.get_by_role("button", name="이 조직 만들기").click()
    expect(page.get_by_role("heading", name="서구 전문지원단", level=1)).to_be_visible()


def appoint(page: Page, site: Site, name: str) -> None:
    """Somebody else: nobody decides of their own appointment."""
    page.goto(f"{site.url}/office/appointments/new/?q={name}")
    page.get_by_role("link", name=f"고르기 – {name}").click()
    page.get_by_label("서구 전문지원단").check()
    page.get_by_role("button", name="초안 저장하기").click()
    page.get_by_role("button", name="위촉 제안하기").click()
    expect(page.get_by_text("제안함").first).to_be_visible()


def accept(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/my/appointments/")
    page.get_by_role("link", name="서구 전문지원단").first.click()
    page.get_by_label("이름").fill(name)
    page.get_by_label("전화").fill("010-0000-0000")
    page.get_by_label("주소").fill("경열로 1")
    page.get_by_label("사시는 동").select_option(label="양동")
    page.get_by_role("button", name="승낙합니다").click()
    expect(page.get_by_text("승낙해 주셔서 감사합니다. 센터에 알렸습니다.")).to_be_visible()
