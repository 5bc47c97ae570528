from datetime import timedelta
from typing import Any

import pytest

from courses.curriculum.enums import LessonMode
from courses.curriculum.models import CoursePage, CourseVersion
from courses.runs.domain import classes
from courses.runs.domain import runs as domain
from courses.runs.enums import Admission, EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records.statelog import history
from lms.notifications.models import Notice
from tests.factories import courses, pages, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> CourseVersion:
    """A lecture, a lesson read at home, and a field trip."""
    page: CoursePage = pages.course(pages.tier())
    for mode in (LessonMode.LECTURE, LessonMode.READING, LessonMode.FIELD):
        pages.lesson(page, mode=mode, minutes=120)
    pages.publish(CoursePage.objects.get(pk=page.pk))
    return CourseVersion.objects.get(page=page)


@pytest.fixture
def coordinator(version: CourseVersion) -> User:
    return people.staff(version.centre, Role.COORDINATOR)


def fields(coordinator: User, **changes: Any) -> dict[str, Any]:
    today, now = clock.today(), clock.now()
    return {
        "name": "2027년 1기",
        "place": "농성골커뮤니티센터",
        "starts_on": today + timedelta(days=30),
        "ends_on": today + timedelta(days=90),
        "capacity": 20,
        "admission": Admission.APPROVAL,
        "apply_from": now,
        "apply_until": now + timedelta(days=20),
        "coordinator": coordinator,
    } | changes


def planned(run: CourseRun, lesson: int, *, days: int = 1, **changes: Any) -> classes.PlannedClass:
    starts = clock.seoul(run.starts_on.year, run.starts_on.month, run.starts_on.day, 14) + timedelta(days=days)
    values = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "place": "2층 배움방"} | changes
    return classes.PlannedClass(lesson_key=run.version.manifest[lesson - 1]["key"], **values)


@pytest.fixture
def draft(version: CourseVersion, coordinator: User) -> CourseRun:
    return domain.create_run(version=version, fields=fields(coordinator), actor=coordinator)


def strangers(version: CourseVersion) -> list[User]:
    return [
        people.user(),
        people.staff(version.centre, Role.MANAGER),
        people.staff(version.centre, Role.AUDITOR),
        people.staff(version.centre, Role.EDITOR),
        people.staff(people.centre(), Role.COORDINATOR),
    ]


