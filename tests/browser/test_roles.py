"""A manager gives a role, dates it and ends it, each through its form."""

import re
from datetime import timedelta

from lms.common import clock
from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses


def test_a_manager_gives_dates_and_ends_a_role(own_site: Site, sign_in: SignIn) -> None:
    office = Presses(sign_in(own_site, "manager", width=390), own_site.url)
    office.at("/office/people/")
    office.link("담당 역할")
    office.link("담당 역할 주기")
    office.page.get_by_label("이름, 이메일, 전화번호").fill("mentor@demo.example")
    office.button("찾기")
    name = office.page.locator("main li b").first.inner_text()
    office.press(office.page.get_by_role("link", name=re.compile("^고르기")).first)
    office.choose("감사 담당자")
    office.button("역할 주기")
    assert office.path == "/office/people/staff/"
    office.sees("담당 역할을 드리고 알렸습니다: 감사 담당자")

    mine = office.page.locator("li", has_text="감사 담당자").filter(has_text=name)
    office.press(mine.get_by_role("link").first)
    last_day = clock.today() + timedelta(days=30)
    office.page.get_by_role("textbox", name="마지막 날").fill(last_day.isoformat())
    office.button("마지막 날 저장")
    office.sees("마지막 날을 저장하고 본인에게 알렸습니다.")
    office.sees(f"{last_day.month}월 {last_day.day}일")

    person = Presses(sign_in(own_site, "mentor", width=390), own_site.url)
    person.at("/my/notifications/")
    person.sees("담당 역할을 맡았습니다: 감사 담당자")

    office.link("역할 바로 끝내기")
    office.sees("이 역할에 걸려 있는 일")
    office.page.get_by_role("textbox", name="까닭").fill("기간을 잘못 정했습니다.")
    office.button("역할 바로 끝내기")
    office.sees("담당 역할을 끝내고 알렸습니다: 감사 담당자")
    person.at("/my/notifications/")
    assert person.path == "/accounts/login/"  # signed out with the role
