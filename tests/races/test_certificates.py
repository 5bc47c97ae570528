"""Two hands at once on certificates and completions. Each claim has its control: without the lock it must go wrong."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections

from courses.credentials.domain import certificates
from courses.credentials.models import Certificate
from courses.learning.domain import completion, lessons
from courses.learning.queries import progress
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from tests.factories import courses, people
from tests.factories.certificates import Papers, issue_due
from tests.races.together import without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def wait_for_the_other(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
    """After reading, each waits a moment for the other, so that what can interleave does."""
    meeting, original = Barrier(2), getattr(place, name)

    def slowly(*arguments: Any, **named: Any) -> Any:
        found = original(*arguments, **named)
        try:
            meeting.wait(timeout=1)
        except BrokenBarrierError:
            meeting.reset()
        return found

    monkeypatch.setattr(place, name, slowly)


def at_once(*actions: Callable[[], object]) -> list[str]:
    def act(action: Callable[[], object]) -> str:
        try:
            action()
            return "done"
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as threads:
        return sorted(threads.map(act, actions))


# ── issuing


def completions(run: CourseRun, number: int) -> Sequence[Completion]:
    for _person in range(number):
        courses.completed(courses.enrolment(run))
    return Completion.objects.filter(enrolment__run=run).order_by("pk")


def issuing(made: Completion, actor: User) -> Callable[[], object]:
    def issue() -> object:
        fresh = Completion.objects.select_related("person", "enrolment__run__version").get(pk=made.pk)
        return certificates.issue_certificate(completion=fresh, actor=User.objects.get(pk=actor.pk))

    return issue


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(lessons=1, rule={}))


@pytest.fixture
def slow_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number is chosen before the paper is made of it."""
    monkeypatch.setattr(certificates, "render_pdf", lambda template, data: b"%PDF")
    wait_for_the_other(monkeypatch, certificates, "render_pdf")


@pytest.fixture
def without_centre_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Centre)


def test_two_presses_for_one_person_at_once_give_one_certificate(run: CourseRun, slow_paper: None) -> None:
    (made,) = completions(run, 1)
    other = people.staff(run.centre, Role.COORDINATOR)
    assert at_once(issuing(made, run.coordinator), issuing(made, other)) == ["done", "done"]
    assert Certificate.objects.count() == 1


def test_control_without_the_lock_the_second_press_fails(
    run: CourseRun, slow_paper: None, without_centre_lock: None
) -> None:
    (made,) = completions(run, 1)
    assert at_once(*[issuing(made, run.coordinator)] * 2) == ["IntegrityError", "done"]


def test_numbers_chosen_at_once_are_different_and_without_a_gap(run: CourseRun, slow_paper: None) -> None:
    first, second = completions(run, 2)
    assert at_once(issuing(first, run.coordinator), issuing(second, run.coordinator)) == ["done", "done"]
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]


def test_control_without_the_lock_both_choose_one_number(
    run: CourseRun, slow_paper: None, without_centre_lock: None
) -> None:
    first, second = completions(run, 2)
    assert at_once(issuing(first, run.coordinator), issuing(second, run.coordinator)) == ["IntegrityError", "done"]


def test_two_presses_of_the_button_for_all_issue_each_once(run: CourseRun, slow_paper: None) -> None:
    completions(run, 3)

    def issue_all() -> object:
        return issue_due(CourseRun.objects.get(pk=run.pk), run.coordinator)

    assert at_once(issue_all, issue_all) == ["done", "done"]
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]


# ── completing


@pytest.fixture
def enrolment() -> Enrolment:
    return courses.enrolment(courses.run(courses.version(lessons=2)))


def finishing(enrolment: Enrolment, lesson: int) -> Callable[[], object]:
    key = uuid.UUID(courses.key(enrolment.run, lesson))

    def finish() -> object:
        fresh = Enrolment.objects.select_related("run", "version", "person").get(pk=enrolment.pk)
        return lessons.finish_lesson(enrolment=fresh, key=key, actor=fresh.person)

    return finish


@pytest.fixture
def slow_judgement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read the facts before either writes what follows from them."""
    for name in ("facts_of", "facts_of_all"):
        wait_for_the_other(monkeypatch, progress, name)


@pytest.fixture
def without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, User, Enrolment)


def test_the_last_two_lessons_on_two_phones_at_once_complete_the_course(
    enrolment: Enrolment, slow_judgement: None
) -> None:
    assert at_once(finishing(enrolment, 1), finishing(enrolment, 2)) == ["done", "done"]
    assert Completion.objects.count() == 1


def test_control_without_the_lock_neither_sees_the_other_and_nobody_completes(
    enrolment: Enrolment, slow_judgement: None, without_the_lock: None
) -> None:
    at_once(finishing(enrolment, 1), finishing(enrolment, 2))
    assert Completion.objects.count() == 0


def test_the_last_lesson_pressed_twice_at_once_completes_once(enrolment: Enrolment, slow_judgement: None) -> None:
    finishing(enrolment, 1)()
    assert at_once(*[finishing(enrolment, 2)] * 2) == ["done", "done"]
    assert Completion.objects.count() == 1


def judging(enrolment: Enrolment) -> Callable[[], object]:
    return lambda: completion.complete_met(people=[enrolment.person_id], actor=None)


def everything_read(enrolment: Enrolment) -> None:
    for lesson in (1, 2):
        enrolment.lesson_completions.create(
            person=enrolment.person, lesson_key=courses.key(enrolment.run, lesson), completed_at=clock.now()
        )


def test_two_judgements_at_once_write_one_completion(enrolment: Enrolment, slow_judgement: None) -> None:
    everything_read(enrolment)
    assert at_once(judging(enrolment), judging(enrolment)) == ["done", "done"]
    assert Completion.objects.count() == 1


def test_control_without_the_lock_the_second_judgement_fails(
    enrolment: Enrolment, slow_judgement: None, without_the_lock: None
) -> None:
    everything_read(enrolment)
    assert at_once(judging(enrolment), judging(enrolment)) == ["IntegrityError", "done"]


# ── papers


def test_a_commit_that_fails_takes_the_files_along(run: CourseRun, papers: Papers) -> None:
    """Foreign keys are judged at commit: somebody whose row is gone by then issues nothing."""
    completions(run, 2)
    gone = User(pk=10**9, is_superuser=True, is_active=True)
    with pytest.raises(IntegrityError):
        issue_due(run, gone)
    assert (Certificate.objects.count(), papers.names) == (0, set())


def test_a_commit_whose_answer_got_lost_keeps_the_files(
    run: CourseRun, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = completions(run, 1)
    commit = connection.commit

    def committed_but_cut_off() -> None:
        commit()
        raise OperationalError("the connection was lost")

    with monkeypatch.context() as cut:
        cut.setattr(connection, "commit", committed_but_cut_off)
        with pytest.raises(OperationalError):
            issuing(made, run.coordinator)()
    (certificate,) = Certificate.objects.all()
    assert papers.names == {certificate.pdf.name}
