from datetime import timedelta

import pytest

from courses.curriculum.models import CoursePage
from courses.learning.domain import lessons
from courses.learning.domain.completion import complete_met
from courses.learning.domain.evidence import accept_evidence
from courses.learning.enums import Presence
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, Evidence
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records.statelog import history
from lms.notifications.models import Notice
from tests.factories import courses, pages, people

pytestmark = pytest.mark.django_db
PAPER = {"op": "all", "of": [{"op": "lesson_done", "key": "all"}, {"op": "evidence", "kind": "paper"}]}


def finish_all(enrolment: courses.Enrolment) -> None:
    for row in enrolment.version.manifest:
        lessons.finish_lesson(enrolment=enrolment, key=row["key"], actor=enrolment.person)


def test_nothing_completes_what_is_not_met() -> None:
    enrolment = courses.enrolment()
    complete_met(people=[enrolment.person_id], actor=enrolment.run.coordinator)
    enrolment.refresh_from_db()
    assert (enrolment.state, Completion.objects.count()) == (EnrolmentState.ACTIVE, 0)


def test_a_rule_that_asks_for_nothing_is_met_by_taking_part() -> None:
    run = courses.run(courses.version(lessons=2, rule={}))
    sits, absent, came = (courses.enrolment(run) for _ in range(3))
    courses.attended(courses.session(run, 1), came)
    courses.attended(courses.session(run, 2), absent, presence=Presence.ABSENT)
    complete_met(people=[row.person_id for row in (sits, absent, came)], actor=run.coordinator)
    assert [row.enrolment_id for row in Completion.objects.all()] == [came.pk]


@pytest.mark.parametrize("state", [EnrolmentState.WAITLISTED, EnrolmentState.WITHDRAWN, EnrolmentState.NOT_COMPLETED])
def test_who_has_no_seat_completes_nothing_even_when_the_rule_asks_for_nothing(state: str) -> None:
    enrolment = courses.enrolment(courses.run(courses.version(rule={})), state=state)
    courses.attended(courses.session(enrolment.run, 1), enrolment)
    complete_met(people=[enrolment.person_id], actor=enrolment.run.coordinator)
    assert not Completion.objects.exists()


def test_it_is_set_once_told_once_and_never_moves() -> None:
    enrolment = courses.enrolment()
    finish_all(enrolment)
    first = Completion.objects.get()
    with clock.at(clock.now() + timedelta(days=3)):
        complete_met(people=[enrolment.person_id], actor=enrolment.run.coordinator)
    second = Completion.objects.get()
    assert (second.pk, second.completed_at) == (first.pk, first.completed_at)
    assert Notice.objects.filter(person=enrolment.person, kind="completion").count() == 1


def test_what_editors_change_later_changes_nothing_for_a_run() -> None:
    enrolment = courses.enrolment()
    page = enrolment.version.page
    pages.lesson(page, title="새 강", slug="new")
    pages.publish(CoursePage.objects.get(pk=page.pk))
    finish_all(enrolment)
    assert Completion.objects.filter(enrolment=enrolment).exists()


def test_a_lesson_by_choice_is_not_waited_for_and_not_certified() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(lessons=3, optional=[2])))
    for number in (1, 3):
        assert not Completion.objects.exists()
        lessons.finish_lesson(enrolment=enrolment, key=courses.key(enrolment.run, number), actor=enrolment.person)
    assert [(row.enrolment_id, row.minutes) for row in Completion.objects.all()] == [(enrolment.pk, 120)]


def test_only_a_coordinator_of_the_centre_accepts_evidence() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(rule=PAPER)))
    for actor in (people.user(), people.staff(people.centre()), people.staff(enrolment.centre, Role.MANAGER)):
        with pytest.raises(NotAllowed):
            accept_evidence(enrolment=enrolment, kind="paper", reason="읽었습니다", actor=actor)
    assert not Evidence.objects.exists()


def test_a_coordinator_accepts_no_evidence_for_themselves() -> None:
    run = courses.run(courses.version(rule=PAPER))
    with pytest.raises(NotAllowed):
        accept_evidence(
            enrolment=courses.enrolment(run, run.coordinator), kind="paper", reason="내 글", actor=run.coordinator
        )


def test_evidence_that_the_rule_does_not_ask_for_is_refused() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(rule=PAPER)))
    with pytest.raises(DomainError) as refused:
        accept_evidence(enrolment=enrolment, kind="course", reason="그냥", actor=enrolment.run.coordinator)
    assert (refused.value.code, Evidence.objects.count()) == ("not_asked", 0)


def test_evidence_completes_what_it_was_missing() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(rule=PAPER)))
    finish_all(enrolment)
    assert not Completion.objects.exists()
    rows = [
        accept_evidence(enrolment=enrolment, kind="paper", reason="읽었습니다", actor=enrolment.run.coordinator)
        for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    assert Completion.objects.get().enrolment_id == enrolment.pk


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_accepted_without_a_reason(reason: str) -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=PAPER)))
    with pytest.raises(DomainError) as refused:
        accept_evidence(enrolment=row, kind="paper", reason=reason, actor=row.run.coordinator)
    assert (refused.value.code, Evidence.objects.count()) == ("no_reason", 0)


def test_accepting_twice_keeps_the_first_reason() -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=PAPER)))
    for reason in ("논문 심사 통과", "다른 까닭"):
        accept_evidence(enrolment=row, kind="paper", reason=reason, actor=row.run.coordinator)
    evidence = Evidence.objects.get()
    assert evidence.reason == "논문 심사 통과"
    assert [(change.action, change.reason) for change in history(evidence)] == [("accept", "논문 심사 통과")]


def test_a_paper_counts_in_its_own_course_only() -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=PAPER)))
    accept_evidence(enrolment=row, kind="paper", reason="심사", actor=row.run.coordinator)
    other = courses.enrolment(courses.run(courses.version(lessons=1, rule=PAPER)), row.person)
    assert [[line.met for line in progress(mine).result.lines] for mine in (row, other)] == [
        [False, True],
        [False, False],
    ]


def test_a_class_planned_after_completion_undoes_nothing() -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1)))
    finish_all(row)
    before = Completion.objects.get().completed_at
    with clock.at(clock.now() + timedelta(days=40)):
        courses.session(row.run, 1, days=1)
        fresh = type(row).objects.select_related("run", "version", "person").get(pk=row.pk)
        complete_met(people=[fresh.person_id], actor=None)
        found = progress(fresh)
    assert (found.result.met, fresh.state) == (False, EnrolmentState.COMPLETED)
    assert Completion.objects.get().completed_at == before
