"""What somebody sees and may of runs; and that a closed account does nothing, whatever it was in them."""

import uuid
from datetime import timedelta

import pytest

from courses.credentials import rules as credentials
from courses.credentials.models import Certificate
from courses.learning import rules as learning
from courses.runs import rules
from courses.runs.enums import LEARNING, EnrolmentState
from courses.runs.models import ClassSession, Completion, CourseRun, Enrolment, Evidence
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from tests.factories import certificates, courses, people

pytestmark = pytest.mark.django_db


def seen(person: User) -> list[int]:
    runs = CourseRun.objects
    rows = [runs.staffed_by(person), runs.of_office_of(person)]
    rows += [model.objects.visible_to(person) for model in (Enrolment, ClassSession, Completion, Certificate)]
    return [found.count() for found in rows]


def test_a_closed_account_sees_nothing_that_is_not_public() -> None:
    certificate = certificates.certificate(people.centre(), people.user())
    run = certificate.completion.enrolment.run
    a_class(run)
    teacher = people.user()
    run.instructors.add(teacher)
    root, staff = people.user(is_superuser=True), people.staff(run.centre)

    assert [seen(person) for person in (root, staff, teacher)] == [
        [1, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1],
        [1, 0, 1, 1, 0, 0],
    ]
    assert seen(certificate.person) == [0, 0, 1, 1, 1, 1]
    for person in (root, staff, teacher, certificate.person):
        closed = closed_again(person)
        assert (seen(closed), CourseRun.objects.visible_to(closed).get()) == ([0] * 6, run)


@pytest.mark.parametrize("state", list(EnrolmentState))
def test_classes_are_seen_by_who_is_learning(state: EnrolmentState) -> None:
    run = courses.run()
    session, person = courses.session(run, 1), courses.enrolment(run, state=state).person
    assert list(ClassSession.objects.visible_to(person)) == ([session] if state in LEARNING else [])


def test_a_closed_account_may_nothing() -> None:
    certificate = certificates.certificate(people.centre(), people.user())
    enrolment = certificate.completion.enrolment
    run = enrolment.run
    session = a_class(run)
    teacher = people.user()
    run.instructors.add(teacher)
    evidence = Evidence(centre_id=run.centre_id, person=enrolment.person, accepted_by=people.user())

    def may(person: User) -> set[str]:
        asked = {
            "plan": rules.may_plan_runs(person, run.centre),
            "manage": rules.may_manage_run(person, run),
            "attendance": rules.may_take_attendance(person, session),
            "seat": rules.may_answer_seat(person, enrolment),
            "learn": learning.may_learn(person, enrolment),
            "evidence": learning.may_accept_evidence(person, enrolment),
            "taking back": learning.may_take_back_evidence(person, evidence),
            "issue": credentials.may_issue(person, run),
            "ask": credentials.may_ask_revocation(person, certificate),
            "revoke": credentials.may_revoke(person, certificate),
        }
        return {what for what, allowed in asked.items() if allowed}

    everything = {"plan", "manage", "attendance", "evidence", "taking back", "issue"}
    allowed = {
        people.user(is_superuser=True): everything,
        people.staff(run.centre): everything | {"ask"},
        people.staff(run.centre, Role.MANAGER): {"revoke"},
        people.staff(run.centre, Role.AUDITOR): set(),
        people.staff(people.centre()): set(),
        teacher: {"attendance"},
        enrolment.person: {"seat", "learn"},
    }
    for person, expected in allowed.items():
        assert may(closed_again(person)) == set()
        person.is_active = True
        assert may(person) == expected


def a_class(run: CourseRun) -> ClassSession:
    now = clock.now()
    times = {"starts_at": now - timedelta(hours=2), "ends_at": now}
    return ClassSession.objects.create(run=run, lesson_key=uuid.uuid4(), number=1, title="1강", place="배움터", **times)


def closed_again(person: User) -> User:
    """As it is read anew at the next request."""
    User.objects.filter(pk=person.pk).update(is_active=False)
    return User.objects.get(pk=person.pk)