def test_a_coordinator_of_the_centre_prepares_a_run(version: CourseVersion, coordinator: User) -> None:
    for actor in strangers(version):
        with pytest.raises(NotAllowed):
            domain.create_run(version=version, fields=fields(coordinator), actor=actor)
    assert CourseRun.objects.count() == 0
    teacher = people.user()
    made = domain.create_run(version=version, fields=fields(coordinator), instructors=[teacher], actor=coordinator)
    assert (made.state, made.centre, made.version, made.capacity) == (RunState.DRAFT, version.centre, version, 20)
    assert list(made.instructors.all()) == [teacher]
    assert [(row.action, row.actor) for row in history(made)] == [("create", coordinator)]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"ends_on": clock.today()}, "dates", "ends_on"),
        ({"capacity": 0}, "no_seats", "capacity"),
        ({"apply_until": clock.now() - timedelta(days=1)}, "window", "apply_until"),
    ],
)
def test_what_contradicts_itself_is_refused(
    version: CourseVersion, coordinator: User, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        domain.create_run(version=version, fields=fields(coordinator, **changes), actor=coordinator)
    assert (caught.value.code, list(caught.value.fields)) == (code, [field])
    assert CourseRun.objects.count() == 0


def test_a_course_has_no_two_runs_of_one_name(draft: CourseRun, coordinator: User) -> None:
    with pytest.raises(DomainError) as caught:
        domain.create_run(version=draft.version, fields=fields(coordinator), actor=coordinator)
    assert caught.value.code == "name_taken"


def test_a_run_is_published_when_every_class_has_its_day(draft: CourseRun, coordinator: User) -> None:
    classes.plan_sessions(run=draft, classes=[planned(draft, 1)], actor=coordinator)
    with pytest.raises(DomainError) as caught:
        domain.publish_run(run=draft, actor=coordinator)
    assert caught.value.code == "no_sessions"
    classes.plan_sessions(run=draft, classes=[planned(draft, 3, days=8)], actor=coordinator)
    draft.sessions.update(state=SessionState.CANCELLED)
    with pytest.raises(DomainError) as caught:
        domain.publish_run(run=draft, actor=coordinator)
    assert caught.value.code == "no_sessions"
    draft.sessions.update(state=SessionState.PLANNED)
    for actor in strangers(draft.version):
        with pytest.raises(NotAllowed):
            domain.publish_run(run=draft, actor=actor)
    for _click in range(2):
        assert domain.publish_run(run=draft, actor=coordinator).state == RunState.PUBLISHED
    assert [row.action for row in history(draft)] == ["create", "publish"]
    assert list(draft.sessions.values_list("number", "title", "state")) == [
        (line["number"], line["title"], SessionState.PLANNED)
        for line in draft.version.manifest
        if line["mode"] != LessonMode.READING
    ]


def test_a_class_lies_inside_the_run_and_ends_after_it_starts(draft: CourseRun, coordinator: User) -> None:
    bad = {
        "outside_run": planned(draft, 1, days=-1),
        "times": planned(draft, 1, ends_at=planned(draft, 1).starts_at),
        "unknown_lesson": planned(draft, 2),
    }
    for code, item in bad.items():
        with pytest.raises(DomainError) as caught:
            classes.plan_sessions(run=draft, classes=[planned(draft, 3), item], actor=coordinator)
        assert caught.value.code == code
    assert ClassSession.objects.count() == 0


def test_a_moved_class_is_told_once_to_those_who_learn(draft: CourseRun, coordinator: User) -> None:
    both = [planned(draft, 1), planned(draft, 3)]
    classes.plan_sessions(run=draft, classes=both, actor=coordinator)
    domain.publish_run(run=draft, actor=coordinator)
    learner = courses.enrolment(draft).person
    courses.enrolment(draft, state=EnrolmentState.APPLIED)
    classes.plan_sessions(run=draft, classes=both, actor=coordinator)
    assert Notice.objects.count() == 0
    classes.plan_sessions(run=draft, classes=[planned(draft, 1, days=2), both[1]], actor=coordinator)
    assert [(notice.person, notice.kind) for notice in Notice.objects.all()] == [(learner, "session_moved")]


def test_a_class_that_was_held_stays(draft: CourseRun, coordinator: User) -> None:
    (made,) = classes.plan_sessions(run=draft, classes=[planned(draft, 1)], actor=coordinator)
    ClassSession.objects.filter(pk=made.pk).update(state=SessionState.HELD)
    classes.plan_sessions(run=draft, classes=[planned(draft, 1, days=5)], actor=coordinator)
    assert ClassSession.objects.get().starts_at == made.starts_at


def test_how_people_are_admitted_is_fixed_once_announced(draft: CourseRun, coordinator: User) -> None:
    changed = fields(coordinator, admission=Admission.OPEN, place="새 곳")
    assert domain.change_run(run=draft, fields=changed, actor=coordinator).admission == Admission.OPEN
    CourseRun.objects.filter(pk=draft.pk).update(state=RunState.PUBLISHED)
    after = domain.change_run(run=draft, fields=fields(coordinator, place="또 다른 곳"), actor=coordinator)
    assert (after.admission, after.place) == (Admission.OPEN, "또 다른 곳")
    with pytest.raises(NotAllowed):
        domain.change_run(run=draft, fields=changed, actor=people.staff(draft.centre, Role.MANAGER))


def test_fewer_seats_than_people_leave_the_whole_run_as_it_was(coordinator: User, draft: CourseRun) -> None:
    CourseRun.objects.filter(pk=draft.pk).update(state=RunState.PUBLISHED)
    for _ in range(2):
        courses.enrolment(draft)
    with pytest.raises(DomainError) as caught:
        domain.change_run(run=draft, fields=fields(coordinator, capacity=1, place="새 곳"), actor=coordinator)
    assert caught.value.code == "seats_taken"
    draft.refresh_from_db()
    assert (draft.capacity, draft.place) == (20, "농성골커뮤니티센터")


@pytest.mark.parametrize("state", [RunState.CLOSED, RunState.CANCELLED])
def test_a_run_that_ended_is_not_changed(draft: CourseRun, coordinator: User, state: str) -> None:
    CourseRun.objects.filter(pk=draft.pk).update(state=state)
    calls = [
        lambda: domain.change_run(run=draft, fields=fields(coordinator), actor=coordinator),
        lambda: classes.plan_sessions(run=draft, classes=[planned(draft, 1)], actor=coordinator),
        lambda: domain.publish_run(run=draft, actor=coordinator),
    ]
    for call in calls:
        with pytest.raises(DomainError) as caught:
            call()
        assert caught.value.code == "state"


def test_cancelling_tells_everybody_why(draft: CourseRun, coordinator: User) -> None:
    classes.plan_sessions(run=draft, classes=[planned(draft, 1), planned(draft, 3)], actor=coordinator)
    domain.publish_run(run=draft, actor=coordinator)
    rows = [courses.enrolment(draft, state=state) for state in (EnrolmentState.ACTIVE, EnrolmentState.APPLIED)]
    for actor in strangers(draft.version):
        with pytest.raises(NotAllowed):
            domain.cancel_run(run=draft, reason="강사 사정", actor=actor)
    with pytest.raises(DomainError):
        domain.cancel_run(run=draft, reason=" ", actor=coordinator)
    for _click in range(2):
        domain.cancel_run(run=draft, reason="강사 사정으로 열지 못합니다.", actor=coordinator)
    for row in rows:
        row.refresh_from_db()
    assert [(row.state, row.reason) for row in rows] == [(EnrolmentState.CANCELLED, "강사 사정으로 열지 못합니다.")] * 2
    for session in draft.sessions.all():
        (cancelled,) = history(session).filter(action="cancel")
        assert (cancelled.from_state, cancelled.to_state, cancelled.actor) == ("planned", "cancelled", coordinator)
        assert session.state == SessionState.CANCELLED
    assert sorted(notice.person_id for notice in Notice.objects.all()) == [row.person_id for row in rows]


def test_a_run_that_somebody_completed_is_closed_and_not_cancelled(draft: CourseRun, coordinator: User) -> None:
    courses.enrolment(draft, state=EnrolmentState.COMPLETED)
    with pytest.raises(DomainError) as caught:
        domain.cancel_run(run=draft, reason="까닭", actor=coordinator)
    assert caught.value.code == "completed"
