"""What people do most, on a phone: each within its number of presses, and with the result somebody else sees.

The limits are presses of a button, a link or a choice from the starting page. All of it works with scripts off, too.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lms.demo.passwords import demo_password
from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.presses import Presses
from tests.browser.server import Databases, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

Begin = Callable[[str, str], Presses]
TELL_THE_LINK = (
    "from lms.invitations.links import MAILED, token_of;"
    "from lms.invitations.models import Invitation;"
    "from django.urls import reverse;"
    "print(reverse('invitation', args=[token_of(Invitation.objects.open().get(), MAILED)]))"
)


@pytest.fixture(
    scope="module",
    params=[pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts", marks=pytest.mark.once)],
)
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module")
def town(databases: Databases, scripts: bool) -> Iterator[Site]:
    """One site for all journeys: they are those of different people."""
    with serving(databases, "journeys_with" if scripts else "journeys_without") as running:
        running.manage("shell", "-c", "from lms.demo.pages import let_in; let_in('rep021')")
        yield running


@pytest.fixture
def begin(town: Site, scripts: bool, sign_in: SignIn) -> Begin:
    """`begin("mentor", "/mentor/")`: that person on a phone, signed in, on that page."""

    def begun(who: str, path: str) -> Presses:
        person = Presses(sign_in(town, who, width=390, javascript=scripts), town.url)
        person.at(path)
        return person

    return begun


def read_half_of_a_lesson(learner: Presses) -> str:
    """Where the reading stopped. It is the script that keeps the place, so without scripts there is none."""
    learner.page.get_by_role("link", name="이어서 배우기").click()
    with learner.page.expect_response(re.compile("/place/$")):
        learner.page.locator("#b3").scroll_into_view_if_needed()
        learner.page.mouse.wheel(0, 600)
    return str(
        learner.page.evaluate(
            "() => [...document.querySelectorAll('[data-anchor]')]"
            ".filter(part => part.getBoundingClientRect().top < innerHeight / 2).at(-1).id"
        )
    )


def goes_on(learner: Presses, reached: str) -> None:
    title = learner.page.locator("#h-resume").inner_text()
    learner.link("이어서 배우기")
    expect(learner.page.locator("h1")).to_have_text(title.split(". ", 1)[1])
    if reached:
        assert learner.page.url.endswith(f"#{reached}")
        expect(learner.page.locator(f"#{reached}")).to_be_in_viewport()


def test_a_learner_goes_on_where_reading_stopped_with_one_press(begin: Begin, scripts: bool) -> None:
    trainee = begin("trainee", "/my/")
    reached = read_half_of_a_lesson(trainee) if scripts else ""
    trainee.at("/my/")
    goes_on(trainee, reached)
    assert trainee.count <= 1


def test_a_learner_goes_on_from_a_notice_with_two_presses(begin: Begin, scripts: bool) -> None:
    trainee = begin("trainee", "/my/")
    reached = read_half_of_a_lesson(trainee) if scripts else ""
    trainee.at("/my/notifications/")
    trainee.press(trainee.page.locator("main").get_by_role("link", name=re.compile("^자리가 정해졌습니다")))
    goes_on(trainee, reached)
    assert trainee.count <= 2


def test_a_learner_finishes_a_lesson_and_opens_the_next_with_two_presses(begin: Begin) -> None:
    trainee = begin("trainee", "/my/")
    trainee.page.get_by_role("link", name="이어서 배우기").click()
    lesson, course = trainee.page.locator("h1").inner_text(), trainee.path.split("/")[2]
    trainee.button("이 차시를 마쳤어요")
    trainee.heading("수고하셨습니다. 마치셨습니다.")
    next_title = trainee.page.locator("#h-next + p").inner_text().split(". ", 1)[1]
    trainee.link("다음 차시로 가기")
    trainee.heading(next_title)
    assert trainee.count <= 2
    trainee.at(f"/learn/{course}/record/")
    expect(trainee.page.get_by_role("row", name=re.compile(re.escape(lesson)))).to_contain_text("마침")
    office = begin("coordinator", f"/office/completions/?run={course}")
    expect(office.page.get_by_role("row", name=re.compile("^예시수강생"))).to_contain_text("3 / 6")


def test_a_resident_applies_for_a_course_with_five_presses(begin: Begin) -> None:
    resident = begin("representative", "/")
    resident.press(resident.page.get_by_role("link", name=re.compile(r"^과정 보기\s*: 마을자치학과 입문과정")))
    resident.link("신청하기")
    resident.sees("예시대표03")  # known already, so not asked
    resident.choose("(필수) 과정 운영을 위해 센터가 제 이름, 전화번호, 신청 내용을 보관하는 데 동의합니다.")
    resident.button("신청서 보내기")
    resident.sees("자리가 정해졌습니다.")
    assert resident.count <= 5
    office = begin("coordinator", "/office/runs/" + resident.path.rstrip("/").rpartition("/")[2] + "/")
    office.press(office.page.get_by_role("link", name="배우는 중"))
    office.sees("예시대표03")


def test_an_invited_person_begins_with_two_presses_and_two_boxes(
    town: Site, scripts: bool, begin: Begin, open_page: Callable[..., "Page"]
) -> None:
    link = town.manage("shell", "-c", TELL_THE_LINK).splitlines()[-1]
    person = Presses(open_page(width=390, javascript=scripts), town.url)
    person.page.set_content(f'<a href="{town.url}{link}">초대 받기</a>')  # the message on the phone
    person.link("초대 받기")
    person.sees("invited@demo.example")
    password = person.page.get_by_label("새 비밀번호")
    password.fill("마을에서-배워요-2026")
    if scripts:
        person.page.get_by_role("button", name="비밀번호 보기").click()
        expect(password).to_have_attribute("type", "text")
        person.page.get_by_role("button", name="비밀번호 보기").click()
    person.page.get_by_label("전화", exact=True).fill("010 1234 5678")
    person.choose("(필수) 만 14세 이상입니다.")
    person.choose("(필수) 가입과 이용을 위해 제 이름, 이메일 주소, 전화번호를 보관하는 데 동의합니다.")
    person.button("시작하기")
    assert person.path == "/my/"
    assert person.count <= 4
    office = begin("coordinator", "/office/people/invitations/")
    office.sees("답을 기다리는 초대가 없습니다.")
    person.at(link)
    assert person.path == link
    person.sees("이미 쓰신 초대입니다.")


def test_an_expert_logs_a_visit_with_four_presses(begin: Begin) -> None:
    expert = begin("mentor", "/mentor/")
    expert.link("일지 쓰기")
    expert.choose("갈등관리")
    done = "동별 의견을 한 장에 모으고 다음 회의 순서를 정했습니다."
    expert.page.get_by_label("한 일").fill(done)
    expert.button("일지 제출하기")
    expert.sees(done)
    assert expert.count <= 4
    log = expert.path
    assert re.fullmatch(r"/mentor/logs/\d+/", log)
    office = begin("coordinator", log.replace("/mentor/", "/office/"))
    office.sees(done)


def test_a_representative_confirms_a_visit_with_one_press_after_signing_in(
    town: Site, scripts: bool, begin: Begin, open_page: Callable[..., "Page"]
) -> None:
    waiting = begin("representative", "/community/")
    link = waiting.page.get_by_role("link", name="읽고 답하기").first.get_attribute("href")
    assert link
    person = Presses(open_page(width=390, javascript=scripts), town.url)
    person.at(link)  # the link of the message
    person.page.get_by_label("이메일").fill("representative@demo.example")
    person.page.locator("input[name=password]").fill(demo_password())
    person.press(person.page.locator("main form button.btn"))
    assert person.path == link
    person.button("맞아요")
    assert person.count <= 2
    person.at(link)
    expect(person.page.get_by_role("button", name="맞아요")).to_have_count(0)
    expert = begin("mentor", link.replace("/community/visits/", "/mentor/logs/"))
    expect(expert.page.locator(".page-head")).to_contain_text("확인")
    waiting.at("/community/")
    expect(waiting.page.locator(f'a[href="{link}"]')).to_have_count(0)


def test_a_community_asks_for_coaching_with_eight_presses(begin: Begin) -> None:
    community = begin("rep021", "/community/")
    community.link("코칭 신청")
    community.choose("기록·아카이빙")
    community.page.get_by_label("지금 무엇이 어려우신가요?").fill("사진은 많은데 어떻게 남길지 모르겠습니다.")
    community.page.get_by_label("무엇을 이루고 싶으신가요?").fill("한 해의 사진을 한 권으로 묶습니다.")
    community.button("다음")
    community.choose("수요일")
    community.choose("오후 (2~5시)")
    community.button("다음")
    community.button("신청 보내기")
    community.sees("한 해의 사진을 한 권으로 묶습니다.")
    assert community.count <= 8
    name = begin("rep021", "/community/").page.locator(".page-head p").first.inner_text()
    office = begin("coordinator", "/office/requests/?group=new")
    office.sees(name)


def test_the_attendance_of_twenty_people_is_taken_with_twenty_two_presses(begin: Begin) -> None:
    office = begin("coordinator", "/office/")
    office.press(office.page.locator("main").get_by_role("link", name=re.compile("^적을 출석")))
    office.link("마을자치학과 입문과정")
    run = office.path
    class_of_yesterday = office.page.locator("main .rows li", has_text=re.compile("예정")).first
    title = class_of_yesterday.get_by_role("link").inner_text()
    office.press(class_of_yesterday.get_by_role("link"))
    people = office.page.locator("main fieldset")
    expect(people).to_have_count(20)
    office.button("모두 출석")
    for number, presence in ((3, "결석"), (8, "지각"), (14, "인정 결석")):
        office.press(people.nth(number).locator("label", has_text=re.compile(rf"^\s*{presence}\s*$")))
    office.button("출석 저장하기")
    assert office.count <= 22
    office.at(run)
    expect(office.page.locator("main .rows li", has_text=title)).to_contain_text("진행함")
    office.link("배우는 중")
    roster = office.page.locator("main tbody tr")
    expect(roster.filter(has_text="수업 3회 중 2회 출석")).to_have_count(18)
    expect(roster.filter(has_text="수업 3회 중 1회 출석")).to_have_count(2)


def test_the_certificates_of_a_cohort_are_issued_with_four_presses(begin: Begin) -> None:
    office = begin("coordinator", "/office/")
    office.press(office.page.locator("main").get_by_role("link", name=re.compile("^발급할 수료증")))
    expect(office.page.locator("main tbody")).to_contain_text("예시수강70")
    office.button("수료증 16장 발급하기")
    issued = office.page.locator("main tbody tr").get_by_role("link", name=re.compile(r"^\d{4}-\d{4}$"))
    expect(issued).to_have_count(16)
    assert office.count <= 4
    office.at("/office/")
    expect(office.page.get_by_role("link", name=re.compile("^발급할 수료증"))).to_have_count(0)
