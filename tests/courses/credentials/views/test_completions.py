"""Who meets the rule, what is missing, and certificates for all with one press."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.credentials.models import Certificate
from courses.learning.domain.evidence import accept_evidence
from courses.learning.models import CompletionReview
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import Completion, CourseRun, Enrolment, Evidence
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.models import Job
from lms.common.records.statelog import history
from tests.courses.learning.domain.test_completion import finish_all
from tests.factories import courses, people
from tests.factories.certificates import Papers
from tests.lms.common.background.worker import work
from tests.wording import korean

pytestmark = pytest.mark.django_db
LIST = "/office/completions/"
READ_AND_PAPER = {"op": "all", "of": [courses.READ_ALL, {"op": "evidence", "kind": "paper"}]}


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(lessons=2, rule={}, title="마을 입문"), name="1기")


@pytest.fixture
def staff(client: Client, run: CourseRun) -> Client:
    client.force_login(run.coordinator)
    return client


def completed(run: CourseRun, **person: str) -> Enrolment:
    row = courses.enrolment(run, people.user(**person))
    courses.completed(row)
    row.refresh_from_db()
    return row


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's transaction never commits; what is to follow a commit is done where the real one would be."""
    monkeypatch.setattr(transaction, "on_commit", lambda done, **_options: done())


def people_of(run: CourseRun) -> str:
    return f"{LIST}?run={run.pk}"


# ── who gets in


def test_the_pages_are_the_offices(client: Client, run: CourseRun) -> None:
    learner, teacher = completed(run).person, people.user()
    run.instructors.add(teacher)
    assert client.get(LIST).status_code == 302
    elsewhere = people.staff(people.centre(), Role.COORDINATOR)
    for person, status in ((learner, 404), (teacher, 404), (elsewhere, 200)):
        client.force_login(person)
        assert client.get(LIST).status_code == status
        assert client.get(people_of(run)).status_code == 404
        assert client.post(f"/office/completions/{run.pk}/issue/").status_code == 404
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_managers_and_auditors_read_and_do_not_issue(client: Client, run: CourseRun, role: Role) -> None:
    row = completed(run)
    client.force_login(people.staff(run.centre, role))
    page = client.get(people_of(run))
    assert page.status_code == 200
    assert (row.person.name in page.content.decode(), "/issue/" in page.content.decode()) == (True, False)
    assert client.post(f"/office/completions/{run.pk}/issue/").status_code == 403
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "-1", "999999"])
def test_a_run_that_is_not_there_is_not_found(staff: Client, value: str) -> None:
    assert staff.get(f"{LIST}?run={value}").status_code == 404


# ── the list


@pytest.mark.usefixtures("at_once")
def test_runs_stand_with_their_counts_and_those_with_work_alone(staff: Client, run: CourseRun) -> None:
    quiet = courses.run(run.version, coordinator=run.coordinator)
    courses.enrolment(quiet)
    courses.run(run.version, coordinator=run.coordinator, state=RunState.DRAFT)
    courses.enrolment(courses.run())
    completed(run)
    completed(run)
    courses.enrolment(run)
    rows = [(row, row.learning, row.completed, row.due) for row in staff.get(LIST).context["list"].page]
    assert rows == [(quiet, 1, 0, 0), (run, 1, 2, 2)]
    assert list(staff.get(LIST, {"show": "due"}).context["list"].page) == [run]
    staff.post(f"/office/completions/{run.pk}/issue/")
    rows = [(row, row.learning, row.completed, row.due) for row in staff.get(LIST).context["list"].page]
    assert rows == [(quiet, 1, 0, 0), (run, 1, 2, 0)]
    assert list(staff.get(LIST, {"show": "due"}).context["list"].page) == []


def test_no_run_yet(client: Client) -> None:
    client.force_login(people.staff(people.centre(), Role.COORDINATOR))
    assert korean("Nobody yet") in client.get(LIST).content.decode()


# ── people


