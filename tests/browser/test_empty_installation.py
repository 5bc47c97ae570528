"""On an empty database nothing has to be there first: whatever a form needs is made through another form of the site."""

import os

import pytest
from playwright.sync_api import Page, expect

from lms.demo.passwords import demo_password
from lms.demo.serving import Site, run_manage
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.once

MADE = """
from mentoring.communities.models import Community
from mentoring.corps.models import Appointment
community, term = Community.objects.get(), Appointment.objects.get()
print("zone", community.dong.zone, sep="|")
print("made", community.field, community.stage, community.dong, term.body, term.person, term.state, sep="|")
"""


def make(page: Page, site: Site, what: str, **values: str) -> None:
    """A row of the reference data, by its form. Where a field is a choice, the value is what stands on it."""
    page.goto(f"{site.url}/cms/{what}/new/")
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.get_by_role("button", name="생성").click()
    page.wait_for_url(lambda url: "/new/" not in url)


def test_from_nothing_to_a_community_and_an_appointment(empty_site: Site, sign_in: SignIn) -> None:
    secret = os.environ | empty_site.environment | {"DJANGO_SUPERUSER_PASSWORD": demo_password()}
    admin_is = ["--noinput", "--email", "admin@demo.example", "--name", "예시관리자"]
    run_manage(secret, "createsuperuser", *admin_is)
    admin = sign_in(empty_site, "admin", width=1280, height=900)

    expect(admin.get_by_text("센터를 먼저 만들어 주세요.")).to_be_visible()
    admin.get_by_role("link", name="센터 만들기").click()
    expect(admin.get_by_text("지역이 아직 없습니다. 기준 정보의 지역에서 먼저 만들어 주세요.")).to_be_visible()
    make(admin, empty_site, "region", code="29140", name="서구", level="시·군·구")
    make(admin, empty_site, "region", code="29140101", name="양동", level="동", parent="서구")
    contact = {"contact_name": "예시담당자", "phone": "0620000000", "hours": "평일 9시~18시"}
    make(admin, empty_site, "centre", name="서구센터", slug="seogu", region="서구", **contact)
    front = first_save(admin, empty_site, "cms/homepage/1", "우리 마을")
    first_save(admin, empty_site, f"cms/centrepage/{front}", "서구센터에서 알립니다", centre="서구센터")

    admin.goto(f"{empty_site.url}/office/communities/new/")
    for missing in ("분야", "단계"):
        said = f"{missing}가 아직 없습니다. 관리자가 편집 화면의 기준 정보에서 만듭니다."
        expect(admin.get_by_text(said)).to_be_visible()
    make(admin, empty_site, "field", centre="서구센터", name="기후환경", code="climate")
    make(admin, empty_site, "stage", centre="서구센터", name="배움", order="1")
    register(admin, empty_site)

    make(admin, empty_site, "membership", centre="서구센터", person="예시관리자", role="센터장", since="2026-01-02")
    make_zone(admin, empty_site)
    make_body(admin, empty_site)
    appoint(admin, empty_site)
    accept(admin, empty_site)

    lines = empty_site.manage("shell", "-c", MADE).splitlines()
    made = [line for line in lines if line.startswith(("zone|", "made|"))]
    assert made == ["zone|동부권", "made|기후환경|배움|양동|서구 전문지원단|예시관리자|active"]


def first_save(page: Page, site: Site, where: str, title: str, **chosen: str) -> str:
    """A page as a draft: its title, and what the same tab asks to choose. Returns its id."""
    page.goto(f"{site.url}/cms/pages/add/{where}/")
    page.locator("#id_title").press_sequentially(title)
    for name, label in chosen.items():
        page.locator(f"main [name={name}]").select_option(label=label)
    page.get_by_role("button", name="임시로 저장").first.click()
    page.wait_for_url("**/edit/")
    expect(page.locator("#id_title")).to_have_value(title)
    return page.url.split("/")[-3]


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


def appoint(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/office/appointments/new/?q=예시관리자")
    page.get_by_role("link", name="고르기 – 예시관리자").click()
    page.get_by_label("서구 전문지원단").check()
    page.get_by_role("button", name="초안 저장하기").click()
    page.get_by_role("button", name="위촉 제안하기").click()
    expect(page.get_by_text("제안함").first).to_be_visible()


def accept(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/my/appointments/")
    page.get_by_role("link", name="서구 전문지원단").first.click()
    page.get_by_label("이름").fill("예시관리자")
    page.get_by_label("전화").fill("010-0000-0000")
    page.get_by_label("주소").fill("경열로 1")
    page.get_by_label("사시는 동").select_option(label="양동")
    page.get_by_role("button", name="승낙합니다").click()
    expect(page.get_by_text("승낙해 주셔서 감사합니다. 센터에 알렸습니다.")).to_be_visible()
