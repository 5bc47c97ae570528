"""Requests, offers, engagements and visits at every step of the line."""

import io
import uuid
from datetime import datetime, time, timedelta
from typing import Any

from cms.models import Topic
from lms.accounts.models import User
from lms.common import clock
from lms.common.files.fields import take
from lms.demo.data import sample
from lms.demo.days import at, day, moved
from lms.demo.parts import drawings
from lms.demo.parts.people import sign_in
from lms.demo.parts.runs import expert
from mentoring.coaching.domain import engagements, requests
from mentoring.coaching.enums import GoalState, SupportKind
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.models import Community
from mentoring.corps.models import ExpertProfile
from mentoring.corps.weekly_hours import Hours
from mentoring.matching.domain import offers
from mentoring.matching.models import MatchProposal
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.domain.arranging import Plan, schedule_visit
from mentoring.visits.domain.photos import PhotoChanges
from mentoring.visits.enums import Health, Side, VisitMode
from mentoring.visits.models.content import VisitContent

MODES = {"방문": VisitMode.VISIT, "전화": VisitMode.PHONE, "온라인": VisitMode.ONLINE}
ASKED = (
    # community number, days ago, kind, topics, what is difficult, what they want, weekday and hours, how far it is
    (1, 6, SupportKind.COACHING, ("기후행동·자원순환", "사업계획서 작성"),
     "자원순환 가게를 열고 싶은데 계획서를 어떻게 쓸지 막막합니다.",
     "내년 공모에 낼 한 쪽 계획서를 완성합니다.", (2, 14, 16), "submitted"),
    (4, 5, SupportKind.COACHING, ("기록·아카이빙", "홍보·사진"), "사진은 많은데 어떻게 골라 남길지 모르겠습니다.",
     "골목 사진 50장을 골라 설명을 붙이고 작은 전시를 엽니다.", (4, 10, 12), "submitted"),
    (8, 4, SupportKind.COACHING, ("기후행동·자원순환", "회의 진행·퍼실리테이션"), "텃밭을 두고 의견이 갈려 회의가 길어집니다.",
     "텃밭 나눔 규칙을 회의로 정합니다.", (2, 18, 20), "submitted"),
    (11, 9, SupportKind.COACHING, ("공간 운영", "마을의제·마을계획"), "작은 도서관 운영 시간이 들쭉날쭉합니다.",
     "봉사자 시간표와 운영 규칙을 만듭니다.", (4, 13, 15), "triaged"),
    (13, 8, SupportKind.COACHING, ("갈등관리", "층간소음 주민자율조정"), "층간소음 이야기가 나올 때마다 분위기가 나빠집니다.",
     "조정 모임을 시작할 이웃 5명을 찾습니다.", (3, 19, 21), "triaged"),
    (9, 7, SupportKind.COACHING, ("공간 운영", "보조금 회계·정산"), "수리소 재료비 영수증이 흩어져 있습니다.",
     "재료비 장부와 영수증 묶음을 갖춥니다.", (2, 10, 12), "offered"),
)  # fmt: skip


def community(number: int) -> Community:
    return Community.objects.get(name=sample()["communities"][number - 1]["name"])


def representative(of: Community) -> User:
    return of.memberships.get(role="representative", ended_on=None).person


def profile(number: int) -> ExpertProfile:
    return ExpertProfile.objects.get(person=expert(number))


def ask(
    of: Community,
    *,
    kind: str,
    topics: tuple[str, ...],
    problem: str,
    goal: str,
    slots: tuple[Hours, ...],
    sensitive: bool,
) -> CoachingRequest:
    who = representative(of)
    made = requests.save_draft(
        community=of,
        actor=who,
        support_kind=kind,
        topics=list(Topic.objects.filter(name__in=topics)),
        problem=problem,
        goal=goal,
        sensitive=sensitive,
    )
    made = requests.save_slots(request=made, actor=who, slots=slots)
    return requests.submit_request(request=made, actor=who)


def from_data(row: dict[str, Any]) -> CoachingRequest:
    slots = tuple(
        Hours(slot["weekday"], time.fromisoformat(slot["from"]), time.fromisoformat(slot["to"]))
        for slot in row["preferred_slots"]
    )
    with clock.at(at(moved(row["submitted"]))):
        return ask(
            community(int(row["community"][1:])),
            kind=row["support_kind"],
            topics=tuple(row["topics"]),
            problem=row["problem"],
            goal=row["goal"],
            slots=slots,
            sensitive=row["sensitive"],
        )


def triaged(request: CoachingRequest) -> CoachingRequest:
    return requests.triage_request(request=request, actor=sign_in("coordinator"))


def offered(request: CoachingRequest, number: int) -> MatchProposal:
    return offers.offer_request(request=request, expert=profile(number), actor=sign_in("coordinator"))


def matched(request: CoachingRequest, number: int, when: datetime) -> Engagement:
    with clock.at(when):
        return offers.accept_offer(proposal=offered(triaged(request), number), actor=expert(number))


def drawn(name: str, picture: bytes, caption: str) -> PhotoChanges:
    return PhotoChanges((take(io.BytesIO(picture), name=name, size=len(picture)),), caption)


