from datetime import timedelta

import pytest

from courses.learning.domain.attendance import record_sheet
from courses.learning.enums import Presence
from courses.learning.models import Attendance
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import Completion, CourseRun
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
PRESENT, LATE, EXCUSED, ABSENT = Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.ABSENT


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(rule={"op": "attendance", "min_share": 80}))


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.EDITOR])
def test_other_staff_do_not_enter_attendance(run: CourseRun, role: Role) -> None:
    session, one = courses.session(run, 1), courses.enrolment(run)
    with pytest.raises(NotAllowed) as refused:
        record_sheet(session=session, marks={one.person_id: PRESENT}, actor=people.staff(run.centre, role))
    assert (refused.value.code, Attendance.objects.count()) == ("not_instructor", 0)


def test_a_coordinator_of_another_centre_does_not(run: CourseRun) -> None:
    session, one = courses.session(run, 1), courses.enrolment(run)
    with pytest.raises(NotAllowed):
        record_sheet(session=session, marks={one.person_id: PRESENT}, actor=people.staff(people.centre()))


def test_the_instructor_enters_the_sheet(run: CourseRun) -> None:
    session, one, two = courses.session(run, 1), courses.enrolment(run), courses.enrolment(run)
    teacher = people.user()
    run.instructors.add(teacher)
    assert record_sheet(session=session, marks={one.person_id: PRESENT, two.person_id: ABSENT}, actor=teacher) == 2
    rows = Attendance.objects.order_by("pk").values_list("person_id", "presence", "minutes", "recorded_by_id")
    assert list(rows) == [(one.person_id, PRESENT, 120, teacher.pk), (two.person_id, ABSENT, 0, teacher.pk)]
    session.refresh_from_db()
    assert session.state == SessionState.HELD


@pytest.mark.parametrize(
    ("fields", "run_fields", "code"),
    [
        ({"days": 1}, {}, "early"),
        ({"state": SessionState.CANCELLED}, {}, "cancelled"),
        ({}, {"state": RunState.CLOSED}, "closed"),
    ],
)
def test_when_a_sheet_is_not_entered(
    run: CourseRun, fields: dict[str, object], run_fields: dict[str, object], code: str
) -> None:
    CourseRun.objects.filter(pk=run.pk).update(**run_fields or {"state": run.state})
    session, one = courses.session(run, 1, **fields), courses.enrolment(run)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator)
    assert (refused.value.code, Attendance.objects.count()) == (code, 0)


def test_somebody_without_a_seat_is_not_on_the_sheet(run: CourseRun) -> None:
    session, waiting = courses.session(run, 1), courses.enrolment(run, state=EnrolmentState.WAITLISTED)
    with pytest.raises(DomainError) as refused:
        record_sheet(session=session, marks={waiting.person_id: PRESENT}, actor=run.coordinator)
    assert (refused.value.code, Attendance.objects.count()) == ("unknown_person", 0)


def test_nobody_enters_their_own(run: CourseRun) -> None:
    session, own = courses.session(run, 1), courses.enrolment(run, run.coordinator)
    with pytest.raises(DomainError) as refused:
        record_sheet(session=session, marks={own.person_id: PRESENT}, actor=run.coordinator)
    assert (refused.value.code, Attendance.objects.count()) == ("own_attendance", 0)


def test_a_correction_is_logged_with_what_stood_there(run: CourseRun) -> None:
    session, one = courses.session(run, 1), courses.enrolment(run)
    courses.session(run, 2)
    marks = {one.person_id: ABSENT}
    assert record_sheet(session=session, marks=marks, actor=run.coordinator) == 1
    assert record_sheet(session=session, marks=marks, actor=run.coordinator) == 0
    assert record_sheet(session=session, marks={one.person_id: LATE}, actor=run.coordinator) == 1
    before, row = Attendance.objects.order_by("pk")
    assert (list(Attendance.objects.current()), row.supersedes) == ([row], before)
    log = StateChange.objects.filter(subject="learning.attendance", subject_id=row.pk)
    assert [(item.action, item.from_state, item.to_state) for item in log] == [("correct", ABSENT, LATE)]
    assert [(mark.presence, mark.minutes) for mark in (before, row)] == [(ABSENT, 0), (LATE, 120)]


