"""The page tree: home, centres, the programme with its four tiers and 38 lessons, and the other centre's first course."""

from typing import Any

from wagtail.models import Page, Site

from cms.domain.staffing import sync_centre
from cms.models import CentrePage, ContentPage, HomePage
from courses.curriculum.domain.publishing import publish_version
from courses.curriculum.enums import LessonMode
from courses.curriculum.models import CoursePage, LessonPage, ProgrammePage, TierPage
from lms.accounts.models import Centre, User
from lms.demo.data import lesson, sample
from lms.demo.parts.people import sign_in

MODES = {
    "대면": LessonMode.LECTURE,
    "실습": LessonMode.PRACTICE,
    "현장": LessonMode.FIELD,
    "세미나": LessonMode.SEMINAR,
}
# The first courses are mixed: these lessons are read at home, the others are classes.
READ_AT_HOME = {("MJ-101", 2), ("MJ-101", 4), ("MJ-101", 5), ("SD-101", 2), ("SD-101", 3)}
ATTENDANCE = {"op": "attendance", "min_share": 80}
AT_HOME = {"op": "lesson_done", "key": "self"}

COURSES: dict[str, dict[str, Any]] = {
    "MJ-101": {
        "lead": "마을에서 무엇인가 해 보고 싶은 분의 첫걸음입니다. "
        "세 번 만나고 세 번은 집에서 읽으며, 계획하고 의논하고 기록하는 법을 배웁니다.",
        "audience": "서구에 살거나 서구에서 모임을 하는 분이면 누구나 신청하실 수 있습니다. 처음이셔도 괜찮습니다.",
        "outcomes": "우리 마을에 필요한 일을 찾아 한 쪽 계획서로 쓸 수 있습니다.\n모두가 말하는 회의를 열 수 있습니다.\n"
        "활동을 사진과 일지로 남길 수 있습니다.",
        "rule": {"op": "all", "of": [ATTENDANCE, AT_HOME]},
        "prerequisites": {},
        "topics": ["마을공동체 이해", "기록·아카이빙", "홍보·사진"],
    },
    "MJ-201": {
        "lead": "모임을 꾸리고 마을의 문제를 함께 푸는 기획자를 위한 열 번의 수업입니다.",
        "audience": "입문과정을 수료하셨거나 마을활동을 1년 이상 하신 분을 위한 과정입니다.",
        "outcomes": "마을 자원조사를 계획하고 해낼 수 있습니다.\n규칙이 있는 회의를 진행할 수 있습니다.\n"
        "공모사업 계획서와 예산을 쓸 수 있습니다.",
        "rule": {"op": "all", "of": [ATTENDANCE, AT_HOME, {"op": "evidence", "kind": "vision"}]},
        "prerequisites": {"op": "any", "of": [{"op": "course", "key": "MJ-101"}, {"op": "years_active", "n": 1}]},
        "topics": ["마을공동체 이해", "회의 진행·퍼실리테이션", "마을자원조사", "사업계획서 작성"],
    },
    "MJ-301": {
        "lead": "다른 공동체를 돕는 전문지원가를 기르는 과정입니다. 열일곱 번의 수업과 마을 논문 한 편으로 마칩니다.",
        "audience": "기획자과정을 수료하시고 마을활동을 2년 이상 하신 분을 위한 과정입니다.",
        "outcomes": "공동체의 어려움을 묻고 진단할 수 있습니다.\n갈등을 다루고 주민 자율조정을 도울 수 있습니다.\n"
        "우리 마을을 주제로 논문 한 편을 쓸 수 있습니다.",
        "rule": {"op": "all", "of": [ATTENDANCE, AT_HOME, {"op": "evidence", "kind": "paper"}]},
        "prerequisites": {"op": "all", "of": [{"op": "course", "key": "MJ-201"}, {"op": "years_active", "n": 2}]},
        "topics": ["주민조직화", "갈등관리", "층간소음 주민자율조정", "네트워크·연합사업"],
    },
    "MJ-401": {
        "lead": "전문지원단으로 활동하기 전에 받는 연수입니다. 강의를 준비하고 시연하며 일지 쓰는 법을 익힙니다.",
        "audience": "최고과정을 수료하고 전문지원단 위촉을 앞둔 분을 위한 연수입니다.",
        "outcomes": "소양 교육 한 시간을 준비하고 시연할 수 있습니다.\n코칭 일지와 확인서를 정확히 쓸 수 있습니다.",
        "rule": {
            "op": "all",
            "of": [{"op": "attendance", "min_share": 100}, AT_HOME, {"op": "evidence", "kind": "demonstration"}],
        },
        "prerequisites": {"op": "course", "key": "MJ-301"},
        "topics": ["회의 진행·퍼실리테이션", "기록·아카이빙", "보조금 회계·정산"],
    },
    "SD-101": {
        "lead": "동 추진협의회 위원이 되신 분과 되려는 분의 첫걸음입니다. 두 번 만나고 두 번은 집에서 읽습니다.",
        "audience": "서대문구에서 추진협의회 위원을 맡으셨거나 맡아 보려는 분이면 누구나 신청하실 수 있습니다.",
        "outcomes": "회의가 열리는지, 안건이 통과되었는지를 바르게 셀 수 있습니다.\n"
        "이웃의 허락을 받아 마을자원을 조사할 수 있습니다.\n마을 의제 하나를 골라 실행계획으로 쓸 수 있습니다.",
        "rule": {"op": "all", "of": [ATTENDANCE, AT_HOME]},
        "prerequisites": {},
        "topics": ["마을의제·마을계획", "회의 진행·퍼실리테이션", "마을자원조사"],
    },
}