def photos_of(key: str) -> PhotoChanges:
    """Two visits have one."""
    match key:
        case "S01":
            return drawn("갈등지도.jpg", drawings.sheet_of_notes(), "쪽지를 모아 그린 우리 단지 갈등 지도")
        case "waiting":
            return drawn("게시판.jpg", drawings.notice_board(), "관리동 게시판에 붙인 운영규칙 초안")
    return PhotoChanges()


def visit(engagement: Engagement, row: dict[str, Any]) -> None:
    """One visit of the data: logged the evening it took place, and answered two days later where the data says so."""
    when = moved(row["date"])
    starts, ends = (
        datetime.combine(when, time.fromisoformat(row[key]), tzinfo=clock.SEOUL) for key in ("start", "end")
    )
    author = engagement.expert.person
    content = VisitContent(
        starts_at=starts,
        ends_at=ends,
        mode=MODES[row["mode"]],
        place=row["place"],
        attendees=row["attendees"],
        topics=frozenset(engagement.request.topics.values_list("pk", flat=True)),
        content=f"{row['theme']}. {row['content']}",
        problems=row["issues"],
        next_step=row["actions"],
        health=Health.GOOD,
        private_note=row["private_note"] or "",
    )
    key = uuid.uuid5(uuid.NAMESPACE_URL, row["id"])
    with clock.at(ends + timedelta(hours=1)):
        if row["state"] == "no_show":
            writing.log_no_show(
                engagement=engagement, author=author, client_uuid=key, content=content, side=Side.COMMUNITY
            )
            return
        photos = photos_of(row["id"])
        visit = writing.log_visit(
            engagement=engagement, author=author, client_uuid=key, content=content, photos=photos, submit=True
        )
    if row["state"] == "confirmed":
        with clock.at(ends + timedelta(days=2)):
            confirmation.confirm_visit(
                visit=visit, sent_at=visit.submitted_at, person=representative(engagement.community)
            )


def told_in_data() -> None:
    rows = {row["id"]: row for row in sample()["coaching_requests"]}
    visits = sample()["sessions"]
    first = matched(from_data(rows["Q01"]), 5, at(moved("2026-07-20")))
    for row in (row for row in visits if row["engagement"] == "E01" and row["state"] != "submitted"):
        visit(first, row)
    second = matched(from_data(rows["Q02"]), 6, at(moved("2026-07-15")))
    for row in (row for row in visits if row["engagement"] == "E02"):
        visit(second, row)
    with clock.at(at(moved("2026-09-30"))):
        engagements.complete_engagement(
            engagement=second,
            actor=representative(second.community),
            outcome={"rating": 5, "fit": "good", "on_own": "yes", "again": "yes", "change": "정산 걱정이 줄었습니다."},
            goals={goal.pk: GoalState.DONE for goal in second.goals.all()},
        )
    triaged(from_data(rows["Q04"]))
    from_data(rows["Q03"])
    waiting_and_today(first)


def waiting_and_today(engagement: Engagement) -> None:
    """A log that waits for the representative, and a visit of the last full hour, so that it can be logged at once."""
    author = engagement.expert.person
    late = at(day(-2), 19)
    content = VisitContent(
        starts_at=late,
        ends_at=late + timedelta(minutes=90),
        place="상무한마음아파트 관리동 회의실",
        attendees=4,
        topics=frozenset(engagement.request.topics.values_list("pk", flat=True)),
        content="초안 점검. 입주자대표회의에서 온 의견 3건을 반영해 운영규칙 초안을 고쳤습니다.",
        problems="밤 시간 기준을 두고 의견이 아직 갈립니다.",
        next_step="고친 초안을 동별 게시판에 붙이기",
    )
    with clock.at(late + timedelta(hours=2)):
        key = uuid.uuid5(uuid.NAMESPACE_URL, "waiting")
        photos = photos_of("waiting")
        writing.log_visit(
            engagement=engagement, author=author, client_uuid=key, content=content, photos=photos, submit=True
        )
    starts = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    with clock.at(at(day(-1), 9)):
        plan = Plan(starts, starts + timedelta(hours=1), VisitMode.VISIT, "상무한마음아파트 관리동 회의실")
        schedule_visit(engagement=engagement, plan=plan, actor=author)


def asked_lately() -> None:
    for number, ago, kind, topics, problem, goal, (weekday, starts, ends), far in ASKED:
        with clock.at(at(day(-ago), 11)):
            slots = (Hours(weekday, time(starts), time(ends)),)
            made = ask(
                community(number),
                kind=kind,
                topics=topics,
                problem=problem,
                goal=goal,
                slots=slots,
                sensitive=number == 13,
            )
        with clock.at(at(day(-2), 11)):
            if far != "submitted":
                made = triaged(made)
            if far == "offered":
                offered(made, 6)
    with clock.at(at(day(-1), 15)):
        # The demo expert has an offer to answer.
        made = ask(
            Community.objects.filter(kind="apartment", field__code="share-care", requests=None).order_by("pk")[0],
            kind=SupportKind.COACHING,
            topics=("갈등관리", "회의 진행·퍼실리테이션"),
            problem="동마다 생각이 달라 공동 행사를 정하지 못하고 있습니다.",
            goal="모두가 한 번은 말하는 회의 순서를 만듭니다.",
            slots=(Hours(3, time(14), time(16)),),
            sensitive=False,
        )
        offered(triaged(made), 5)


def build() -> None:
    told_in_data()
    asked_lately()
