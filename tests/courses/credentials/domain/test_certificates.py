import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import Model
from pypdf import PdfReader

from courses.credentials.domain import certificates as domain
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, CourseRun
from courses.runs.queries.prerequisites import completed_courses
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.files.pdf import Unprintable
from lms.common.models import StateChange
from lms.common.records.statelog import history
from lms.notifications.models import Notice
from tests.factories import courses, people
from tests.factories.certificates import Papers, issue_due

pytestmark = pytest.mark.django_db
VALID, SUPERSEDED, REVOKED = CertificateState.VALID, CertificateState.SUPERSEDED, CertificateState.REVOKED


def completion(run: CourseRun | None = None, person: User | None = None) -> Completion:
    row = courses.enrolment(run, person, state=EnrolmentState.COMPLETED)
    return Completion.objects.create(
        centre=row.centre,
        enrolment=row,
        person=row.person,
        course_key=row.version.course_key,
        minutes=1200,
        completed_at=clock.now(),
    )


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.EDITOR, Role.REVIEWER])
def test_other_staff_issue_nothing(role: Role) -> None:
    done = completion()
    with pytest.raises(NotAllowed) as refused:
        domain.issue_certificate(completion=done, actor=people.staff(done.centre, role))
    assert (refused.value.code, Certificate.objects.count()) == ("not_coordinator", 0)


def test_a_coordinator_of_another_centre_issues_nothing() -> None:
    done = completion()
    with pytest.raises(NotAllowed):
        domain.issue_certificate(completion=done, actor=people.staff(people.centre()))
    with pytest.raises(NotAllowed):
        domain.ask_for_all(run=done.enrolment.run, actor=people.staff(people.centre()))


def test_nobody_issues_their_own() -> None:
    run = courses.run()
    own, other = completion(run, run.coordinator), completion(run)
    with pytest.raises(NotAllowed) as refused:
        domain.issue_certificate(completion=own, actor=run.coordinator)
    assert refused.value.code == "own_certificate"
    issued = issue_due(run, run.coordinator)
    assert [row.completion_id for row in issued] == [other.pk]


def test_what_is_issued_is_frozen() -> None:
    done = completion()
    certificate = domain.issue_certificate(completion=done, actor=done.enrolment.run.coordinator)
    name, course = done.person.name, done.enrolment.version.title
    User.objects.filter(pk=done.person_id).update(name="다른이름")
    certificate.refresh_from_db()
    with certificate.pdf.open("rb") as paper:
        content = paper.read()
    assert (certificate.snapshot["name"], certificate.snapshot["course"]) == (name, course)
    assert certificate.snapshot["verify_url"].endswith(f"/verify/{certificate.code}/")
    assert content.startswith(b"%PDF")
    assert certificate.sha256 == hashlib.sha256(content).hexdigest()


def test_a_second_call_gives_the_certificate_that_is_there() -> None:
    done = completion()
    actor = done.enrolment.run.coordinator
    first, second = (domain.issue_certificate(completion=done, actor=actor) for _ in range(2))
    assert (first.pk, Certificate.objects.count()) == (second.pk, 1)
    assert Notice.objects.filter(person=done.person, kind="certificate").count() == 1


def test_numbers_run_per_centre_and_year_and_codes_cannot_be_guessed() -> None:
    here = courses.run()
    there = courses.run()
    done = [completion(here), completion(here), completion(there)]
    issued = [domain.issue_certificate(completion=row, actor=row.enrolment.run.coordinator) for row in done]
    year = clock.today().year
    assert [row.number for row in issued] == [f"{year}-0001", f"{year}-0002", f"{year}-0001"]
    with clock.at(clock.now() + timedelta(days=366)):
        later = domain.issue_certificate(completion=completion(here), actor=here.coordinator)
    assert later.sequence == 1
    assert len({row.code for row in issued}) == 3
    assert {len(row.code) for row in issued} == {24}  # base 32: 120 bits


