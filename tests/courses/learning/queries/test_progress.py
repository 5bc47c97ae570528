"""One answer to "how far?", whoever asks, in a fixed number of queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import criteria
from courses.criteria import ClassState, Status
from courses.learning.domain.lessons import finish_lesson
from courses.learning.enums import Presence
from courses.learning.queries.facts import facts_of, facts_of_all, planned_sessions
from courses.learning.queries.progress import LessonState, progress, progress_of_all
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import CourseRun, Enrolment
from lms.common import clock
from tests.factories import courses

pytestmark = pytest.mark.django_db
MIXED = courses.ATTEND_80  # 80 % of the classes, and all that is read at home


def read(enrolment: Enrolment, *lessons: int) -> None:
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, key=courses.key(enrolment.run, lesson), actor=enrolment.person)  # type: ignore[arg-type]


def fresh(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("run", "version", "person").get(pk=enrolment.pk)


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(lessons=4, rule=MIXED))


def states(enrolment: Enrolment) -> list[LessonState]:
    return [line.state for line in progress(fresh(enrolment)).lessons]


# ── lessons


def test_each_lesson_says_how_it_is_done_and_where_to_go_on(run: CourseRun) -> None:
    held = courses.session(run, 2)
    courses.session(run, 3, days=4)
    row = courses.enrolment(run)
    read(row, 1)
    assert states(row) == [LessonState.DONE, LessonState.CLASS, LessonState.CLASS, LessonState.NOW]
    courses.attended(held, row)
    found = progress(fresh(row))
    assert [line.done for line in found.lessons] == [True, True, False, False]
    assert (found.done, found.total) == (2, 4)
    assert found.next_lesson is not None
    assert found.next_lesson.number == 4
    assert [line.attended for line in found.lessons] == [False, True, True, False]


def test_a_missed_class_is_no_lesson_to_go_on_with(run: CourseRun) -> None:
    held = courses.session(run, 1)
    row = courses.enrolment(run)
    courses.attended(held, row, presence=Presence.ABSENT)
    assert states(row)[:2] == [LessonState.MISSED, LessonState.NOW]


@pytest.mark.parametrize(
    ("presence", "state"),
    [
        (Presence.PRESENT, LessonState.DONE),
        (Presence.LATE, LessonState.DONE),
        (Presence.EXCUSED, LessonState.MISSED),
        (Presence.ABSENT, LessonState.MISSED),
    ],
)
def test_coming_late_is_coming_and_being_excused_is_not(run: CourseRun, presence: str, state: LessonState) -> None:
    row = courses.enrolment(run)
    courses.attended(courses.session(run, 1), row, presence=presence)
    assert states(row)[0] is state


def test_a_cancelled_class_leaves_its_lesson_to_be_read(run: CourseRun) -> None:
    courses.session(run, 1, state=SessionState.CANCELLED)
    row = courses.enrolment(run)
    assert states(row)[0] is LessonState.NOW
    read(row, 1)
    assert states(row)[0] is LessonState.DONE


def test_saying_so_does_not_do_a_class_planned_later(run: CourseRun) -> None:
    row = courses.enrolment(run)
    read(row, 1)
    courses.session(run, 1, days=3)
    assert states(row)[0] is LessonState.CLASS


def test_before_the_first_day_nothing_is_open(run: CourseRun) -> None:
    CourseRun.objects.filter(pk=run.pk).update(starts_on=clock.today() + timedelta(days=2))
    courses.session(run, 1, days=3)
    row = courses.enrolment(run)
    found = progress(fresh(row))
    assert [line.state for line in found.lessons] == [LessonState.CLASS, *[LessonState.LOCKED] * 3]
    assert found.next_lesson is None
    assert {line.opens_on for line in found.lessons} == {clock.today() + timedelta(days=2)}
    assert {line.look for line in found.lessons} == {"locked"}


def test_a_lesson_is_drawn_done_now_or_like_the_others(run: CourseRun) -> None:
    row = courses.enrolment(run)
    read(row, 1)
    courses.session(run, 3, days=3)
    lessons = progress(fresh(row)).lessons
    assert [(line.state, line.look) for line in lessons] == [
        (LessonState.DONE, "done"),
        (LessonState.NOW, "now"),
        (LessonState.CLASS, ""),
        (LessonState.OPEN, ""),
    ]


def test_nobody_goes_on_in_a_run_that_is_over_for_them(run: CourseRun) -> None:
    row = courses.enrolment(run, state=EnrolmentState.NOT_COMPLETED)
    assert set(states(row)) == {LessonState.OPEN}


def test_a_class_nobody_entered_is_missed_once_the_run_is_closed(run: CourseRun) -> None:
    courses.session(run, 1)
    row = courses.enrolment(run)
    assert states(row)[0] is LessonState.CLASS
    CourseRun.objects.filter(pk=run.pk).update(state=RunState.CLOSED)
    assert states(row)[0] is LessonState.MISSED


def test_after_the_last_lesson_it_goes_on_with_what_was_left_out(run: CourseRun) -> None:
    row = courses.enrolment(run)
    read(row, 2, 4)
    found = progress(fresh(row))
    after = [found.after(courses.key(run, lesson)) for lesson in (1, 2, 4)]
    assert [line.number for line in after if line] == [3, 3, 1]
    read(row, 1, 3)
    assert progress(fresh(row)).after(courses.key(run, 4)) is None


def test_done_of_all_is_of_the_required_lessons() -> None:
    run = courses.run(courses.version(lessons=4, optional=[2, 4]))
    row = courses.enrolment(run)
    courses.attended(courses.session(run, 2), row)
    courses.session(run, 3, days=2)
    read(row, 1, 4)
    found = progress(fresh(row))
    assert [(line.required, line.done) for line in found.lessons] == [
        (True, True),
        (False, True),
        (True, False),
        (False, True),
    ]
    assert (found.done, found.total, found.came, found.planned) == (1, 2, 0, 1)
    assert [(part.done, part.total) for part in found.parts] == [(1, 2)]
    assert [(line.done, line.needed, line.reason) for line in found.result.lines] == [(1, 2, "1차시 남음")]


# ── the rule


def test_progress_is_never_over_all(run: CourseRun) -> None:
    """Attended here, attended in an earlier run and said to be finished as well: still one lesson."""
    earlier = courses.run(run.version)
    row = courses.enrolment(run)
    before = courses.enrolment(earlier, row.person, state=EnrolmentState.WITHDRAWN)
    read(row, 1, 2, 3, 4)
    for number in (1, 2, 3, 4):
        courses.attended(courses.session(run, number), row)
        courses.attended(courses.session(earlier, number), before)
    found = progress(fresh(row))
    assert (found.done, found.total) == (4, 4)
    assert [(line.done, line.needed, line.share) for line in found.result.lines] == [(4, 4, 1.0), (0, 0, 1.0)]


def test_the_share_is_over_all_that_is_planned(run: CourseRun) -> None:
    held = courses.session(run, 1)
    for number in (2, 3, 4):
        courses.session(run, number, days=number)
    row = courses.enrolment(run)
    courses.attended(held, row)
    line = progress(fresh(row)).result.lines[0]
    assert (line.done, line.needed, line.status) == (1, 4, Status.NOT_YET)
    CourseRun.objects.filter(pk=run.pk).update(state=RunState.CLOSED)
    assert progress(fresh(row)).result.lines[0].status is Status.UNREACHABLE


def test_the_day_of_completion_is_the_day_in_seoul() -> None:
    run = courses.run(courses.version(lessons=1, rule={}))
    row = courses.enrolment(run)
    with clock.at(clock.seoul(2026, 3, 3, 0, 30)):  # the evening before in UTC
        courses.completed(row)
    assert str(progress(fresh(row)).completed_on) == "2026-03-03"


# ── several people at once


def somebody_of_each_kind(run: CourseRun) -> list[Enrolment]:
    first, second = courses.session(run, 1), courses.session(run, 2)
    rows = [courses.enrolment(run) for _number in range(5)]
    courses.attended(first, rows[0], rows[1])
    courses.attended(second, rows[0])
    courses.attended(second, rows[2], presence=Presence.ABSENT)
    read(rows[0], 3, 4)
    read(rows[3], 3)
    earlier = courses.run(run.version)
    courses.attended(courses.session(earlier, 1), courses.enrolment(earlier, rows[4].person, state="withdrawn"))
    return [fresh(row) for row in rows]


def test_the_office_and_the_learner_get_the_same_answer(run: CourseRun) -> None:
    rows = somebody_of_each_kind(run)
    together = progress_of_all(rows)
    assert together == [progress(fresh(row)) for row in rows]
    assert [(found.done, found.result.met) for found in together] == [
        (4, True),
        (1, False),
        (0, False),
        (1, False),
        (1, False),
    ]


def test_facts_of_several_people_do_not_mix(run: CourseRun) -> None:
    rows = somebody_of_each_kind(run)
    sessions = planned_sessions(run.pk)
    facts = facts_of_all(rows, sessions)
    assert facts == {row.pk: facts_of(row) for row in rows}
    assert [fact.state for fact in facts[rows[4].pk].classes] == [ClassState.CAME, ClassState.OPEN]


def test_conditions_on_other_courses_are_read_for_all_at_once() -> None:
    basics = courses.run(courses.version(lessons=1, rule={}, key="MJ-101"))
    run = courses.run(courses.version(lessons=1, rule={"op": "course", "key": "MJ-101"}))
    rows = [courses.enrolment(run) for _number in range(2)]
    courses.completed(courses.enrolment(basics, rows[1].person))
    assert [found.result.met for found in progress_of_all([fresh(row) for row in rows])] == [False, True]


def test_nobody_is_no_question(run: CourseRun) -> None:
    assert progress_of_all([]) == []


def queries(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        action()
    return len(found)


def test_the_queries_are_five_for_one_person_and_for_many() -> None:
    run = courses.run(courses.version(lessons=30))
    rows = []
    for number in range(1, 31):
        row = courses.enrolment(run)
        courses.attended(courses.session(run, number), row)
        rows.append(fresh(row))
    assert queries(lambda: progress(rows[0])) == 5
    assert queries(lambda: progress_of_all(rows[:1])) == 5
    assert queries(lambda: progress_of_all(rows)) == 5


def test_a_rule_of_another_kind_is_evaluated_the_same_way(run: CourseRun) -> None:
    row = courses.enrolment(run)
    facts = facts_of(fresh(row))
    assert criteria.evaluate(criteria.parse(run.version.rule), facts) == progress(fresh(row)).result


# ── who joins late

TWO_PAST = [-9, -2, 5]  # the days of the classes


@pytest.mark.parametrize(
    ("rule", "status", "still"),
    [
        ({"op": "attendance", "min_share": 80}, Status.UNREACHABLE, "앞으로 남은 수업 1번"),
        ({"op": "attendance", "min_sessions": 1}, Status.NOT_YET, "앞으로 남은 수업 1번"),
        ({"op": "attendance", "min_hours": 3}, Status.UNREACHABLE, "앞으로 2시간 더 가능"),
        ({"op": "lesson_done", "key": "all"}, Status.UNREACHABLE, "앞으로 2강 더 할 수 있음"),
        ({"op": "hours", "n": 2}, Status.NOT_YET, "앞으로 2시간 더 가능"),
        ({"op": "hours", "n": 3}, Status.UNREACHABLE, "앞으로 2시간 더 가능"),
    ],
)
def test_who_joins_late_is_told_what_is_still_possible(rule: dict[str, object], status: Status, still: str) -> None:
    run = courses.run(courses.version(lessons=4, rule=rule))
    for lesson, days in enumerate(TWO_PAST, start=1):
        courses.session(run, lesson, days=days)
    early = courses.enrolment(run, joined_at=clock.now() - timedelta(days=20))
    late = courses.enrolment(run, joined_at=clock.now())
    line = progress(fresh(late)).result.lines[0]
    assert (line.status, line.still) == (status, still)
    assert progress(fresh(early)).result.lines[0].status is Status.NOT_YET
    assert states(late)[:2] == [LessonState.MISSED, LessonState.MISSED]


def test_what_the_office_enters_of_a_class_before_counts_all_the_same() -> None:
    run = courses.run(courses.version(lessons=1, rule={"op": "attendance", "min_share": 100}))
    late, session = courses.enrolment(run, joined_at=clock.now()), courses.session(run, 1)
    courses.attended(session, late)
    assert progress(fresh(late)).result.met
