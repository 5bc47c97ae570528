"""Runs and people in them. The course stands in the page tree with real revisions, as published."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from courses.curriculum.domain.publishing import publish_version
from courses.curriculum.enums import LessonMode
from courses.curriculum.models import CoursePage, CourseVersion
from courses.learning.domain.completion import complete_met
from courses.learning.enums import Presence
from courses.learning.models import Attendance, LessonCompletion, SheetClosing
from courses.runs.enums import Admission, EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, Completion, CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from tests.factories import pages, people

_numbers = count(1)
ATTEND_80 = {"op": "all", "of": [{"op": "attendance", "min_share": 80}, {"op": "lesson_done", "key": "self"}]}
READ_ALL = {"op": "lesson_done", "key": "all"}


def version(
    centre: Centre | None = None,
    *,
    lessons: int = 3,
    rule: dict[str, Any] | None = None,
    check: bool = False,
    optional: Collection[int] = (),
    **course: Any,
) -> CourseVersion:
    """Of a course of lessons read at home, those of the `optional` numbers by choice, as its publication makes it;
    `pages.published_course` goes all the way."""
    page: CoursePage = pages.course(pages.tier(centre), live=True, rule=READ_ALL if rule is None else rule, **course)
    for number in range(1, lessons + 1):
        body = [*pages.BODY, pages.CHECK] if check else pages.BODY
        pages.lesson(
            page,
            title=f"{number}강",
            slug=f"l{number}",
            part="1부",
            mode=LessonMode.READING,
            body=body,
            required=number not in optional,
        )
    return publish_version(page=page, actor=None)


def run(of: CourseVersion | None = None, *, centre: Centre | None = None, **fields: Any) -> CourseRun:
    """Published, under way, and still open to applications."""
    of = of or version(centre)
    today, now = clock.today(), clock.now()
    defaults = {
        "name": f"{next(_numbers)}기",
        "place": "농성골커뮤니티센터 2층",
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=30),
        "capacity": 30,
        "admission": Admission.OPEN,
        "apply_from": now - timedelta(days=60),
        "apply_until": now + timedelta(days=10),
        "coordinator": fields.get("coordinator") or people.staff(of.centre, Role.COORDINATOR),
        "state": RunState.PUBLISHED,
    }
    return CourseRun.objects.create(centre=of.centre, version=of, **defaults | fields)


def session(
    of: CourseRun, lesson: int, *, days: int = -7, state: str = SessionState.PLANNED, **fields: Any
) -> ClassSession:
    """A class of two hours for the lesson of that number, so many days from now."""
    line = of.version.manifest[lesson - 1]
    starts = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    defaults = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "place": of.place, "title": line["title"]}
    return ClassSession.objects.create(run=of, lesson_key=line["key"], number=lesson, state=state, **defaults | fields)


def enrolment(
    of: CourseRun | None = None, person: User | None = None, *, state: str = EnrolmentState.ACTIVE, **fields: Any
) -> Enrolment:
    of = of or run()
    return Enrolment.objects.create(
        centre=of.centre,
        run=of,
        version=of.version,
        person=person or people.user(),
        state=state,
        **{"applied_at": clock.now()} | fields,
    )


def completed(row: Enrolment) -> Completion:
    """By its first lesson, of a course whose rule that meets."""
    said = {"enrolment": row, "completed_at": clock.now()}
    LessonCompletion.objects.get_or_create(person=row.person, lesson_key=key(row.run, 1), defaults=said)
    complete_met(people=[row.person_id], actor=None)
    return Completion.objects.get(enrolment=row)


def attended(
    where: ClassSession,
    *who: Enrolment,
    presence: str = Presence.PRESENT,
    by: User | None = None,
    settled: bool = True,
) -> Sequence[Attendance]:
    """Rows as a sheet leaves them, without evaluating anything."""
    rows = [
        Attendance.objects.create(
            session=where,
            person=one.person,
            enrolment=one,
            presence=presence,
            minutes=where.minutes,
            recorded_by=by or where.run.coordinator,
            recorded_at=clock.now(),
        )
        for one in who
    ]
    if settled:
        SheetClosing.objects.create(session=where, closed_by=where.run.coordinator, closed_at=clock.now())
    return rows


def key(of: CourseRun, lesson: int) -> str:
    return str(of.version.manifest[lesson - 1]["key"])