def test_issuing_all_leaves_out_who_has_one() -> None:
    run = courses.run()
    first, second = completion(run), completion(run)
    domain.issue_certificate(completion=first, actor=run.coordinator)
    issued = issue_due(run, run.coordinator)
    assert [row.completion_id for row in issued] == [second.pk]
    assert issue_due(run, run.coordinator) == []


def test_a_new_one_replaces_and_keeps_the_old() -> None:
    done = completion()
    actor = done.enrolment.run.coordinator
    old = domain.issue_certificate(completion=done, actor=actor)
    User.objects.filter(pk=done.person_id).update(name="예시고친이름")
    done.person.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        domain.supersede_certificate(certificate=old, reason="  ", actor=actor)
    assert refused.value.code == "no_reason"
    new = domain.supersede_certificate(certificate=old, reason="이름을 바로잡음", actor=actor)
    again = domain.supersede_certificate(certificate=old, reason="이름을 바로잡음", actor=actor)
    old.refresh_from_db()
    assert (old.state, old.replaced_by_id, new.state, again.pk) == (SUPERSEDED, new.pk, VALID, new.pk)
    assert new.snapshot["name"] == "예시고친이름"
    assert new.code != old.code


def test_two_people_revoke() -> None:
    done = completion()
    certificate = domain.issue_certificate(completion=done, actor=done.enrolment.run.coordinator)
    both = people.staff(done.centre, Role.COORDINATOR)
    both.memberships.create(centre=done.centre, role=Role.MANAGER, since=clock.today())
    with pytest.raises(NotAllowed):
        domain.ask_revocation(certificate=certificate, reason="잘못", actor=people.staff(done.centre, Role.MANAGER))
    manager = people.staff(done.centre, Role.MANAGER)
    for attempt in (manager, both):
        with pytest.raises(DomainError) as refused:
            domain.revoke_certificate(certificate=certificate, actor=attempt)
        assert refused.value.code == "two_people"
        domain.ask_revocation(certificate=certificate, reason="다른 사람의 출석", actor=both)
    with pytest.raises(NotAllowed):
        domain.revoke_certificate(certificate=certificate, actor=done.enrolment.run.coordinator)
    assert domain.revoke_certificate(certificate=certificate, actor=manager).state == REVOKED
    assert domain.revoke_certificate(certificate=certificate, actor=manager).state == REVOKED
    assert issue_due(done.enrolment.run, done.enrolment.run.coordinator) == []


def test_a_manager_declines_and_the_certificate_stays_valid() -> None:
    run = courses.run()
    certificate = domain.issue_certificate(completion=completion(run), actor=run.coordinator)
    manager = people.staff(run.centre, Role.MANAGER)
    domain.ask_revocation(certificate=certificate, reason="다른 사람의 출석", actor=run.coordinator)
    for other in (run.coordinator, people.staff(people.centre(), Role.MANAGER)):
        with pytest.raises(NotAllowed) as denied:
            domain.decline_revocation(certificate=certificate, reason="출석부가 맞음", actor=other)
        assert denied.value.code == "not_manager"
    with pytest.raises(DomainError) as refused:
        domain.decline_revocation(certificate=certificate, reason=" ", actor=manager)
    assert refused.value.code == "no_reason"
    for _press in range(2):
        domain.decline_revocation(certificate=certificate, reason="출석부가 맞음", actor=manager)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revocation_asked_by_id, certificate.reason) == (VALID, None, "")
    told = Notice.objects.get(person=run.coordinator)
    assert told.path == f"/office/certificates/{certificate.pk}/"
    logged = [(row.action, row.reason, row.actor) for row in history(certificate).order_by("pk")]
    assert logged[1:] == [
        ("ask_revocation", "다른 사람의 출석", run.coordinator),
        ("decline_revocation", "출석부가 맞음", manager),
    ]