def test_the_office_sees_of_each_what_they_see_themselves(client: Client) -> None:
    run = courses.run(courses.version(lessons=3, rule=courses.ATTEND_80))
    client.force_login(run.coordinator)
    held, _planned = courses.session(run, 1), courses.session(run, 2, days=3)
    rows = [courses.enrolment(run) for _number in range(3)]
    courses.attended(held, rows[0])
    rows[1].lesson_completions.create(
        person=rows[1].person, lesson_key=courses.key(run, 3), completed_at=held.starts_at
    )
    lines = client.get(people_of(run)).context["people"]
    assert [line.enrolment for line in lines] == sorted(rows, key=lambda row: row.person.name)
    for line in lines:
        own = progress(Enrolment.objects.select_related("run", "version", "person").get(pk=line.enrolment.pk))
        assert (line.progress.done, line.progress.total, line.progress.result) == (own.done, own.total, own.result)


def test_who_never_had_a_seat_is_not_there(staff: Client, run: CourseRun) -> None:
    shown = {EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED}
    for state in set(EnrolmentState) - {EnrolmentState.COMPLETED}:
        courses.enrolment(run, state=state)
    completed(run)
    lines = staff.get(people_of(run)).context["people"]
    assert {line.enrolment.state for line in lines} == shown
    assert len(lines) == 3


def test_nobody_yet(staff: Client, run: CourseRun) -> None:
    assert korean("Nobody yet") in staff.get(people_of(run)).content.decode()


# ── issuing


@pytest.mark.usefixtures("at_once")
def test_all_certificates_are_three_presses_from_the_office(staff: Client, run: CourseRun) -> None:
    completed(run)
    completed(run)
    first = f'href="{people_of(run)}"'
    assert first in staff.get("/office/").content.decode()  # 1: the task on the home page
    assert f'action="/office/completions/{run.pk}/issue/"' in staff.get(people_of(run)).content.decode()
    answer = staff.post(f"/office/completions/{run.pk}/issue/", follow=True)  # 2
    assert answer.redirect_chain == [(people_of(run), 302)]
    assert korean("%(n)s certificate issued.", 2) in answer.content.decode()
    assert Certificate.objects.count() == 2
    staff.post(f"/office/completions/{run.pk}/issue/")
    assert Certificate.objects.count() == 2


@pytest.mark.usefixtures("at_once")
def test_a_name_that_cannot_be_printed_is_named_and_stops_nobody_else(staff: Client, run: CourseRun) -> None:
    fine, odd = completed(run), completed(run, name="이름\U000e0041\u1abf\U0001f9ff")
    page = staff.post(f"/office/completions/{run.pk}/issue/", follow=True).content.decode()
    assert [row.person for row in Certificate.objects.all()] == [fine.person]
    assert (odd.person.name in page, korean("%(n)s certificate issued.", 1) in page) == (True, True)


@pytest.mark.usefixtures("at_once")
def test_a_fault_is_said_and_what_was_done_stays(
    staff: Client, run: CourseRun, papers: Papers, caplog: pytest.LogCaptureFixture
) -> None:
    completed(run), completed(run)
    papers.room = 1
    page = staff.post(f"/office/completions/{run.pk}/issue/", follow=True).content.decode()
    said = "A fault stopped this. What was done stays; please press once more later."
    assert (korean(said) in page, korean("%(n)s certificate issued.", 1) in page) == (True, True)
    assert (Certificate.objects.count(), "No space left" in caplog.text) == (1, True)
    papers.room = 9
    staff.post(f"/office/completions/{run.pk}/issue/")
    assert Certificate.objects.count() == 2


@pytest.mark.usefixtures("queued")
def test_with_a_worker_the_page_shows_how_far_it_is(
    staff: Client, run: CourseRun, django_capture_on_commit_callbacks: Any
) -> None:
    completed(run), completed(run)
    with django_capture_on_commit_callbacks(execute=True):
        first = staff.post(f"/office/completions/{run.pk}/issue/")
        again = staff.post(f"/office/completions/{run.pk}/issue/")
    assert (first["Location"], again["Location"]) == (f"/office/jobs/{Job.objects.get().pk}/",) * 2
    assert ("2건 가운데 0건을" in staff.get(first["Location"]).content.decode(), Certificate.objects.count()) == (
        True,
        0,
    )
    work()
    page = staff.get(first["Location"]).content.decode()
    assert ("2건 가운데 2건을" in page, f'href="{people_of(run)}"' in page) == (True, True)
    assert [row.issued_by for row in Certificate.objects.all()] == [run.coordinator] * 2
    work()
    assert Certificate.objects.count() == 2


