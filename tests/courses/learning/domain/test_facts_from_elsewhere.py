"""A rule is met wherever its last fact is written: before the seat, in another run or course, in a community."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.curriculum.domain.publishing import publish_version
from courses.curriculum.enums import LessonMode
from courses.learning.domain.attendance import record_sheet
from courses.learning.domain.evidence import accept_evidence
from courses.learning.domain.lessons import finish_lesson
from courses.learning.enums import Presence
from courses.runs.domain import ending
from courses.runs.domain import enrolment as enrolments
from courses.runs.domain.classes import PlannedClass, plan_sessions
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.common import clock
from lms.common.records.statelog import history
from mentoring.communities.domain import communities
from mentoring.communities.enums import CommunityRole, CommunityState
from mentoring.communities.models import CommunityMembership
from tests.factories import courses, mentoring, pages, people

pytestmark = pytest.mark.django_db
S = EnrolmentState
ATTEND = {"op": "attendance", "min_share": 80}
READ_AND_PAPER = {"op": "all", "of": [courses.READ_ALL, {"op": "evidence", "kind": "paper"}]}
MEMBER = {"op": "community_member"}


def read(row: Enrolment, *lessons: int) -> None:
    for lesson in lessons:
        finish_lesson(enrolment=row, key=courses.key(row.run, lesson), actor=row.person)  # type: ignore[arg-type]


def state(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


# ── coming in


@pytest.fixture
def earlier() -> Enrolment:
    """Came to the one class of a run, and was marked as not having completed it."""
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=ATTEND)), state=S.NOT_COMPLETED)
    courses.attended(courses.session(row.run, 1), row)
    return row


def again(earlier: Enrolment, state: str) -> Enrolment:
    run = courses.run(earlier.version)
    courses.session(run, 1, days=7)
    offered = {"offer_expires_at": clock.now() + timedelta(days=1)} if state == S.OFFERED else {}
    return courses.enrolment(run, earlier.person, state=state, **offered)


def approve_several(row: Enrolment) -> Enrolment:
    enrolments.answer_several(run=row.run, enrolments=[row], accept=True, actor=row.run.coordinator)
    return Enrolment.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("before", "admit"),
    [
        (S.APPLIED, lambda row: enrolments.approve_application(enrolment=row, actor=row.run.coordinator)),
        (S.APPLIED, approve_several),
        (S.OFFERED, lambda row: enrolments.accept_seat(enrolment=row, actor=row.person)),
    ],
)
def test_who_comes_in_again_brings_along_what_was_done(
    earlier: Enrolment, before: str, admit: Callable[[Enrolment], Enrolment]
) -> None:
    row = again(earlier, before)
    assert not Completion.objects.exists()
    assert admit(row).state == S.COMPLETED
    assert Completion.objects.get().enrolment_id == row.pk


def test_who_applies_again_for_an_open_run_does_too(earlier: Enrolment) -> None:
    run = courses.run(earlier.version)
    courses.session(run, 1, days=7)
    row = enrolments.apply_for_run(run=run, person=earlier.person)
    assert (row.state, Completion.objects.get().enrolment_id) == (S.COMPLETED, row.pk)
    assert [change.action for change in history(row)] == ["apply", "complete"]
    assert state(earlier) == S.NOT_COMPLETED


def test_who_comes_in_with_nothing_begins_at_the_beginning() -> None:
    at_home = {"op": "lesson_done", "key": "self"}
    for rule in ({}, ATTEND, courses.READ_ALL, at_home, {"op": "any", "of": [at_home, ATTEND]}):
        run = courses.run(courses.version(lessons=1, rule=rule))
        courses.session(run, 1, days=7)  # so that nothing is read at home
        assert enrolments.apply_for_run(run=run, person=people.user()).state == S.ACTIVE
    assert not Completion.objects.exists()


# ── another run and another course


def test_a_lesson_finished_in_one_run_completes_the_other() -> None:
    version = courses.version(lessons=1)
    here = courses.enrolment(courses.run(version))
    there = courses.enrolment(courses.run(version), here.person)
    stranger = courses.enrolment(there.run)
    read(here, 1)
    assert [state(row) for row in (here, there, stranger)] == [S.COMPLETED, S.COMPLETED, S.ACTIVE]


def test_a_class_attended_in_one_run_completes_the_other() -> None:
    version = courses.version(lessons=1, rule=ATTEND)
    here = courses.enrolment(courses.run(version))
    there, absent = courses.enrolment(courses.run(version), here.person), courses.enrolment(here.run)
    courses.session(there.run, 1, days=7)
    marks = {here.person_id: Presence.PRESENT, absent.person_id: Presence.ABSENT}
    record_sheet(session=courses.session(here.run, 1), marks=marks, actor=here.run.coordinator, and_close=True)
    assert [state(row) for row in (here, there, absent)] == [S.COMPLETED, S.COMPLETED, S.ACTIVE]


def test_a_completed_course_completes_what_asks_for_it_and_so_on() -> None:
    """The later ones were begun first: whichever is looked at first is looked at again."""
    third = courses.enrolment(courses.run(courses.version(lessons=1, rule={"op": "course", "key": "MJ-201"})))
    asks = {"op": "all", "of": [courses.READ_ALL, {"op": "course", "key": "MJ-101"}]}
    second = courses.enrolment(courses.run(courses.version(lessons=1, rule=asks, key="MJ-201")), third.person)
    first = courses.enrolment(courses.run(courses.version(lessons=1, key="MJ-101")), third.person)
    rows = (first, second, third)
    read(second, 1)
    assert [state(row) for row in rows] == [S.ACTIVE] * 3
    read(first, 1)
    assert [state(row) for row in rows] == [S.COMPLETED] * 3
    assert Completion.objects.count() == 3


def test_evidence_accepted_in_one_run_completes_the_other() -> None:
    version = courses.version(lessons=2, rule=READ_AND_PAPER)
    one = courses.enrolment(courses.run(version))
    other = courses.enrolment(courses.run(version), one.person)
    read(one, 1, 2)
    assert [state(row) for row in (one, other)] == [S.ACTIVE, S.ACTIVE]
    accept_evidence(enrolment=one, kind="paper", reason="읽었습니다", actor=one.run.coordinator)
    assert [state(row) for row in (one, other)] == [S.COMPLETED, S.COMPLETED]


def test_a_class_planned_for_a_lesson_that_was_attended_elsewhere_counts() -> None:
    page = pages.course(pages.tier(), live=True, rule=ATTEND)
    for number in (1, 2):
        pages.lesson(page, mode=LessonMode.LECTURE, slug=f"l{number}")
    version = publish_version(page=page, actor=None)
    earlier = courses.enrolment(courses.run(version), state=S.NOT_COMPLETED)
    courses.attended(courses.session(earlier.run, 1), earlier)
    row = courses.enrolment(courses.run(version), earlier.person)
    starts = clock.now() + timedelta(days=3)
    planned = PlannedClass(courses.key(row.run, 1), starts, starts + timedelta(hours=2), "2층")  # type: ignore[arg-type]
    plan_sessions(run=row.run, classes=[planned], actor=row.run.coordinator)
    assert state(row) == S.COMPLETED


# ── a community


@pytest.fixture
def waits() -> Enrolment:
    """Has read everything, and belongs to no community yet."""
    rule = {"op": "all", "of": [courses.READ_ALL, MEMBER]}
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=rule)))
    read(row, 1)
    assert state(row) == S.ACTIVE
    return row


@pytest.mark.parametrize("role", CommunityRole)
def test_who_is_entered_in_a_community_completes_what_asks_for_it(waits: Enrolment, role: str) -> None:
    community = mentoring.community()
    office = people.staff(community.centre)
    communities.add_member(
        community=community, person=people.known(community.centre), role=CommunityRole.MEMBER, actor=office
    )
    people.says_yes(waits.person, community.centre)
    assert state(waits) == S.ACTIVE
    communities.add_member(community=community, person=waits.person, role=role, actor=office)
    assert state(waits) == S.COMPLETED
    (change,) = history(waits)
    assert (change.action, change.actor) == ("complete", office)


def test_a_community_that_opens_again_has_its_members_again(waits: Enrolment) -> None:
    community = mentoring.community(state=CommunityState.CLOSED)
    CommunityMembership.objects.create(
        community=community, person=waits.person, role=CommunityRole.MEMBER, since=clock.today()
    )
    office = people.staff(community.centre)
    communities.set_state(community=community, state=CommunityState.ACTIVE, actor=office, reason="다시 모입니다")
    assert state(waits) == S.COMPLETED


def test_who_leaves_a_community_keeps_the_completion_and_completes_nothing(waits: Enrolment) -> None:
    community = mentoring.community()
    office = people.staff(community.centre)
    people.says_yes(waits.person, community.centre)
    entered = communities.add_member(community=community, person=waits.person, role=CommunityRole.MEMBER, actor=office)
    at = Completion.objects.get().completed_at
    later = courses.enrolment(courses.run(courses.version(rule=MEMBER)), waits.person)
    communities.end_membership(membership=entered, actor=office)
    assert (state(waits), state(later), Completion.objects.get().completed_at) == (S.COMPLETED, S.ACTIVE, at)


# ── the end of a run


def test_before_a_run_is_closed_everybody_is_looked_at_once_more() -> None:
    """Facts that came in past the steps above, as an import or a restored backup brings them."""
    run = courses.run(courses.version(lessons=1, rule=ATTEND), ends_on=clock.today())
    met, short = courses.enrolment(run), courses.enrolment(run)
    needs = courses.enrolment(courses.run(courses.version(rule={"op": "course", "key": run.version.course_key})))
    needs.person = met.person
    needs.save()
    courses.attended(courses.session(run, 1, state=SessionState.HELD), met)
    ending.close_run(run=run, actor=run.coordinator)
    assert [state(row) for row in (met, short, needs)] == [S.COMPLETED, S.NOT_COMPLETED, S.COMPLETED]
    assert [change.action for change in history(met)] == ["complete"]
    assert CourseRun.objects.get(pk=run.pk).state == RunState.CLOSED


def test_when_a_run_is_reopened_what_came_to_pass_meanwhile_counts() -> None:
    run = courses.run(courses.version(lessons=1, rule=ATTEND), ends_on=clock.today())
    met, short = courses.enrolment(run), courses.enrolment(run)
    held = courses.session(run, 1, state=SessionState.HELD)
    ending.close_run(run=run, actor=run.coordinator)
    courses.attended(held, met)
    ending.reopen_run(run=run, reason="출석부를 늦게 받음", actor=run.coordinator)
    assert [state(row) for row in (met, short)] == [S.COMPLETED, S.ACTIVE]
    assert [change.action for change in history(met)] == ["close", "reopen", "complete"]


# ── cost


def asked_for(number: int) -> int:
    """Statements of a sheet of so many people that completes nobody, without the row of each."""
    run = courses.run(courses.version(lessons=2, rule=ATTEND))
    session, rows = courses.session(run, 1), [courses.enrolment(run) for _ in range(number)]
    courses.session(run, 2, days=7)
    marks = {row.person_id: Presence.PRESENT for row in rows}
    with CaptureQueriesContext(connection) as asked:
        record_sheet(session=session, marks=marks, actor=run.coordinator, and_close=True)
    return len(asked) - number


def test_a_sheet_is_judged_in_the_same_queries_for_one_and_for_thirty() -> None:
    assert [asked_for(number) for number in (1, 30)] == [25, 25]
