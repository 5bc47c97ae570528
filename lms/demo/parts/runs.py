"""Runs in every state, and the people in them: over, under way, to apply for, in preparation; and the other centre's."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from courses.credentials.domain import certificates
from courses.curriculum.models import CourseVersion
from courses.learning.domain.attendance import record_sheet
from courses.learning.domain.closing import close_run
from courses.learning.domain.evidence import accept_evidence
from courses.learning.domain.lessons import finish_lesson
from courses.learning.enums import Presence
from courses.runs.domain import enrolment
from courses.runs.domain import runs as domain
from courses.runs.domain.classes import PlannedClass, plan_sessions
from courses.runs.enums import Admission, EnrolmentState
from courses.runs.models import ClassSession, CourseRun, Enrolment, Evidence
from courses.runs.queries.runs import in_person_lessons
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.demo.data import sample
from lms.demo.days import at, day
from lms.demo.parts.people import person, sign_in

DONGS = [row["code"] for row in sample()["regions"] if row["parent"] == "2914000000"]
PLACE = "농성골커뮤니티센터 2층 배움방"


def learner(number: int) -> User:
    return person(f"learner{number:02d}", f"예시수강{number:02d}", dong=DONGS[number % len(DONGS)])


def council_member(number: int) -> User:
    """The council of the other centre's dong; number 2 is the one with the demo sign-in."""
    return (
        sign_in("council")
        if number == 2
        else person(f"council{number:02d}", f"예시위원{number:02d}", dong="1141071000")
    )


def expert(number: int) -> User:
    """The corps and its candidates; number 5 is the one with the demo sign-in."""
    return (
        sign_in("mentor")
        if number == 5
        else person(f"expert{number:02d}", f"예시전문가{number:02d}", dong="2914074500")
    )


def add_run(
    code: str,
    name: str,
    *,
    first: int,
    days: Sequence[int],
    apply: tuple[int, int],
    capacity: int,
    admission: Admission = Admission.OPEN,
    announced: bool = True,
    by: str = "coordinator",
    place: str = PLACE,
) -> CourseRun:
    """Days count from today; `days` are those of the classes, in the order of the course."""
    actor = sign_in(by)
    version = CourseVersion.objects.filter(course_key=code).order_by("-number").get()
    with clock.at(at(day(min(apply[0] - 1, 0)), 9)):
        run = domain.create_run(
            version=version,
            fields={
                "name": name,
                "place": place,
                "starts_on": day(first),
                "ends_on": day(max(days) + 2),
                "capacity": capacity,
                "admission": admission,
                "apply_from": at(day(apply[0])),
                "apply_until": at(day(apply[1]), 18),
                "coordinator": actor,
            },
            actor=actor,
        )
        lessons = in_person_lessons(version)
        classes = [_planned(line, day(offset), place) for line, offset in zip(lessons, days, strict=True)]
        plan_sessions(run=run, classes=classes, actor=actor)
        return domain.publish_run(run=run, actor=actor) if announced else run


def _planned(line: Mapping[str, Any], when: date, place: str) -> PlannedClass:
    starts = at(when, 14)
    return PlannedClass(line["key"], starts, starts + timedelta(minutes=line["minutes"]), place)


def admit(run: CourseRun, people: Sequence[User], *, years: int = 0) -> list[Enrolment]:
    """They apply on the second day of the window, and staff approve where that is asked."""
    with clock.at(run.apply_from + timedelta(days=1)):
        rows = [domain_apply(run, one, years) for one in people]
    with clock.at(run.apply_from + timedelta(days=2)):
        for row in rows:
            if row.state == EnrolmentState.APPLIED:
                enrolment.approve_application(enrolment=row, actor=run.coordinator)
    return [Enrolment.objects.select_related("run", "version", "person").get(pk=row.pk) for row in rows]


def domain_apply(run: CourseRun, who: User, years: int) -> Enrolment:
    return enrolment.apply_for_run(
        run=run, person=who, years_active=years, note="우리 동네에서 오래 이어 갈 모임을 배우고 싶습니다."
    )


def hold(session: ClassSession, rows: Sequence[Enrolment], *, away: Sequence[Enrolment] = ()) -> None:
    missing = {row.pk for row in away}
    marks = {row.person_id: Presence.ABSENT if row.pk in missing else Presence.PRESENT for row in rows}
    with clock.at(session.ends_at):
        record_sheet(session=session, marks=marks, actor=session.run.coordinator, and_close=True)


def read_at_home(run: CourseRun, rows: Sequence[Enrolment], *, lessons: Sequence[int], when: int) -> None:
    keys = [line["key"] for line in run.version.manifest if line["number"] in lessons]
    with clock.at(at(day(when), 20)):
        for row in rows:
            for key in keys:
                finish_lesson(enrolment=row, key=key, actor=row.person)


def finish(run: CourseRun, rows: Sequence[Enrolment], *, evidence: str = "", reason: str = "") -> None:
    """Hold every class, accept what the rule asks besides, issue the certificates and close the run."""
    actor = run.coordinator
    for session in run.sessions.order_by("starts_at"):
        hold(session, rows)
    with clock.at(at(run.ends_on, 17)):
        for row in rows if evidence else ():
            accept_evidence(enrolment=row, kind=evidence, reason=reason, actor=actor)
        for due in certificates.due_in(run, actor):
            certificates.issue_certificate(completion=due, actor=actor)
        close_run(run=run, actor=actor)


