"""The support corps of one centre and the council of the other, with appointments in every state."""

from datetime import date, time
from typing import Any

from cms.models import Topic
from lms.accounts.models import Centre, Region, User
from lms.common import clock
from lms.demo.data import sample
from lms.demo.days import at, day, moved
from lms.demo.parts.people import person, sign_in, welcomed
from lms.demo.parts.runs import council_member, expert
from lms.privacy.domain import consents
from lms.privacy.enums import ConsentSource, Purpose
from mentoring.corps.domain import appointing, drafting, term_changes, term_dates
from mentoring.corps.enums import AppointmentSource, BodyKind, MemberRole, Share
from mentoring.corps.models import Appointment, AvailabilityWindow, Body, ExpertProfile, ExpertTopic, Field

TERM_STARTS = "2026-06-27"
BIOS = {
    1: "그림책 모임에서 시작해 동네 학교까지 열어 보았습니다. 처음 모이는 분들과 첫 회의를 여는 일을 잘 돕습니다.",
    2: "텃밭과 자원순환 모임을 여덟 해 꾸려 왔습니다. 계획서를 함께 고치고 이웃 모임과 잇는 일을 좋아합니다.",
    3: "이웃 돌봄 모임에서 일했습니다. 돌봄 순서를 짜고 공간을 나누어 쓰는 규칙을 함께 만듭니다.",
    4: "골목을 사진과 글로 남기는 일을 합니다. 기록을 전시와 책으로 묶는 과정을 도와 드립니다.",
    5: "아파트 자율조정위원으로 일했습니다. 층간소음처럼 어려운 이야기를 차분히 나누는 자리를 돕습니다.",
    6: "보조금 회계를 오래 맡았습니다. 영수증 정리부터 정산 보고까지 한 단계씩 함께 봅니다.",
}


def add_body(row: dict[str, Any], slug: str, prefix: str, *, course: str = "") -> Body:
    forms = sample()["appointment_forms"]
    region = Region.objects.get(code=row["region"])
    return Body.objects.create(
        centre=Centre.objects.get(slug=slug),
        kind=BodyKind.CORPS if row["kind"] == "support_corps" else BodyKind.COUNCIL,
        name=row["name"],
        region=region,
        appointer_title=row["appointer"],
        letter_prefix=prefix,
        letter_text=LETTERS[row["kind"]].format(name=row["name"]),
        acceptance_text=forms["acceptance"]["body"].format(dong=region.name, council=row["name"]),
        seats_min=row["seats"]["min"],
        seats_max=row["seats"]["max"],
        term_months=row["term_months"],
        **quorum(row),
        required_course=course,
    )


def quorum(row: dict[str, Any]) -> dict[str, str]:
    shares, rules = {"1/2": Share.HALF}, row.get("rules", {})
    asked = {"quorum_present": "quorum", "quorum_agree": "decide"}
    return {name: shares[rules[rule]["more_than"]] for name, rule in asked.items() if rule in rules}


LETTERS = {
    "support_corps": "귀하를 마을공동체의 성장을 돕는 「{name}」 전문지원가로 위촉합니다.",
    "council": "귀하를 이웃과의 관계를 회복하고 소통하는 살기 좋은 마을 만들기를 위한 「{name}」 위원으로 위촉합니다.",
}


def appoint(body: Body, who: User, *, starts: date, by: tuple[User, User], **more: Any) -> Appointment:
    """Drafted and offered twelve days before the term, accepted a week before it, begun on its first day."""
    coordinator, manager = by
    with clock.at(at(day((starts - day(0)).days - 12))):
        welcomed(who, body.centre, coordinator)
        made = drafting.draft_appointment(body=body, person=who, starts_on=starts, actor=coordinator, **more)
        if made.source == AppointmentSource.EX_OFFICIO:
            return appointing.confirm_ex_officio(appointment=made, actor=manager)
        made = appointing.offer_appointment(appointment=made, actor=manager)
    with clock.at(at(day((starts - day(0)).days - 7))):
        made = appointing.accept_appointment(
            appointment=made, actor=who, signed_name=who.name, phone=who.phone or "01000000000", address=who.address
        )
    with clock.at(at(starts, 9)):
        return term_dates.start_term(appointment=made)


def profile(who: User, row: dict[str, Any], number: int) -> None:
    consents.decide_consent(person=who, purpose=Purpose.PUBLIC_NAME, given=True, source=ConsentSource.PRIVACY_PAGE)
    made = ExpertProfile.objects.get(person=who)
    made.dong = Region.objects.get(code=row["home_dong"])
    made.villages, made.apartments = "village" in row["kinds"], "apartment" in row["kinds"]
    made.capacity, made.monthly_minutes = row["capacity"], row["monthly_hours_available"] * 60
    made.bio = BIOS[number]
    made.save()
    made.fields.set(Field.objects.filter(centre=made.centre, code__in=row["fields"]))
    for name in row["topics"]:
        ExpertTopic.objects.create(
            tag=Topic.objects.get(name=name), content_object=made, level=3 if name == row["topics"][0] else 2
        )
    for window in row["availability"]:
        starts, ends = time.fromisoformat(window["from"]), time.fromisoformat(window["to"])
        AvailabilityWindow.objects.create(expert=made, weekday=window["weekday"], starts=starts, ends=ends)
    # People in work meet in the evening.
    AvailabilityWindow.objects.create(expert=made, weekday=3 if number % 2 else 4, starts=time(18), ends=time(21))


def corps() -> None:
    seogu = Centre.objects.get(slug="seogu")
    for place, row in enumerate(sample()["fields"], start=1):
        Field.objects.create(centre=seogu, code=row["code"], name=row["name"], order=place)
    body = add_body(sample()["bodies"][0], "seogu", "서구지원단", course="MJ-301")
    staff = (sign_in("coordinator"), sign_in("manager"))
    starts = moved(TERM_STARTS)
    for number, row in enumerate(sample()["experts"], start=1):
        appoint(body, expert(number), starts=starts, by=staff)
        profile(expert(number), row, number)
    with clock.at(at(day(-3))):
        # A graduate who has not answered yet.
        welcomed(expert(7), seogu, staff[0])
        made = drafting.draft_appointment(body=body, person=expert(7), starts_on=day(9), actor=staff[0])
        appointing.offer_appointment(appointment=made, actor=staff[1])
    earlier = appoint(body, expert(8), starts=day(-500), by=staff, exception_reason="수료증 제도가 생기기 전의 위촉")
    with clock.at(at(day(-130))):
        term_dates.expire_term(appointment=earlier)
    dismissed = appoint(body, expert(9), starts=starts, by=staff)
    with clock.at(at(day(-22))):
        term_changes.dismiss_member(
            appointment=dismissed,
            actor=staff[1],
            reason="직무태만·장기 불참(사전 통보 없이 정기회의 3회 연속 불참)",
            barred_until=day(708),
        )


def council() -> None:
    body = add_body(sample()["bodies"][1], "seodaemun", "북가좌1동")
    staff = (person("coordinator2", ""), person("manager2", ""))
    starts = day(-200)
    for number in range(1, 15):
        appoint(
            body,
            council_member(number),
            starts=starts,
            by=staff,
            role=MemberRole.CHAIR if number == 1 else MemberRole.MEMBER,
        )
    for number, office in ((15, "주민자치위원장"), (16, "동 복지협의회장")):
        appoint(
            body, council_member(number), starts=starts, by=staff, source=AppointmentSource.EX_OFFICIO, office=office
        )


def build() -> None:
    corps()
    council()
