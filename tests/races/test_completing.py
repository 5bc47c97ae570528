"""Completing a course locks the enrolment alone: learners don't wait for each other, and no seat and no run suffers."""

import uuid
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.db import connection, models, transaction

from courses.learning.domain import completion, lessons
from courses.learning.models import LessonCompletion
from courses.learning.queries import progress
from courses.runs.domain import ending, runs
from courses.runs.domain import enrolment as enrolments
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.accounts.models import User
from lms.common.records import transitions
from lms.common.records.statelog import history
from mentoring.communities.domain import communities
from mentoring.communities.enums import CommunityRole
from tests.factories import courses, mentoring, people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(lessons=1))


def finishing(row: Enrolment) -> Callable[[], object]:
    def finish() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        fresh = Enrolment.objects.select_related("run", "version", "person").get(pk=row.pk)
        key = uuid.UUID(courses.key(row.run, 1))
        lessons.finish_lesson(enrolment=fresh, key=key, actor=fresh.person)

    return finish


def finished_while_locked(row: Enrolment, locked: models.Model, **how: Any) -> list[str]:
    with transaction.atomic():
        transitions.lock(locked, **how)
        return at_once(lambda act: act(), [finishing(row)])


def test_one_learner_does_not_wait_for_another(run: CourseRun) -> None:
    mine, other = courses.enrolment(run), courses.enrolment(run)
    assert finished_while_locked(mine, other, action="complete") == ["done"]
    assert Completion.objects.get().enrolment == mine


def test_nor_for_somebody_who_gives_a_seat_back(run: CourseRun) -> None:
    mine, other = courses.enrolment(run), courses.enrolment(run)
    assert finished_while_locked(mine, other) == ["done"]
    assert Completion.objects.get().enrolment == mine


def test_control_for_the_own_enrolment_it_waits(run: CourseRun) -> None:
    mine = courses.enrolment(run)
    assert finished_while_locked(mine, mine, action="complete") == ["OperationalError"]
    assert Completion.objects.count() == 0


# ── facts of one person at the same moment


def finished_in_two_runs_at_once(run: CourseRun, patch: pytest.MonkeyPatch) -> list[str]:
    mine = courses.enrolment(run)
    other = courses.enrolment(courses.run(run.version), mine.person)
    meet_after(patch, lessons, "progress")
    return at_once(lambda row: finishing(row)(), [mine, other])


def test_a_lesson_finished_in_two_runs_at_once_is_one_fact(run: CourseRun, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finished_in_two_runs_at_once(run, monkeypatch) == ["done", "done"]
    assert LessonCompletion.objects.count() == 1
    assert Completion.objects.count() == 2


def test_control_without_the_lock_on_the_person_the_second_fails(
    run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, User, Enrolment)
    assert finished_in_two_runs_at_once(run, monkeypatch) == ["IntegrityError", "done"]


def read_and_entered_at_once(patch: pytest.MonkeyPatch) -> int:
    """The last lesson, and the community that the rule asks for: each is judged before either is committed."""
    rule = {"op": "all", "of": [courses.READ_ALL, {"op": "community_member"}]}
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=rule)))
    community = mentoring.community()
    office = people.staff(community.centre)
    people.says_yes(row.person, community.centre)

    def enter() -> None:
        communities.add_member(community=community, person=row.person, role=CommunityRole.MEMBER, actor=office)

    meet_after(patch, progress, "facts_of_all")
    patch.setattr(progress, "facts_of", lambda row, sessions: progress.facts_of_all([row], sessions)[row.pk])
    assert at_once(lambda act: act(), [finishing(row), enter]) == ["done", "done"]
    return Completion.objects.filter(enrolment=row).count()


def test_two_facts_of_one_person_at_once_complete_what_they_meet_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_and_entered_at_once(monkeypatch) == 1


def test_control_without_the_locks_neither_sees_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, User, Enrolment)
    assert read_and_entered_at_once(monkeypatch) == 0


