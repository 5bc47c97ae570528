import hashlib
from datetime import timedelta

import pytest
from pypdf import PdfReader

from courses.domain import certificates as domain
from courses.enums import CertificateState, EnrolmentState
from courses.models import Certificate, Completion, CourseRun
from courses.queries.prerequisites import completed_courses
from lms.accounts.models import Role, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.pdf import PdfError
from lms.notifications.models import Notice
from tests.factories import courses, people

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
        domain.issue(completion=done, actor=people.staff(done.centre, role))
    assert (refused.value.code, Certificate.objects.count()) == ("not_coordinator", 0)


def test_a_coordinator_of_another_centre_issues_nothing() -> None:
    done = completion()
    with pytest.raises(NotAllowed):
        domain.issue(completion=done, actor=people.staff(people.centre()))
    with pytest.raises(NotAllowed):
        domain.issue_all(run=done.enrolment.run, actor=people.staff(people.centre()))


def test_nobody_issues_their_own() -> None:
    run = courses.run()
    own, other = completion(run, run.coordinator), completion(run)
    with pytest.raises(NotAllowed) as refused:
        domain.issue(completion=own, actor=run.coordinator)
    assert refused.value.code == "own_certificate"
    issued = domain.issue_all(run=run, actor=run.coordinator)
    assert [row.completion_id for row in issued] == [other.pk]


def test_what_is_issued_is_frozen() -> None:
    done = completion()
    certificate = domain.issue(completion=done, actor=done.enrolment.run.coordinator)
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
    first, second = (domain.issue(completion=done, actor=actor) for _ in range(2))
    assert (first.pk, Certificate.objects.count()) == (second.pk, 1)
    assert Notice.objects.filter(person=done.person, kind="certificate").count() == 1


def test_numbers_run_per_centre_and_year_and_codes_cannot_be_guessed() -> None:
    here = courses.run()
    there = courses.run()
    done = [completion(here), completion(here), completion(there)]
    issued = [domain.issue(completion=row, actor=row.enrolment.run.coordinator) for row in done]
    year = clock.today().year
    assert [row.number for row in issued] == [f"{year}-0001", f"{year}-0002", f"{year}-0001"]
    with clock.at(clock.now() + timedelta(days=366)):
        later = domain.issue(completion=completion(here), actor=here.coordinator)
    assert later.sequence == 1
    assert len({row.code for row in issued}) == 3
    assert {len(row.code) for row in issued} == {24}  # base 32: 120 bits


def test_issuing_all_leaves_out_who_has_one() -> None:
    run = courses.run()
    first, second = completion(run), completion(run)
    domain.issue(completion=first, actor=run.coordinator)
    issued = domain.issue_all(run=run, actor=run.coordinator)
    assert [row.completion_id for row in issued] == [second.pk]
    assert domain.issue_all(run=run, actor=run.coordinator) == []


def test_a_new_one_replaces_and_keeps_the_old() -> None:
    done = completion()
    actor = done.enrolment.run.coordinator
    old = domain.issue(completion=done, actor=actor)
    User.objects.filter(pk=done.person_id).update(name="예시고친이름")
    done.person.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        domain.supersede(certificate=old, reason="  ", actor=actor)
    assert refused.value.code == "reason"
    new = domain.supersede(certificate=old, reason="이름을 바로잡음", actor=actor)
    again = domain.supersede(certificate=old, reason="이름을 바로잡음", actor=actor)
    old.refresh_from_db()
    assert (old.state, old.replaced_by_id, new.state, again.pk) == (SUPERSEDED, new.pk, VALID, new.pk)
    assert new.snapshot["name"] == "예시고친이름"
    assert new.code != old.code


def test_two_people_revoke() -> None:
    done = completion()
    certificate = domain.issue(completion=done, actor=done.enrolment.run.coordinator)
    both = people.staff(done.centre, Role.COORDINATOR)
    both.memberships.create(centre=done.centre, role=Role.MANAGER, since=clock.today())
    with pytest.raises(NotAllowed):
        domain.ask_revocation(certificate=certificate, reason="잘못", actor=people.staff(done.centre, Role.MANAGER))
    manager = people.staff(done.centre, Role.MANAGER)
    for attempt in (manager, both):
        with pytest.raises(DomainError) as refused:
            domain.revoke(certificate=certificate, actor=attempt)
        assert refused.value.code == "two_people"
        domain.ask_revocation(certificate=certificate, reason="다른 사람의 출석", actor=both)
    with pytest.raises(NotAllowed):
        domain.revoke(certificate=certificate, actor=done.enrolment.run.coordinator)
    assert domain.revoke(certificate=certificate, actor=manager).state == REVOKED
    assert domain.revoke(certificate=certificate, actor=manager).state == REVOKED
    assert domain.issue_all(run=done.enrolment.run, actor=done.enrolment.run.coordinator) == []