def test_one_that_was_issued_anew_is_not_revoked() -> None:
    run = courses.run()
    old = domain.issue_certificate(completion=completion(run), actor=run.coordinator)
    new = domain.supersede_certificate(certificate=old, reason="이름 정정", actor=run.coordinator)
    manager = people.staff(run.centre, Role.MANAGER)
    with pytest.raises(DomainError) as refused:
        domain.revoke_certificate(certificate=old, actor=manager)
    assert refused.value.code == "state"
    domain.ask_revocation(certificate=new, reason="출석 기록 오류", actor=run.coordinator)
    assert domain.revoke_certificate(certificate=new, actor=manager).state == REVOKED


def test_who_asked_first_has_asked() -> None:
    run = courses.run()
    certificate = domain.issue_certificate(completion=completion(run), actor=run.coordinator)
    for reason, actor in (("첫 번째", run.coordinator), ("두 번째", people.staff(run.centre))):
        domain.ask_revocation(certificate=certificate, reason=reason, actor=actor)
    certificate.refresh_from_db()
    assert (certificate.reason, certificate.revocation_asked_by) == ("첫 번째", run.coordinator)
    assert history(certificate).filter(action="ask_revocation").count() == 1


def test_what_was_declined_may_be_asked_and_declined_or_granted_again() -> None:
    run = courses.run()
    certificate = domain.issue_certificate(completion=completion(run), actor=run.coordinator)
    manager = people.staff(run.centre, Role.MANAGER)
    for reason in ("첫 번째", "두 번째"):
        domain.ask_revocation(certificate=certificate, reason=reason, actor=run.coordinator)
        domain.decline_revocation(certificate=certificate, reason="근거가 없음", actor=manager)
    assert Notice.objects.filter(person=run.coordinator).count() == 2
    with pytest.raises(DomainError) as refused:
        domain.revoke_certificate(certificate=certificate, actor=manager)
    assert refused.value.code == "two_people"
    domain.ask_revocation(certificate=certificate, reason="세 번째", actor=run.coordinator)
    assert domain.revoke_certificate(certificate=certificate, actor=manager).reason == "세 번째"
    with pytest.raises(DomainError) as late:
        domain.decline_revocation(certificate=certificate, reason="늦음", actor=manager)
    assert late.value.code == "state"


def test_a_name_that_cannot_be_printed_says_so_and_issues_nothing() -> None:
    run = courses.run()
    nobody = completion(run, people.user(name="이름\U000e0041\u1abf\U0001f9ff"))
    with pytest.raises(DomainError) as refused:
        domain.issue_certificate(completion=nobody, actor=run.coordinator)
    assert (refused.value.code, Certificate.objects.count()) == ("unprintable", 0)


def test_the_paper_says_the_name_the_course_and_how_to_check_it() -> None:
    run = courses.run(courses.version(title="마을 입문"))
    certificate = domain.issue_certificate(
        completion=completion(run, people.user(name="예시하늘")), actor=run.coordinator
    )
    with certificate.pdf.open("rb") as paper:
        words = "".join("".join(page.extract_text() for page in PdfReader(paper).pages).split())
    said = ("예시하늘", "마을입문", certificate.number, certificate.code)
    assert [found for found in said if found not in words] == []


def test_nothing_of_it_changes_when_the_world_does() -> None:
    run = courses.run()
    done = completion(run)
    domain.issue_certificate(completion=done, actor=run.coordinator)
    before = Certificate.objects.values().get()
    User.objects.filter(pk=done.person_id).update(name="다른이름", is_active=False)
    CourseRun.objects.filter(pk=run.pk).update(name="옛 기수")
    type(run.version.page).objects.filter(pk=run.version.page_id).update(title="다른 과정")
    type(run.centre).objects.filter(pk=run.centre_id).update(name="다른 센터")
    fresh = Completion.objects.select_related("person", "enrolment__run__version").get()
    assert domain.issue_certificate(completion=fresh, actor=run.coordinator).pk == before["id"]
    assert Certificate.objects.values().get() == before