def joined_and_admitted_at_once(patch: pytest.MonkeyPatch) -> str:
    """Somebody applies for a run while the one thing that its rule asks for is entered."""
    run, person = courses.run(courses.version(lessons=1, rule={"op": "community_member"})), people.user()
    community = mentoring.community()
    office = people.staff(community.centre)
    people.says_yes(person, community.centre)

    def enter() -> None:
        communities.add_member(community=community, person=person, role=CommunityRole.MEMBER, actor=office)

    def apply() -> None:
        enrolments.apply_for_run(run=run, person=person)

    meet_after(patch, completion, "complete_among")
    assert at_once(lambda act: act(), [enter, apply]) == ["done", "done"]
    return Enrolment.objects.get(person=person).state


def test_who_comes_in_while_a_fact_is_written_completes_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert joined_and_admitted_at_once(monkeypatch) == EnrolmentState.COMPLETED


def test_control_without_the_lock_on_the_person_it_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, User)
    assert joined_and_admitted_at_once(monkeypatch) == EnrolmentState.ACTIVE


# ── the end of a run


def end_while_finishing(
    run: CourseRun, end: Callable[..., object], patch: pytest.MonkeyPatch, *, outcome: str = "not_active"
) -> tuple[str, str]:
    """Somebody finishes the last lesson after the office has looked who has completed, and before it ends the run."""
    row = courses.enrolment(run)
    looked, finished, end_run = Event(), Event(), ending.end_run

    def slowly(*args: Any, **kwargs: Any) -> None:
        looked.set()
        finished.wait(timeout=0.5)
        end_run(*args, **kwargs)

    def finish() -> None:
        looked.wait(timeout=10)
        try:
            fresh = Enrolment.objects.select_related("run", "version", "person").get(pk=row.pk)
            key = uuid.UUID(courses.key(run, 1))
            lessons.finish_lesson(enrolment=fresh, key=key, actor=fresh.person)
        finally:
            finished.set()

    patch.setattr(ending, "end_run", slowly)
    assert at_once(lambda act: act(), [lambda: end(run), finish]) == ["done", outcome]
    return CourseRun.objects.get(pk=run.pk).state, Enrolment.objects.get(pk=row.pk).state


def cancel(run: CourseRun) -> object:
    return runs.cancel_run(run=run, reason="강사 사정", actor=run.coordinator)


def close(run: CourseRun) -> object:
    return ending.close_run(run=run, actor=run.coordinator)


def test_nobody_has_completed_a_run_that_is_cancelled(run: CourseRun, monkeypatch: pytest.MonkeyPatch) -> None:
    assert end_while_finishing(run, cancel, monkeypatch) == (RunState.CANCELLED, EnrolmentState.CANCELLED)


def test_control_without_the_lock_on_the_enrolment_somebody_has(
    run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, Enrolment)
    found = end_while_finishing(run, cancel, monkeypatch, outcome="done")
    assert found == (RunState.CANCELLED, EnrolmentState.COMPLETED)


def over(run: CourseRun) -> CourseRun:
    run.starts_on, run.ends_on = run.starts_on - (run.ends_on - run.starts_on), run.starts_on
    run.save()
    return run


def test_who_finishes_after_the_last_look_is_told_that_the_run_is_over(
    run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert end_while_finishing(over(run), close, monkeypatch) == (RunState.CLOSED, EnrolmentState.NOT_COMPLETED)
    assert not LessonCompletion.objects.exists()


def close_while_finishing(run: CourseRun, patch: pytest.MonkeyPatch) -> list[str]:
    """The office closes the run while somebody's last lesson is judged. Returns what was done to the enrolment."""
    row, judged, closed, progress_of = courses.enrolment(over(run)), Event(), Event(), lessons.progress

    def slowly(enrolment: Enrolment) -> Any:
        found = progress_of(enrolment)
        judged.set()
        closed.wait(timeout=0.5)
        return found

    def close_then() -> None:
        judged.wait(timeout=10)
        close(run)
        closed.set()

    patch.setattr(lessons, "progress", slowly)
    assert at_once(lambda act: act(), [close_then, finishing(row)]) == ["done", "done"]
    return sorted(change.action for change in history(row))


def test_who_completes_while_the_run_is_closed_has_completed_it(
    run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert close_while_finishing(run, monkeypatch) == ["complete"]


def test_control_without_the_locks_both_happen_to_them(run: CourseRun, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, User, Enrolment)
    assert close_while_finishing(run, monkeypatch) == ["close", "complete"]
