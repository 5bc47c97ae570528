"""What a database usually refuses is found all the same, should it have come in by a way around."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from courses.runs.domain import enrolment as enrolments
from courses.runs.models import Completion, CourseRun
from lms.common import clock
from lms.common.integrity import constraints, triggers
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import certificates, courses, mentoring, people, visits
from tests.lms.common.integrity.test_verify import found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unguarded(db: None) -> None:
    triggers.remove()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def drop(table: str, *names: str) -> None:
    """On PostgreSQL. A table on which keys are still to be asked for can't be altered."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")
    for name in names:
        sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


# ── what must be there once


def two_enrolments() -> str:
    first = courses.enrolment()
    return f"runs.Enrolment {courses.enrolment(first.run, first.person, attempt=2).pk}"


def two_certificates() -> str:
    first = certificates.certificate(people.centre(), people.user(), erased_at=clock.now())
    first.pk, first.sequence, first.code, first.number = None, 2, "another", "다른 번호"
    first.snapshot = {"number": first.number, "verify_code": first.code, "minutes": 1200, "name": ""}
    first.save()
    return f"credentials.Certificate {first.pk}"


def two_proposals() -> str:
    offered = mentoring.proposal(mentoring.request(), mentoring.expert())
    expert = mentoring.expert(offered.centre)
    MatchProposal.objects.filter(pk=offered.pk).update(centre=offered.request.centre)
    return f"matching.MatchProposal {mentoring.proposal(offered.request, expert, ProposalState.APPROVED).pk}"


def two_engagements() -> str:
    first = mentoring.engagement()
    again = mentoring.proposal(first.request, first.expert, ProposalState.ACCEPTED)
    made = mentoring.engagement(
        expert_profile=first.expert, request=first.request, proposal=again, state=EngagementState.PAUSED
    )
    return f"coaching.Engagement {made.pk}"


ONCE = {
    "runs_enrolment_one_live": two_enrolments,
    "credentials_certificate_one_valid": two_certificates,
    "matching_proposal_one_open": two_proposals,
    "coaching_engagement_one_open": two_engagements,
}


@pytest.mark.parametrize("name", ONCE)
def test_an_index_that_is_gone_and_what_is_there_twice(name: str) -> None:
    sql(f"DROP INDEX {name}")
    second = ONCE[name]()
    assert {pair for pair in found() if pair[0].endswith(("constraints", "in_place"))} == {
        ("constraints_in_place", f"{name} is missing"),
        ("rows_keep_their_constraints", f"{second}: {name}"),
    }


@pytest.mark.postgres
def test_a_notice_that_is_there_twice() -> None:
    first = notify(person=people.user(), kind="seat", key="seat:1", title="자리", path="/")
    second = notify(person=first.person, kind="seat", key="seat:2", title="자리", path="/")
    drop("notifications_notice", "notifications_notice_key_key")
    Notice.objects.filter(pk=second.pk).update(key=first.key)
    assert found() == {
        ("constraints_in_place", "notifications_notice.key is missing"),
        ("rows_keep_their_constraints", f"notifications.Notice {second.pk}: notifications_notice.key"),
    }


@pytest.mark.postgres
def test_an_exclusion_that_is_gone_and_what_overlaps() -> None:
    first, second = visits.log(mentoring.engagement()), visits.log(mentoring.engagement(), days_ago=2)
    third = mentoring.appointment(mentoring.body(people.centre()))
    drop("visits_visit", "visits_visit_no_overlap", "visits_visit_eight_hours")
    drop("corps_appointment", "corps_appointment_no_overlap")
    long = {"starts_at": first.starts_at, "ends_at": first.starts_at + timedelta(hours=9)}
    Visit.objects.filter(pk=second.pk).update(author=first.author, **long)
    fourth = mentoring.appointment(third.body, third.person, state="ended", starts_on=third.ends_on)
    assert found() == {
        ("constraints_in_place", "visits_visit_no_overlap is missing"),
        ("constraints_in_place", "visits_visit_eight_hours is missing"),
        ("constraints_in_place", "corps_appointment_no_overlap is missing"),
        ("visits_do_not_overlap", f"visits.Visit {first.pk}"),
        ("visits_have_a_length", f"visits.Visit {second.pk}"),
        ("visits_follow_their_engagement", f"visits.Visit {second.pk}"),
        ("terms_do_not_overlap", f"corps.Appointment {fourth.pk}"),
    }


# ── what one row may not say, and what it rests on


@contextmanager
def unchecked(table: str, name: str) -> Iterator[set[tuple[str, str]]]:
    """On SQLite the constraint stays and is not asked; gives what is found of its absence."""
    if connection.vendor == "postgresql":
        drop(table, name)
        yield {("constraints_in_place", f"{name} is missing")}
    else:
        sql("PRAGMA ignore_check_constraints = ON")
        yield set()
        sql("PRAGMA ignore_check_constraints = OFF")


def test_a_row_that_breaks_a_check() -> None:
    run = courses.run()
    with unchecked("runs_courserun", "runs_run_dates") as gone:
        CourseRun.objects.filter(pk=run.pk).update(ends_on=F("starts_on") - timedelta(days=1))
        assert found() == {("rows_keep_their_constraints", f"runs.CourseRun {run.pk}: runs_run_dates")} | gone
        CourseRun.objects.filter(pk=run.pk).update(ends_on=run.ends_on)
    assert list(constraints.rows_keep_their_constraints()) == []


def test_a_row_whose_ground_is_gone() -> None:
    """Keys are asked at the end of a transaction, and not at all where a copy switches them off."""
    completion = certificates.certificate(people.centre(), people.user(), erased_at=clock.now()).completion
    rows = Completion.objects.filter(pk=completion.pk)
    rows.update(enrolment_id=999_999)
    assert list(constraints.rows_rest_on_rows()) == [f"runs.Completion {completion.pk}: its enrolment is missing"]
    rows.update(enrolment_id=completion.enrolment_id)
    assert list(constraints.rows_rest_on_rows()) == []


# ── what is never deleted, and what changes on record only


def gone(row: Any) -> None:
    """With all that hangs on it."""
    for related in row._meta.related_objects:
        for hanging in related.related_model._base_manager.filter(**{related.field.name: row.pk}):
            gone(hanging)
    row._meta.model._base_manager.filter(pk=row.pk)._raw_delete("default")


def test_a_sent_log_and_a_seat_that_were_deleted() -> None:
    draft, visit = visits.log(mentoring.engagement(), VisitState.DRAFT), visits.log(mentoring.engagement())
    run, person = courses.run(), people.user()
    enrolment = enrolments.apply_for_run(run=run, person=person, years_active=0, note="")
    for row in (draft, visit, enrolment):
        gone(row)
    assert found() == {
        ("sent_logs_are_kept", f"visits.Visit {visit.pk} is gone"),
        ("enrolments_are_kept", f"runs.Enrolment {enrolment.pk} is gone"),
    }


def test_a_state_that_nobody_brought_about() -> None:
    visit = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DRAFT)
    assert found() == {("states_are_as_logged", f"visits.Visit {visit.pk}")}