def test_the_sheet_that_reaches_the_share_completes_the_run(run: CourseRun) -> None:
    one, two = courses.enrolment(run), courses.enrolment(run)
    sessions = [courses.session(run, number) for number in (1, 2, 3)]
    for session in sessions:
        assert not Completion.objects.exists()
        record_sheet(session=session, marks={one.person_id: PRESENT, two.person_id: ABSENT}, actor=run.coordinator)
    assert [row.enrolment_id for row in Completion.objects.all()] == [one.pk]


def test_a_later_correction_does_not_undo_a_completion(run: CourseRun) -> None:
    one = courses.enrolment(run)
    session = courses.session(run, 1)
    record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator)
    completed = Completion.objects.get()
    record_sheet(session=session, marks={one.person_id: ABSENT}, actor=run.coordinator)
    one.refresh_from_db()
    assert (one.state, Completion.objects.get().completed_at) == (EnrolmentState.COMPLETED, completed.completed_at)


def test_everybody_excused_from_everything_has_not_completed(run: CourseRun) -> None:
    one = courses.enrolment(run)
    record_sheet(session=courses.session(run, 1), marks={one.person_id: EXCUSED}, actor=run.coordinator)
    assert not Completion.objects.exists()


def test_sending_the_same_sheet_again_changes_nothing(run: CourseRun) -> None:
    session, one = courses.session(run, 1), courses.enrolment(run)
    assert record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator) == 1
    before, logged = list(Attendance.objects.values_list()), StateChange.objects.count()
    assert record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator) == 0
    assert (list(Attendance.objects.values_list()), StateChange.objects.count()) == (before, logged)


def test_a_sheet_may_be_entered_in_parts_and_one_wrong_line_saves_none(run: CourseRun) -> None:
    session, one, two = courses.session(run, 1), courses.enrolment(run), courses.enrolment(run)
    record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator)
    with pytest.raises(DomainError) as refused:
        record_sheet(session=session, marks={two.person_id: LATE, people.user().pk: PRESENT}, actor=run.coordinator)
    assert refused.value.code == "unknown_person"
    assert list(Attendance.objects.values_list("person", "presence")) == [(one.person_id, PRESENT)]
    record_sheet(session=session, marks={two.person_id: ABSENT}, actor=run.coordinator)
    rows = set(Attendance.objects.values_list("person", "presence", "minutes"))
    assert rows == {(one.person_id, PRESENT, 120), (two.person_id, ABSENT, 0)}


def test_a_sheet_opens_when_its_class_begins_not_before(run: CourseRun) -> None:
    session, one = courses.session(run, 1, days=1), courses.enrolment(run)
    with clock.at(session.starts_at - timedelta(seconds=1)), pytest.raises(DomainError) as refused:
        record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator)
    assert refused.value.code == "early"
    with clock.at(session.starts_at):
        assert record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator) == 1


def test_the_share_is_over_the_classes_planned_not_over_those_held(run: CourseRun) -> None:
    session, one = courses.session(run, 1), courses.enrolment(run)
    for lesson in (2, 3):
        courses.session(run, lesson, days=lesson)
    record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator)
    line = progress(one).result.lines[0]
    assert (line.done, line.needed, Completion.objects.count()) == (1, 3, 0)


def test_attendance_of_an_earlier_attempt_counts_in_the_next_run(run: CourseRun) -> None:
    earlier = courses.enrolment(run, state=EnrolmentState.NOT_COMPLETED)
    courses.attended(courses.session(run, 1), earlier)
    again = courses.run(run.version)
    courses.session(again, 1, days=5)
    assert [line.done for line in progress(courses.enrolment(again, earlier.person)).lessons] == [True, False, False]