@pytest.mark.usefixtures("queued")
def test_who_lost_the_role_meanwhile_issues_nothing(
    staff: Client, run: CourseRun, django_capture_on_commit_callbacks: Any
) -> None:
    completed(run)
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(f"/office/completions/{run.pk}/issue/")
    run.coordinator.memberships.update(ended_on=clock.today())
    work()
    job = Job.objects.get()
    assert (job.state, job.done, job.refused, Certificate.objects.count()) == ("done", 0, 1, 0)
    assert job.message == korean("Only a coordinator of this centre can do this. Please ask one of them.")


def test_looking_issues_nothing(staff: Client, run: CourseRun) -> None:
    completed(run)
    assert staff.get(f"/office/completions/{run.pk}/issue/").status_code == 405
    assert not Certificate.objects.exists()


def test_ones_own_certificate_waits_for_a_colleague(staff: Client, run: CourseRun) -> None:
    courses.completed(courses.enrolment(run, run.coordinator))
    page = staff.get(people_of(run))
    assert (page.context["due"], "/issue/" in page.content.decode()) == (0, False)


# ── evidence


@pytest.fixture
def thesis(client: Client) -> Enrolment:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=READ_AND_PAPER)))
    client.force_login(row.run.coordinator)
    return row


def evidence_path(row: Enrolment) -> str:
    return f"/office/enrolments/{row.pk}/evidence/"


def test_a_paper_is_accepted_with_a_reason(client: Client, thesis: Enrolment) -> None:
    assert evidence_path(thesis) in client.get(people_of(thesis.run)).content.decode()
    assert client.get(evidence_path(thesis)).status_code == 200
    empty = client.post(evidence_path(thesis), {"kind": "paper", "reason": " "})
    assert (empty.status_code, Evidence.objects.count()) == (422, 0)
    answer = client.post(evidence_path(thesis), {"kind": "paper", "reason": "논문 「골목의 힘」"})
    assert (answer.status_code, answer["Location"]) == (302, people_of(thesis.run))
    row = Evidence.objects.get()
    assert (row.person, row.kind, row.reason, row.accepted_by) == (
        thesis.person,
        "paper",
        "논문 「골목의 힘」",
        thesis.run.coordinator,
    )
    assert evidence_path(thesis) not in client.get(people_of(thesis.run)).content.decode()


def test_no_other_kind_is_accepted(client: Client, thesis: Enrolment) -> None:
    answer = client.post(evidence_path(thesis), {"kind": "course", "reason": "모두"})
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)


def test_only_a_coordinator_accepts_and_never_their_own(client: Client, thesis: Enrolment) -> None:
    data = {"kind": "paper", "reason": "심사"}
    teacher = people.user()
    thesis.run.instructors.add(teacher)
    coordinator = people.staff(thesis.centre, Role.COORDINATOR)
    own = courses.enrolment(thesis.run, coordinator)
    for person, row, status in (
        (people.user(), thesis, 404),
        (teacher, thesis, 404),
        (thesis.person, thesis, 404),
        (people.staff(people.centre(), Role.COORDINATOR), thesis, 404),
        (people.staff(thesis.centre, Role.MANAGER), thesis, 403),
        (coordinator, own, 403),
    ):
        client.force_login(person)
        assert client.post(evidence_path(row), data).status_code == status
    assert not Evidence.objects.exists()


def test_where_the_rule_asks_for_nothing_nothing_is_accepted(staff: Client, run: CourseRun) -> None:
    assert staff.get(evidence_path(courses.enrolment(run))).status_code == 404


def test_accepting_the_last_thing_completes(client: Client) -> None:
    version = courses.version(lessons=1, rule={"op": "evidence", "kind": "paper"})
    row = courses.enrolment(courses.run(version))
    client.force_login(row.run.coordinator)
    client.post(evidence_path(row), {"kind": "paper", "reason": "심사"})
    assert Completion.objects.get().enrolment == row


# ── taking it back


def back_path(evidence: Evidence) -> str:
    return f"/office/evidence/{evidence.pk}/take-back/"


@pytest.fixture
def accepted(thesis: Enrolment) -> Evidence:
    return accept_evidence(enrolment=thesis, kind="paper", reason="논문 「골목의 힘」", actor=thesis.run.coordinator)