def test_a_name_that_cannot_be_printed_says_so_and_issues_nothing() -> None:
    run = courses.run()
    completion(run)
    completion(run, people.user(name="이름\U000e0041\u1abf\U0001f9ff"))
    with pytest.raises(DomainError) as refused:
        domain.issue_all(run=run, actor=run.coordinator)
    assert (refused.value.code, Certificate.objects.count()) == ("unprintable", 0)


def test_the_paper_says_the_name_the_course_and_how_to_check_it() -> None:
    run = courses.run(courses.version(title="마을 입문"))
    certificate = domain.issue(completion=completion(run, people.user(name="예시하늘")), actor=run.coordinator)
    with certificate.pdf.open("rb") as paper:
        words = "".join("".join(page.extract_text() for page in PdfReader(paper).pages).split())
    said = ("예시하늘", "마을입문", certificate.number, certificate.code)
    assert [found for found in said if found not in words] == []


def test_nothing_of_it_changes_when_the_world_does() -> None:
    run = courses.run()
    done = completion(run)
    domain.issue(completion=done, actor=run.coordinator)
    before = Certificate.objects.values().get()
    User.objects.filter(pk=done.person_id).update(name="다른이름", is_active=False)
    CourseRun.objects.filter(pk=run.pk).update(name="옛 기수")
    type(run.version).objects.filter(pk=run.version_id).update(title="다른 과정")
    type(run.centre).objects.filter(pk=run.centre_id).update(name="다른 센터")
    fresh = Completion.objects.select_related("person", "enrolment__run__version").get()
    assert domain.issue(completion=fresh, actor=run.coordinator).pk == before["id"]
    assert Certificate.objects.values().get() == before


def test_all_are_issued_or_none_and_no_number_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    run = courses.run()
    completion(run), completion(run)
    made: list[object] = []

    def second_fails(template: str, data: object) -> bytes:
        made.append(data)
        if len(made) == 2:
            raise PdfError("no glyph")
        return b"%PDF"

    monkeypatch.setattr(domain, "render_pdf", second_fails)
    with pytest.raises(DomainError):
        domain.issue_all(run=run, actor=run.coordinator)
    assert (len(made), Certificate.objects.count(), Notice.objects.count()) == (2, 0, 0)
    assert [row.sequence for row in domain.issue_all(run=run, actor=run.coordinator)] == [1, 2]


def test_a_new_one_needs_a_reason_and_somebody_else() -> None:
    run = courses.run()
    certificate = domain.issue(completion=completion(run), actor=run.coordinator)
    with pytest.raises(DomainError) as refused:
        domain.supersede(certificate=certificate, reason=" ", actor=run.coordinator)
    assert refused.value.code == "reason"
    colleague = people.staff(run.centre)
    own = domain.issue(completion=completion(run, colleague), actor=run.coordinator)
    for mine, actor in ((own, colleague), (certificate, people.staff(run.centre, Role.MANAGER))):
        with pytest.raises(NotAllowed):
            domain.supersede(certificate=mine, reason="이름 정정", actor=actor)
    assert set(Certificate.objects.values_list("state", flat=True)) == {VALID}


def test_a_revoked_certificate_takes_its_course_away_and_a_replaced_one_does_not() -> None:
    run = courses.run()
    done = completion(run)
    course = {run.version.course_key}
    assert completed_courses(done.person) == course  # a completion counts before its paper
    old = domain.issue(completion=done, actor=run.coordinator)
    new = domain.supersede(certificate=old, reason="이름 정정", actor=run.coordinator)
    domain.ask_revocation(certificate=new, reason="출석 기록 오류", actor=run.coordinator)
    assert completed_courses(done.person) == course
    domain.revoke(certificate=new, actor=people.staff(run.centre, Role.MANAGER))
    assert completed_courses(done.person) == frozenset()
    for action in (domain.supersede, domain.ask_revocation):
        with pytest.raises(DomainError) as refused:
            action(certificate=new, reason="다시", actor=run.coordinator)
        assert refused.value.code == "wrong_state"