def published(parent: Page, page: Page, *, by: User) -> Any:
    parent.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    page.refresh_from_db()
    return page


def body_of(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The written blocks in the shape that a StreamField takes."""
    return [{"type": block["type"], "value": VALUES[block["type"]](block)} for block in blocks]


VALUES: dict[str, Any] = {
    "text": lambda block: block["html"],
    "callout": lambda block: {"kind": block["kind"], "title": block["title"], "text": block["html"]},
    "checklist": lambda block: {"title": block["title"], "items": block["items"]},
    "check": lambda block: {key: block[key] for key in ("question", "choices", "feedback_right", "feedback_wrong")},
}


def home(by: User) -> HomePage:
    root, welcome = Page.objects.get(depth=1), Site.objects.get(is_default_site=True).root_page
    page: HomePage = published(
        root, HomePage(title="마을캠퍼스", slug="maeul", lead="배우고, 만나고, 함께 마을을 가꿉니다."), by=by
    )
    site = Site.objects.get(is_default_site=True)
    site.root_page, site.site_name = page, "마을캠퍼스"
    site.save()
    welcome.delete()
    return page


def add_lesson(course: CoursePage, code: str, row: dict[str, Any], *, by: User) -> None:
    text = lesson(code, row["no"])
    page = LessonPage(
        title=row["title"],
        slug=f"lesson-{row['no']:02d}",
        part=text["part"],
        mode=LessonMode.READING if (code, row["no"]) in READ_AT_HOME else MODES[row["mode"]],
        minutes=row["hours"] * 60,
        reading_minutes=text["reading_minutes"],
        goal=text["goal"],
    )
    page.body = body_of(text["body"])
    published(course, page, by=by)


def add_course(tier: TierPage, row: dict[str, Any], *, by: User) -> CoursePage:
    code = row["code"]
    about = {key: value for key, value in COURSES[code].items() if key != "topics"}
    course = CoursePage(title=row["name"], slug=code.lower(), key=code, live=False, **about)
    tier.add_child(instance=course)
    for line in row["lessons"]:
        add_lesson(course, code, line, by=by)
    course.topics.set(COURSES[code]["topics"])
    course.save_revision(user=by).publish(user=by)
    course.refresh_from_db()
    publish_version(page=course, actor=by)
    return course


GUIDES = (
    (
        "처음 오신 분께",
        "guide",
        "가입부터 수료까지, 무엇을 어떻게 하면 되는지 알려 드립니다.",
        "<h2>1. 가입하기</h2><p>이름, 이메일, 전화번호, 비밀번호 네 가지만 적으시면 됩니다.</p>"
        "<h2>2. 과정 신청하기</h2><p>배우기에서 과정을 고르고 신청하기를 눌러 주세요. 자리가 차면 대기 순서를 알려 드리고, "
        "자리가 나면 먼저 신청하신 분께 차례로 알려 드립니다.</p>"
        "<h2>3. 배우기</h2><p>수업에 나오시면 출석이 기록됩니다. 집에서 읽는 차시는 다 읽고 마쳤어요를 눌러 주세요.</p>"
        "<h2>4. 수료증 받기</h2><p>수료 기준을 채우시면 담당자가 확인하고 수료증을 드립니다. "
        "수료증에 적힌 확인 코드로 누구나 진짜인지 확인할 수 있습니다.</p>",
    ),
    (
        "코칭을 받고 싶은 공동체께",
        "coaching-guide",
        "전문지원가가 공동체를 찾아가 함께 고민합니다.",
        "<h2>어떤 도움을 받을 수 있나요?</h2><ul><li>소양 교육: 회원이 함께 듣는 기초 교육</li>"
        "<li>맞춤형 운영 코칭: 우리 공동체의 어려움을 함께 푸는 만남</li>"
        "<li>네트워크 지원: 동별·권역별로 다른 공동체와 이어 드리는 일</li></ul>"
        "<h2>어떻게 신청하나요?</h2><p>공동체 대표로 로그인하시면 코칭 신청이 보입니다. "
        "무엇이 어려운지, 언제 만나면 좋은지 적어 주세요. "
        "담당자가 살펴보고 알맞은 전문지원가를 이어 드립니다.</p>"
        "<h2>방문이 끝나면</h2><p>전문지원가가 쓴 일지를 보시고 맞아요 또는 달라요를 눌러 주세요. "
        "7일 동안 답이 없으면 확인하신 것으로 처리됩니다.</p>",
    ),
)


def build() -> None:
    # The site's own pages are a superuser's; from the centre page on, the centre's reviewer publishes.
    admin, reviewer = sign_in("admin"), sign_in("reviewer")
    top = home(admin)
    seogu, other = Centre.objects.get(slug="seogu"), Centre.objects.get(slug="seodaemun")
    place = published(
        top,
        CentrePage(title=seogu.name, slug=seogu.slug, centre=seogu, lead="서구 전체가 하나의 대학입니다."),
        by=admin,
    )
    elsewhere = published(
        top,
        CentrePage(title=other.name, slug=other.slug, centre=other, lead="동마다 이웃이 모여 마을을 의논합니다."),
        by=admin,
    )
    for centre in (seogu, other):
        sync_centre(centre)
    for title, slug, lead, html in GUIDES:
        page = ContentPage(title=title, slug=slug, lead=lead)
        page.body = [{"type": "text", "value": html}]
        published(top, page, by=admin)
    add_programme(place, sample()["curriculum"], slug="sekeundae", by=reviewer)
    add_programme(elsewhere, sample()["curriculum_seodaemun"], slug="talking", by=admin)


def add_programme(place: CentrePage, data: dict[str, Any], *, slug: str, by: User) -> None:
    programme = published(place, ProgrammePage(title=data["program"], slug=slug, lead=data["description"]), by=by)
    for tier_row in data["tiers"]:
        tier = published(
            programme, TierPage(title=tier_row["name"], slug=tier_row["code"], number=tier_row["no"]), by=by
        )
        for row in data["courses"]:
            if row["tier"] == tier_row["no"]:
                add_course(tier, row, by=by)