def test_only_a_coordinator_or_who_entered_it_takes_it_back(client: Client, accepted: Evidence) -> None:
    centre = accepted.centre
    own = people.staff(centre, Role.COORDINATOR)
    Evidence.objects.create(
        centre=centre,
        person=own,
        course_key=accepted.course_key,
        kind="paper",
        reason="심사",
        accepted_by=accepted.accepted_by,
        accepted_at=clock.now(),
    )
    of_own = Evidence.objects.get(person=own)
    for person, evidence, status in (
        (people.user(), accepted, 404),
        (accepted.person, accepted, 404),
        (people.staff(people.centre(), Role.COORDINATOR), accepted, 404),
        (people.staff(centre, Role.MANAGER), accepted, 403),
        (people.staff(centre, Role.AUDITOR), accepted, 403),
        (own, of_own, 403),
    ):
        client.force_login(person)
        assert client.get(back_path(evidence)).status_code == status
        assert client.post(back_path(evidence), {"reason": "잘못", "take_back": "yes"}).status_code == status
    assert Evidence.objects.standing().count() == 2


def test_it_is_taken_back_with_a_reason_and_the_buttons_name(
    client: Client, thesis: Enrolment, accepted: Evidence
) -> None:
    assert back_path(accepted) in client.get(people_of(thesis.run)).content.decode()
    page = client.get(back_path(accepted)).content.decode()
    assert "논문 「골목의 힘」" in page
    for said in ({"take_back": "yes"}, {"reason": " ", "take_back": "yes"}, {"reason": "다른 분의 논문"}):
        answer = client.post(back_path(accepted), said)
        assert (answer.status_code, Evidence.objects.standing().count()) == (422, 1)
        assert said.get("reason", "") in answer.content.decode()
    said = {"reason": "다른 분의 논문", "take_back": "yes"}
    answer = client.post(back_path(accepted), said)
    assert (answer.status_code, answer["Location"]) == (302, people_of(thesis.run))
    now = Evidence.objects.current().get()
    assert (now.accepted, now.reason, now.supersedes, now.accepted_by) == (
        False,
        "다른 분의 논문",
        accepted,
        thesis.run.coordinator,
    )
    assert [(step.action, step.reason) for step in history(now)] == [("take_back", "다른 분의 논문")]
    assert client.post(back_path(accepted), said).status_code == 302
    assert Evidence.objects.count() == 2
    assert back_path(accepted) not in client.get(people_of(thesis.run)).content.decode()
    again = accept_evidence(enrolment=thesis, kind="paper", reason="제 논문", actor=thesis.run.coordinator)
    assert Evidence.objects.standing().get() == again


def test_who_entered_it_takes_it_back_as_manager_too(client: Client, accepted: Evidence) -> None:
    manager = people.staff(accepted.centre, Role.MANAGER)
    of_manager = Evidence.objects.create(
        centre=accepted.centre,
        person=people.user(),
        course_key=accepted.course_key,
        kind="paper",
        reason="심사",
        accepted_by=manager,
        accepted_at=clock.now(),
    )
    client.force_login(manager)
    assert client.get(back_path(accepted)).status_code == 403
    assert client.post(back_path(of_manager), {"reason": "잘못", "take_back": "yes"}).status_code == 302


def test_what_was_completed_by_it_stays_and_comes_into_the_queue(
    client: Client, thesis: Enrolment, accepted: Evidence
) -> None:
    finish_all(thesis)
    made = Completion.objects.get()
    assert str(made.enrolment.run) in client.get(back_path(accepted)).content.decode()
    client.post(back_path(accepted), {"reason": "다른 분의 논문", "take_back": "yes"})
    review = CompletionReview.objects.open().get()
    assert (review.completion, list(Completion.objects.standing())) == (made, [made])
    page = client.get(reverse("office_review", args=[review.pk])).content.decode()
    assert ("논문 「골목의 힘」" in page, "다른 분의 논문" in page) == (True, True)


# ── queries


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_the_same_queries_for_one_and_for_thirty_runs(
    staff: Client, run: CourseRun, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(number - 1):
        courses.enrolment(courses.run(run.version, coordinator=run.coordinator))
    with django_assert_num_queries(6):
        staff.get(LIST)


@pytest.mark.parametrize("number", [1, 30])
def test_the_people_take_the_same_queries_for_one_and_for_thirty(
    staff: Client, run: CourseRun, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [courses.enrolment(run) for _number in range(number)]
    for row in rows[::2]:
        courses.completed(row)
    courses.attended(courses.session(run, 1), *rows)
    with django_assert_num_queries(14):
        staff.get(people_of(run))