def finished_elsewhere(who: User, code: str) -> None:
    """Courses taken before this site was there, as staff accepted them."""
    Evidence.objects.create(
        centre=Centre.objects.get(slug="seogu"),
        person=who,
        course_key=code,
        kind="course",
        reason="이전 기수 수료 명부에서 확인",
        accepted_by=sign_in("coordinator"),
        accepted_at=at(day(-300)),
    )


def twice_a_week(first: int, number: int) -> list[int]:
    return [first + 7 * (index // 2) + 3 * (index % 2) for index in range(number)]


def top_tier() -> None:
    """Twelve graduates of the top course: the corps, an expert whose offer is open, and three who wait for one."""
    people = [expert(number) for number in range(1, 13)]
    for one in people:
        finished_elsewhere(one, "MJ-201")
    run = add_run(
        "MJ-301",
        "2026년 1기",
        first=-250,
        days=twice_a_week(-250, 17),
        apply=(-280, -255),
        capacity=25,
        admission=Admission.APPROVAL,
    )
    finish(run, admit(run, people, years=3), evidence="paper", reason="마을 논문 심사를 통과함")
    corps = [expert(number) for number in (*range(1, 8), 9)]
    training = add_run(
        "MJ-401",
        "2026년 1기",
        first=-175,
        days=twice_a_week(-175, 5),
        apply=(-185, -177),
        capacity=12,
        admission=Admission.APPROVAL,
    )
    finish(training, admit(training, corps), evidence="demonstration", reason="강의시연을 통과함")


def first_tiers() -> None:
    beginners = [learner(number) for number in range(1, 27)]
    run = add_run("MJ-101", "2026년 1기", first=-180, days=[-180, -173, -160], apply=(-210, -185), capacity=30)
    rows = admit(run, beginners)
    read_at_home(run, rows[:24], lessons=(2, 4, 5), when=-161)
    finish(run, rows)
    planners = beginners[:12]
    run = add_run(
        "MJ-201",
        "2026년 1기",
        first=-120,
        days=twice_a_week(-120, 10),
        apply=(-150, -125),
        capacity=30,
        admission=Admission.APPROVAL,
    )
    finish(run, admit(run, planners), evidence="vision", reason="자기비전 계획서를 냄")


def under_way() -> None:
    """The demo trainee is in this one: one class attended, one lesson read, a class in a few days."""
    run = add_run("MJ-101", "2026년 2기", first=-12, days=[-12, 3, 17], apply=(-40, -14), capacity=30)
    rows = admit(run, [sign_in("trainee"), *(learner(number) for number in range(31, 49))])
    hold(run.sessions.order_by("starts_at")[0], rows, away=rows[5:7])
    read_at_home(run, rows[:9], lessons=(2,), when=-6)


def waiting_for_the_office() -> None:
    """A cohort that has met the rule and waits for its certificates, and a class of yesterday without its attendance."""
    run = add_run("MJ-101", "2026년 주말반", first=-45, days=[-45, -38, -17], apply=(-75, -50), capacity=20)
    rows = admit(run, [learner(number) for number in range(70, 90)])
    read_at_home(run, rows[:18], lessons=(2, 4, 5), when=-18)
    for session in run.sessions.order_by("starts_at"):
        hold(session, rows, away=rows[17:19])
    with clock.at(at(day(-15), 10)):  # somebody else had signed for them
        marks = {rows[16].person_id: Presence.ABSENT}
        record_sheet(session=session, marks=marks, actor=run.coordinator, and_close=True)
    run = add_run("MJ-101", "2026년 저녁반", first=-8, days=[-8, -1, 13], apply=(-40, -10), capacity=20)
    rows = admit(run, [learner(number) for number in range(90, 110)])
    hold(run.sessions.order_by("starts_at")[0], rows)


def of_the_other_centre() -> None:
    """Members of the council learn what a council does; the next run is open to everybody."""
    where = "북가좌1동 주민센터 3층 사랑방"
    run = add_run(
        "SD-101",
        "2026년 위원반",
        first=-20,
        days=[-20, 6],
        apply=(-45, -23),
        capacity=20,
        by="coordinator2",
        place=where,
    )
    rows = admit(run, [council_member(number) for number in range(1, 13)])
    hold(run.sessions.order_by("starts_at")[0], rows, away=rows[9:11])
    read_at_home(run, rows[:6], lessons=(2, 3), when=-9)
    add_run(
        "SD-101",
        "2027년 열린반",
        first=38,
        days=[38, 59],
        apply=(-3, 28),
        capacity=20,
        by="coordinator2",
        place=where,
    )


def to_apply_for() -> None:
    run = add_run("MJ-101", "2026년 3기", first=24, days=[24, 31, 45], apply=(-5, 14), capacity=30)
    admit(run, [learner(number) for number in range(51, 63)])
    run = add_run(
        "MJ-201",
        "2026년 2기",
        first=20,
        days=twice_a_week(20, 10),
        apply=(-10, 8),
        capacity=8,
        admission=Admission.APPROVAL,
    )
    admit(run, [learner(number) for number in range(13, 23)])
    with clock.at(at(day(-1), 20)):
        for number in (23, 24, 65):
            domain_apply(run, learner(number), 2)
    add_run(
        "MJ-301",
        "2027년 1기",
        first=90,
        days=twice_a_week(90, 17),
        apply=(30, 80),
        capacity=25,
        admission=Admission.APPROVAL,
        announced=False,
    )


def build() -> None:
    top_tier()
    first_tiers()
    under_way()
    waiting_for_the_office()
    to_apply_for()
    of_the_other_centre()
