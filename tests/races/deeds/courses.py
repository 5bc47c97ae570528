"""Deeds of runs, classes, enrolments, facts and certificates."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from courses.credentials import erasure
from courses.credentials.domain import certificates
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.curriculum.domain.publishing import publish_version
from courses.curriculum.enums import LessonMode
from courses.learning.domain import closing, evidence, reviews
from courses.learning.enums import Proposal
from courses.learning.models import CompletionReview
from courses.runs.domain import classes, ending, enrolment, runs
from courses.runs.enums import Admission, EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment, Evidence
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.models import StateChange
from lms.common.records.seen import seen_of
from tests.factories import courses, pages, people
from tests.races.deeds.deed import ONCE, Given, deed

E = EnrolmentState
SAID = {"reason": "전화로 말씀하심"}


def of_run(run: CourseRun, **besides: Any) -> dict[str, Any]:
    return {"run": run, "actor": run.coordinator, **besides}


# ── runs


def over() -> CourseRun:
    run = courses.run(courses.version(lessons=1))
    run.starts_on, run.ends_on = run.starts_on - timedelta(days=30), clock.today()
    run.save()
    return run


@deed(runs.change_run, answers=["changed_meanwhile", "done"])
def a_place_changed_by_two() -> Given:
    run = courses.run()
    seen = seen_of(run, ("place",))
    return [of_run(run, fields={"place": place}, seen=seen) for place in ("하나", "둘")]


@deed(runs.publish_run)
def a_run_announced() -> Given:
    return of_run(courses.run(state=RunState.DRAFT))


@deed(closing.close_run, more=2)
def a_run_closed() -> Given:
    run = over()
    courses.enrolment(run)
    return of_run(run)


@deed(ending.close_run, more=2)
def a_run_ended() -> Given:
    return a_run_closed()


@deed(ending.reopen_run, more=2)
def a_run_opened_again() -> Given:
    run = over()
    courses.enrolment(run)
    ending.close_run(run=run, actor=run.coordinator)
    return of_run(run, **SAID)


# ── classes


def in_person() -> CourseRun:
    page = pages.course(pages.tier(), live=True, rule=courses.READ_ALL)
    pages.lesson(page, title="1강", slug="l1", part="1부", mode=LessonMode.LECTURE)
    return courses.run(publish_version(page=page, actor=None))


@deed(classes.plan_sessions)
def a_class_planned() -> Given:
    run = in_person()
    starts = clock.now() + timedelta(days=2)
    planned = classes.PlannedClass(courses.key(run, 1), starts, starts + timedelta(hours=2), "2층")  # type: ignore[arg-type]
    return of_run(run, classes=[planned])


@deed(classes.cancel_session)
def a_class_called_off() -> Given:
    session = courses.session(courses.run(), 1, days=7)
    return {"session": session, "actor": session.run.coordinator, **SAID}


# ── people in a run


def of_office(row: Enrolment, **besides: Any) -> dict[str, Any]:
    return {"enrolment": row, "actor": row.run.coordinator, **SAID, **besides}


def of_person(row: Enrolment) -> dict[str, Any]:
    return {"enrolment": row, "actor": row.person}


def offered(**fields: Any) -> Enrolment:
    expires = clock.now() + timedelta(days=1)
    return courses.enrolment(state=E.OFFERED, **{"offer_expires_at": expires} | fields)


@deed(enrolment.accept_seat)
def a_seat_accepted() -> Given:
    return of_person(offered())


@deed(enrolment.decline_seat)
def a_seat_declined() -> Given:
    return of_person(offered())


@deed(enrolment.reject_application)
def an_application_turned_down() -> Given:
    return of_office(courses.enrolment(state=E.APPLIED))


@deed(enrolment.answer_several)
def applications_answered_by_two() -> Given:
    row = courses.enrolment(courses.run(admission=Admission.APPROVAL), state=E.APPLIED)
    return of_run(row.run, enrolments=[row], accept=True)


@deed(enrolment.withdraw_learner)
def somebody_who_phones() -> Given:
    return of_office(courses.enrolment())


@deed(enrolment.take_back_admission)
def an_admission_taken_back() -> Given:
    today = clock.today()
    return of_office(courses.enrolment(courses.run(starts_on=today + timedelta(days=3))))


@deed(enrolment._lapse_in, answers=ONCE)
def a_seat_that_nobody_took() -> Given:
    row = offered(offer_expires_at=clock.now() - timedelta(days=1))
    return {"run_id": row.run_id, "actor": None}


# ── facts


ASKS_FOR_PAPER = {"op": "evidence", "kind": "paper"}


def with_paper() -> Enrolment:
    return courses.enrolment(courses.run(courses.version(lessons=1, rule=ASKS_FOR_PAPER)))


@deed(evidence.accept_evidence, more=2)
def a_paper_accepted() -> Given:
    return of_office(with_paper(), kind="paper")


@deed(evidence.take_back_evidence, more=2)
def a_paper_taken_back() -> Given:
    row = with_paper()
    made = evidence.accept_evidence(**of_office(row, kind="paper"))
    return {"evidence": made, "actor": row.run.coordinator, **SAID}


def in_doubt() -> tuple[CompletionReview, User, User]:
    row = with_paper()
    made = evidence.accept_evidence(**of_office(row, kind="paper"))
    evidence.take_back_evidence(evidence=made, actor=row.run.coordinator, **SAID)
    return CompletionReview.objects.get(), people.staff(row.centre), people.staff(row.centre)


@deed(reviews.propose)
def a_proposal() -> Given:
    review, first, _second = in_doubt()
    return {"review": review, "proposal": Proposal.KEEP, "actor": first, **SAID}


@deed(reviews.object_to)
def a_proposal_refused() -> Given:
    review, first, second = in_doubt()
    reviews.propose(review=review, proposal=Proposal.KEEP, actor=first, **SAID)
    return {"review": review, "actor": second}


@deed(reviews.after_change)
def what_is_in_doubt_no_more() -> Given:
    review, first, _second = in_doubt()
    person = review.completion.person_id
    again = {"person_id": person, "course_key": review.completion.course_key, "kind": "paper", **SAID}
    by = {"accepted_by": first, "accepted_at": clock.now(), "centre": review.centre}
    Evidence.objects.create(supersedes=Evidence.objects.current().get(), **again, **by)
    return {"sender": CompletionReview, "people": [person], "actor": None}


# ── certificates


def a_certificate(*, asked: bool = False) -> tuple[Certificate, User, User]:
    row = courses.enrolment(courses.run(courses.version(lessons=1)))
    made = certificates.issue_certificate(completion=courses.completed(row), actor=row.run.coordinator)
    manager = people.staff(row.centre, Role.MANAGER)
    if asked:
        certificates.ask_revocation(certificate=made, actor=row.run.coordinator, **SAID)
    return made, row.run.coordinator, manager


@deed(certificates.supersede_certificate, more=2)
def a_certificate_issued_anew() -> Given:
    made, coordinator, _manager = a_certificate()
    return {"certificate": made, "actor": coordinator, **SAID}


@deed(certificates.ask_revocation)
def a_revocation_asked_for() -> Given:
    made, coordinator, _manager = a_certificate()
    return {"certificate": made, "actor": coordinator, **SAID}


@deed(certificates.decline_revocation)
def a_revocation_declined() -> Given:
    made, _coordinator, manager = a_certificate(asked=True)
    return {"certificate": made, "actor": manager, **SAID}


@deed(certificates.revoke_certificate)
def a_certificate_revoked() -> Given:
    made, _coordinator, manager = a_certificate(asked=True)
    return {"certificate": made, "actor": manager}


def erased_after_that() -> int:
    return StateChange.objects.filter(action="erase", from_state=CertificateState.REVOKED).count()


@deed(erasure._erase, count=erased_after_that)
def one_that_is_revoked_while_its_person_leaves() -> Given:
    made, _coordinator, manager = a_certificate(asked=True)
    revoke = {"do": certificates.revoke_certificate, "certificate": made, "actor": manager}
    return [revoke, {"do": transaction.atomic(erasure._erase), "person": made.person}]
