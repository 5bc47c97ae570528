"""What stands in the queue of the office's home: each kind with its days and its page, for those alone who may do it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.learning.models import CompletionReview
from courses.runs.models import Completion, CompletionWithdrawal, CourseRun
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.records import statelog
from lms.notifications import domain as notices
from lms.notifications.models import Notice
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, Body
from tests.clients import signed_in
from tests.factories import certificates, courses, mentoring, people

pytestmark = pytest.mark.django_db
HOME = "/office/"
COORDINATOR, MANAGER = Role.COORDINATOR, Role.MANAGER
Made = tuple[str, str]  # who waits, and the page on which it is done


def ago(days: int) -> Any:
    return clock.now() - timedelta(days=days)


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def logged(row: Any, action: str, days: int) -> None:
    with clock.at(ago(days)), transaction.atomic():
        statelog.record(row, action=action, actor=None)


def completed(centre: Centre, person: User | None, days: int = 1) -> Completion:
    """In a run that goes on, so that nothing else of it waits."""
    done = certificates.completion(centre, person or people.user(), completed_at=ago(days))
    CourseRun.objects.filter(pk=done.enrolment.run_id).update(ends_on=day(30))
    return done


def certificate(centre: Centre, person: User | None, **fields: Any) -> Certificate:
    row = certificates.certificate(centre, person or people.user(), **fields)
    CourseRun.objects.filter(pk=row.completion.enrolment.run_id).update(ends_on=day(30))
    return row


def review(centre: Centre, days: int, person: User | None = None) -> Made:
    done = completed(centre, person)
    row = CompletionReview.objects.create(centre=centre, completion=done, opened_at=ago(days))
    return done.person.name, f"/office/reviews/{row.pk}/"


def revocation(centre: Centre, days: int, asked_by: User | None = None) -> Made:
    row = certificate(centre, None, revocation_asked_by=asked_by or people.user(), issued_at=ago(400))
    logged(row, "ask_revocation", days)
    return row.person.name, f"/office/certificates/{row.pk}/"


def withdrawn(centre: Centre, days: int) -> Made:
    row = certificate(centre, None, issued_at=ago(400))
    withdraw(row.completion, days)
    return row.person.name, f"/office/certificates/{row.pk}/"


def withdraw(completion: Completion, days: int) -> None:
    two = {"asked_by": people.user(), "asked_at": ago(days), "withdrawn_by": people.user(), "withdrawn_at": ago(days)}
    CompletionWithdrawal.objects.create(centre=completion.centre, completion=completion, reason="대리 서명", **two)


def to_issue(centre: Centre, days: int, person: User | None = None) -> Made:
    done = completed(centre, person, days)
    return done.enrolment.run.name, f"/office/completions/?run={done.enrolment.run_id}"


def undelivered(centre: Centre, days: int) -> Made:
    person = people.user()
    key = f"seat:{people.number()}"
    row = notices.notify(person=person, centre=centre.pk, kind="seat", key=key, title="자리", text="", path="/my/")
    Notice.objects.filter(pk=row.pk).update(attempts=5, tried_at=ago(days))
    return person.name, f"/office/mail/?person={person.pk}"


def corps(centre: Centre) -> Body:
    return Body.objects.filter(centre=centre).first() or mentoring.body(centre, renewable=True)


def renewal(centre: Centre, days: int) -> Made:
    row = mentoring.appointment(corps(centre), starts_on=day(-300), ends_on=day(90 - days))
    return row.person.name, f"/office/appointments/{row.pk}/"


def lost(centre: Centre, days: int, person: User | None = None) -> Made:
    proof = certificate(centre, person, state=CertificateState.REVOKED)
    logged(proof, "revoked", days)
    row = mentoring.appointment(corps(centre), proof.person, certificate=proof, ends_on=day(300))
    return row.person.name, f"/office/appointments/{row.pk}/"


def without_term(centre: Centre, days: int) -> Made:
    expert = mentoring.expert(centre, corps=corps(centre))
    row = mentoring.engagement(mentoring.community(centre), expert)
    over = {"state": AppointmentState.EXPIRED, "ends_on": day(-days), "ended_on": day(-days)}
    Appointment.objects.filter(person=expert.person).update(**over)
    return row.community.name, f"/office/engagements/{row.pk}/"


def sheet(centre: Centre, days: int) -> Made:
    other = CourseRun.objects.filter(centre=centre, version__course_key__startswith="SHEET").first()
    version = other.version if other else courses.version(centre=centre, key=f"SHEET{people.number()}")
    run = courses.run(version)
    row = courses.session(run, 1, title=f"수업{people.number()}", starts_at=ago(days), ends_at=ago(days))
    return row.title, f"/office/runs/{run.pk}/attendance/{row.pk}/"


# Its maker, who may do it, and when it is due of what began three days ago.
KINDS: dict[str, tuple[Callable[[Centre, int], Made], set[Role], date | None]] = {
    "reviews": (review, {COORDINATOR, MANAGER}, None),
    "revocations": (revocation, {MANAGER}, None),
    "withdrawn": (withdrawn, {COORDINATOR}, None),
    "to_issue": (to_issue, {COORDINATOR}, None),
    "undelivered": (undelivered, {COORDINATOR, MANAGER}, None),
    "renewals": (renewal, {COORDINATOR, MANAGER}, day(87)),
    "lost": (lost, {MANAGER}, None),
    "without_term": (without_term, {COORDINATOR}, None),
    "sheets": (sheet, {COORDINATOR}, None),
}


def queue_of(user: User) -> list[Any]:
    return list(signed_in(user).get(HOME).context["home"].queue)


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.mark.parametrize("kind", KINDS)
def test_each_waits_with_its_days_and_leads_to_its_page(centre: Centre, kind: str) -> None:
    make, may, due = KINDS[kind]
    make(people.centre(), 30)
    new, old = make(centre, 0), make(centre, 3)
    for role in (Role.AUDITOR, COORDINATOR, MANAGER):
        user = people.staff(centre, role)
        lines = queue_of(user)
        if role not in may:
            assert (lines, signed_in(user).get(HOME).context["home"].todos) == ([], []), role
            continue
        assert [(line.who, line.url, line.days) for line in lines] == [(*old, 3), (*new, 0)], role
        assert [line.due for line in lines] == [due, due and day(90)], role
        assert [signed_in(user).get(line.url).status_code for line in lines] == [200, 200], role


def test_whoever_is_meant_does_not_decide(centre: Centre) -> None:
    manager, coordinator = people.staff(centre, MANAGER), people.staff(centre)
    for make in (review, lost, revocation):
        make(centre, 1, manager)
    for make in (review, to_issue):
        make(centre, 1, coordinator)
    shown = {user: {line.who for line in queue_of(user)} for user in (manager, coordinator)}
    assert shown == {manager: {coordinator.name}, coordinator: {manager.name}}


def test_a_suspended_term_is_over_since_the_suspension(centre: Centre) -> None:
    without_term(centre, 3)
    term = Appointment.objects.get()
    Appointment.objects.update(state=AppointmentState.SUSPENDED, ends_on=day(100), ended_on=None)
    logged(term, "suspend", 5)
    assert [line.days for line in queue_of(people.staff(centre))] == [5]


def test_a_term_waits_since_its_completion_was_withdrawn(centre: Centre) -> None:
    lost(centre, 1)
    proof = Certificate.objects.get()
    Certificate.objects.update(state=CertificateState.VALID)
    logged(proof, "superseded", 9)
    assert queue_of(people.staff(centre, MANAGER)) == []
    withdraw(proof.completion, 4)
    (line,) = queue_of(people.staff(centre, MANAGER))
    assert line.days == 1  # it had been revoked before


def test_what_is_sensitive_is_counted_as_such(centre: Centre) -> None:
    user = people.staff(centre)
    for days in (1, 2):
        without_term(centre, days)
    mentoring.request(mentoring.community(centre), sensitive=True)
    CoachingRequest.objects.filter(engagements=Engagement.objects.order_by("pk").first()).update(sensitive=True)
    home = signed_in(user).get(HOME).context["home"]
    told = {todo.url: (todo.count, todo.sensitive) for todo in home.todos}
    assert told == {
        "/office/requests/?group=waiting": (1, 1),
        "/office/engagements/?flag=term": (2, 1),
        "/office/engagements/?flag=quiet": (2, 1),
    }
    assert [line.sensitive for line in home.queue] == [False, True, True]
    assert signed_in(user).get(HOME).content.decode().count("민감 1건") == 3


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("role", "cost"), [(COORDINATOR, 19), (MANAGER, 14), (Role.AUDITOR, 7)])
def test_queries(
    client: Client, centre: Centre, django_assert_num_queries: Any, rows: int, role: Role, cost: int
) -> None:
    for days in range(rows):
        for make, _may, _due in KINDS.values():
            make(centre, days)
    client.force_login(people.staff(centre, role))
    client.get(HOME)
    with django_assert_num_queries(cost):
        client.get(HOME)