def test_one_that_fails_takes_no_number(monkeypatch: pytest.MonkeyPatch, papers: Papers) -> None:
    run = courses.run()
    completion(run), completion(run)
    made: list[object] = []

    def second_fails(template: str, data: object) -> bytes:
        made.append(data)
        if len(made) == 2:
            raise Unprintable("no glyph", code="unprintable")
        return b"%PDF"

    monkeypatch.setattr(domain, "render_pdf", second_fails)
    with pytest.raises(DomainError):
        issue_due(run, run.coordinator)
    first = Certificate.objects.get()
    assert (len(made), first.sequence, Notice.objects.count(), papers.names) == (2, 1, 1, {first.pdf.name})
    assert [row.sequence for row in issue_due(run, run.coordinator)] == [2]


def test_a_disk_that_is_full_half_way_leaves_neither_rows_nor_files(papers: Papers) -> None:
    run = courses.run()
    completion(run), completion(run)
    papers.room = 1
    with pytest.raises(OSError, match="No space left"):
        issue_due(run, run.coordinator)
    assert papers.names == {Certificate.objects.get().pdf.name}


@pytest.mark.parametrize("table", [Certificate, StateChange, Notice])
def test_a_row_refused_after_its_file_was_written_takes_the_files_along(table: type[Model], papers: Papers) -> None:
    """The second certificate's row, the line of its history, and its notice are written after its file."""
    run = courses.run()
    completion(run), completion(run)
    inserts = 0

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal inserts
        if sql.startswith(f'INSERT INTO "{table._meta.db_table}"'):
            inserts += 1
            if inserts == 2:
                raise OperationalError("the connection is gone")
        return execute(sql, *rest)

    with pytest.raises(OperationalError), connection.execute_wrapper(refuse):
        issue_due(run, run.coordinator)
    first = Certificate.objects.get()
    assert (inserts, papers.names) == (2, {first.pdf.name})
    (second,) = issue_due(run, run.coordinator)
    assert papers.names == {first.pdf.name, second.pdf.name}


def test_issuing_anew_that_fails_keeps_the_old_paper(papers: Papers) -> None:
    run = courses.run()
    old = domain.issue_certificate(completion=completion(run), actor=run.coordinator)
    papers.room = 0
    with pytest.raises(OSError, match="No space left"):
        domain.supersede_certificate(certificate=old, reason="이름 정정", actor=run.coordinator)
    old.refresh_from_db()
    assert (old.state, papers.names) == (VALID, {old.pdf.name})


def test_a_new_one_needs_a_reason_and_somebody_else() -> None:
    run = courses.run()
    certificate = domain.issue_certificate(completion=completion(run), actor=run.coordinator)
    with pytest.raises(DomainError) as refused:
        domain.supersede_certificate(certificate=certificate, reason=" ", actor=run.coordinator)
    assert refused.value.code == "no_reason"
    colleague = people.staff(run.centre)
    own = domain.issue_certificate(completion=completion(run, colleague), actor=run.coordinator)
    for mine, actor in ((own, colleague), (certificate, people.staff(run.centre, Role.MANAGER))):
        with pytest.raises(NotAllowed):
            domain.supersede_certificate(certificate=mine, reason="이름 정정", actor=actor)
    assert set(Certificate.objects.values_list("state", flat=True)) == {VALID}


def test_a_revoked_certificate_takes_its_course_away_and_a_replaced_one_does_not() -> None:
    run = courses.run()
    done = completion(run)
    course = {run.version.course_key}
    assert completed_courses(done.person) == course  # a completion counts before its paper
    old = domain.issue_certificate(completion=done, actor=run.coordinator)
    new = domain.supersede_certificate(certificate=old, reason="이름 정정", actor=run.coordinator)
    domain.ask_revocation(certificate=new, reason="출석 기록 오류", actor=run.coordinator)
    assert completed_courses(done.person) == course
    domain.revoke_certificate(certificate=new, actor=people.staff(run.centre, Role.MANAGER))
    assert completed_courses(done.person) == frozenset()
    for action in (domain.supersede_certificate, domain.ask_revocation):
        with pytest.raises(DomainError) as refused:
            action(certificate=new, reason="다시", actor=run.coordinator)
        assert refused.value.code == "state"
