from datetime import datetime, timedelta

import pytest

from courses.learning.domain.attendance import close_sheet, record_sheet, settle_sheets
from courses.learning.domain.completion import complete_met
from courses.learning.enums import Presence
from courses.learning.models import Attendance, SheetClosing
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, Completion, CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.common.records import statelog
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
        marks = {one.person_id: PRESENT, two.person_id: ABSENT}
        record_sheet(session=session, marks=marks, actor=run.coordinator, and_close=True)
    assert [row.enrolment_id for row in Completion.objects.all()] == [one.pk]


def test_a_later_correction_does_not_undo_a_completion(run: CourseRun) -> None:
    one = courses.enrolment(run)
    session = courses.session(run, 1)
    record_sheet(session=session, marks={one.person_id: PRESENT}, actor=run.coordinator, and_close=True)
    completed = Completion.objects.get()
    record_sheet(session=session, marks={one.person_id: ABSENT}, actor=run.coordinator, and_close=True)
    one.refresh_from_db()
    assert (one.state, Completion.objects.get().completed_at) == (EnrolmentState.COMPLETED, completed.completed_at)


def test_everybody_excused_from_everything_has_not_completed(run: CourseRun) -> None:
    one = courses.enrolment(run)
    session = courses.session(run, 1)
    record_sheet(session=session, marks={one.person_id: EXCUSED}, actor=run.coordinator, and_close=True)
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


# ── settling

NOW = clock.seoul(2026, 11, 20, 10, 0)


def a_class_of(day: datetime = NOW) -> tuple[ClassSession, Enrolment]:
    """One class of one person, whose presence there completes the run."""
    with clock.at(day):
        run = courses.run(courses.version(lessons=1, rule={"op": "attendance", "min_share": 100}))
        return courses.session(run, 1), courses.enrolment(run)


def enter(session: ClassSession, row: Enrolment, presence: Presence, *, at: datetime, and_close: bool = False) -> None:
    with clock.at(at):
        record_sheet(
            session=session, marks={row.person_id: presence}, actor=session.run.coordinator, and_close=and_close
        )


def close(session: ClassSession, *, at: datetime) -> None:
    with clock.at(at):
        close_sheet(session=session, actor=session.run.coordinator)


def state_of(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


def told(row: Enrolment, *, at: datetime) -> tuple[bool, bool, bool]:
    """The rule is met so far, provisionally, and enough to complete."""
    with clock.at(at):
        found = progress(Enrolment.objects.get(pk=row.pk))
        return found.result.met, found.is_provisional, found.completes


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.EDITOR])
def test_other_staff_do_not_close_a_sheet(run: CourseRun, role: Role) -> None:
    session, one = courses.session(run, 1), courses.enrolment(run)
    courses.attended(session, one, settled=False)
    with pytest.raises(NotAllowed) as refused:
        close_sheet(session=session, actor=people.staff(run.centre, role))
    assert (refused.value.code, SheetClosing.objects.count()) == ("not_instructor", 0)


def test_a_sheet_that_is_open_completes_nobody() -> None:
    session, row = a_class_of()
    enter(session, row, PRESENT, at=NOW)
    assert (state_of(row), told(row, at=NOW)) == (EnrolmentState.ACTIVE, (True, True, False))
    with clock.at(NOW):
        complete_met(people=[row.person_id], actor=None)
    assert state_of(row) == EnrolmentState.ACTIVE


def test_closing_it_completes_who_came_once() -> None:
    session, row = a_class_of()
    enter(session, row, PRESENT, at=NOW)
    close(session, at=NOW + timedelta(hours=1))
    close(session, at=NOW + timedelta(hours=2))
    assert (state_of(row), SheetClosing.objects.count()) == (EnrolmentState.COMPLETED, 1)
    assert Completion.objects.get().completed_at == NOW + timedelta(hours=1)
    assert [line.action for line in statelog.history(session)].count("close_sheet") == 1


def test_an_empty_sheet_is_not_closed() -> None:
    session, _row = a_class_of()
    close(session, at=NOW)
    assert SheetClosing.objects.count() == 0


def test_a_slip_that_is_mended_before_the_sheet_settles_completes_nobody() -> None:
    session, row = a_class_of()
    enter(session, row, PRESENT, at=NOW)
    enter(session, row, ABSENT, at=NOW + timedelta(minutes=1), and_close=True)
    assert (state_of(row), Completion.objects.count()) == (EnrolmentState.ACTIVE, 0)


def test_midnight_in_seoul_settles_it_whether_or_not_the_timer_came() -> None:
    session, row = a_class_of()
    entered, midnight = clock.seoul(2026, 11, 20, 23, 59), clock.seoul(2026, 11, 21)
    enter(session, row, PRESENT, at=entered)
    assert told(row, at=midnight - timedelta(seconds=1)) == (True, True, False)
    assert told(row, at=midnight) == (True, False, True)
    with clock.at(midnight - timedelta(seconds=1)):
        assert settle_sheets() == 0
    with clock.at(midnight + timedelta(hours=7)):
        assert [settle_sheets(), settle_sheets()] == [1, 0]
    assert (state_of(row), SheetClosing.objects.get().closed_at) == (EnrolmentState.COMPLETED, midnight)
    assert SheetClosing.objects.get().closed_by is None


def test_a_correction_opens_the_sheet_again_until_its_own_midnight() -> None:
    session, row = a_class_of()
    enter(session, row, ABSENT, at=NOW, and_close=True)
    enter(session, row, PRESENT, at=NOW + timedelta(days=3))
    assert told(row, at=NOW + timedelta(days=3, hours=1)) == (True, True, False)
    with clock.at(NOW + timedelta(days=4)):
        assert settle_sheets() == 1
    assert state_of(row) == EnrolmentState.COMPLETED


def test_a_provisional_mark_of_another_run_counts_for_nothing_either() -> None:
    session, row = a_class_of()
    again = courses.run(row.version)
    courses.session(again, 1)
    there = courses.enrolment(again, row.person)
    enter(session, row, PRESENT, at=NOW)
    assert told(there, at=NOW) == (True, True, False)
    close(session, at=NOW + timedelta(hours=1))
    assert [state_of(one) for one in (row, there)] == [EnrolmentState.COMPLETED, EnrolmentState.COMPLETED]
