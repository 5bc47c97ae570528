"""Certificates for their owner, for anybody who checks one, and for the office."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.credentials.domain import certificates as domain
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.runs.models import Completion, CourseRun
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.text.korean import mask_name
from tests.factories import courses, people
from tests.wording import korean

pytestmark = pytest.mark.django_db
MINE = "/my/certificates/"


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(lessons=2, rule={}, title="마을 입문"), name="1기")


@pytest.fixture
def certificate(run: CourseRun) -> Certificate:
    return issued(run, people.user(name="예시하늘"))


def issued(run: CourseRun, person: User) -> Certificate:
    completion = courses.completed(courses.enrolment(run, person))
    fresh = Completion.objects.select_related("person", "enrolment__run__version").get(pk=completion.pk)
    return domain.issue_certificate(completion=fresh, actor=run.coordinator)


def revoked(certificate: Certificate, reason: str = "출석 기록 오류") -> None:
    run = certificate.completion.enrolment.run
    domain.ask_revocation(certificate=certificate, reason=reason, actor=run.coordinator)
    domain.revoke_certificate(certificate=certificate, actor=people.staff(run.centre, Role.MANAGER))


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def pdf(certificate: Certificate) -> str:
    return f"/my/certificates/{certificate.pk}/pdf/"


def verify(certificate: Certificate) -> str:
    return f"/verify/{certificate.code}/"


# ── one's own


def test_one_signs_in_to_see_ones_own(client: Client, certificate: Certificate) -> None:
    assert (client.get(MINE).status_code, client.get(pdf(certificate)).status_code) == (302, 302)
    client.force_login(people.user())
    said = text(client, MINE)
    assert (certificate.number in said, korean("No certificate yet") in said) == (False, True)


def test_each_certificate_has_its_paper_and_its_proof(client: Client, certificate: Certificate) -> None:
    client.force_login(certificate.person)
    said = text(client, MINE)
    assert [found in said for found in ("마을 입문", certificate.number, pdf(certificate), verify(certificate))] == [
        True
    ] * 4


def test_staff_see_only_their_own_here(client: Client, certificate: Certificate) -> None:
    client.force_login(certificate.issued_by)
    assert certificate.number not in text(client, MINE)


def test_what_is_completed_and_not_issued_yet_says_so(client: Client, run: CourseRun) -> None:
    row = courses.enrolment(run)
    courses.completed(row)
    client.force_login(row.person)
    assert [completion.enrolment for completion in client.get(MINE).context["waiting"]] == [row]


def test_replaced_and_revoked_ones_stay_with_their_reason(client: Client, certificate: Certificate) -> None:
    new = domain.supersede_certificate(certificate=certificate, reason="이름 정정", actor=certificate.issued_by)
    revoked(new)
    client.force_login(certificate.person)
    said = text(client, MINE)
    assert [found in said for found in ("이름 정정", "출석 기록 오류")] == [True, True]
    assert [pdf(row) in said for row in (certificate, new)] == [False, False]
    assert [verify(row) in said for row in (certificate, new)] == [True, True]


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_the_same_queries_for_one_and_for_thirty(
    client: Client,
    certificate: Certificate,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(domain, "render_pdf", lambda template, data: b"%PDF")
    for _number in range(number - 1):
        issued(courses.run(certificate.completion.enrolment.version), certificate.person)
    client.force_login(certificate.person)
    with django_assert_num_queries(7):
        client.get(MINE)


# ── the file


def test_strangers_find_no_file(client: Client, certificate: Certificate) -> None:
    teacher = people.user()
    certificate.completion.enrolment.run.instructors.add(teacher)
    for person in (people.user(), teacher, people.staff(people.centre(), Role.MANAGER)):
        client.force_login(person)
        assert client.get(pdf(certificate)).status_code == 404


def test_the_owner_and_the_office_get_the_frozen_bytes(client: Client, certificate: Certificate) -> None:
    with certificate.pdf.open("rb") as file:
        paper = file.read()
    for person in (certificate.person, people.staff(certificate.centre, Role.AUDITOR)):
        client.force_login(person)
        answer = client.get(pdf(certificate))
        assert b"".join(answer.streaming_content) == paper
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        # The Korean name as RFC 5987 has it: letters of a header are Latin.
        name = f"%EC%88%98%EB%A3%8C%EC%A6%9D-{certificate.number}.pdf"
        assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_a_file_that_is_gone_is_said_plainly(client: Client, certificate: Certificate) -> None:
    certificate.pdf.storage.delete(certificate.pdf.name)
    client.force_login(certificate.person)
    assert korean("This file can't be found at the moment. Please call us.") in text(client, pdf(certificate), 422)


# ── checking


def test_anybody_checks_a_certificate_and_sees_no_whole_name(client: Client, certificate: Certificate) -> None:
    said = text(client, verify(certificate))
    shown = (
        "마을 입문",
        "2시간",
        certificate.number,
        certificate.centre.name,
        mask_name("예시하늘"),
        korean("This certificate is valid."),
    )
    assert [found for found in shown if found not in said] == []
    assert ("예시하늘" in said, certificate.person.email in said) == (False, False)
    assert 'name="robots" content="noindex"' in said


def test_it_answers_after_the_course_is_gone_and_the_account_closed(client: Client, certificate: Certificate) -> None:
    before = client.get(verify(certificate)).context["shown"].snapshot
    User.objects.filter(pk=certificate.person_id).update(name="다른이름", is_active=False)
    page = certificate.completion.enrolment.version.page
    page.unpublish()
    page.title = "다른 과정"
    page.save()
    said = text(client, verify(certificate))
    assert client.get(verify(certificate)).context["shown"].snapshot == before
    assert (korean("This certificate is valid.") in said, "마을 입문" in said, mask_name("예시하늘") in said) == (
        True,
        True,
        True,
    )


def test_what_is_no_longer_valid_says_so_and_keeps_its_reason_private(client: Client, certificate: Certificate) -> None:
    new = domain.supersede_certificate(certificate=certificate, reason="이름 정정", actor=certificate.issued_by)
    said = text(client, verify(certificate))
    assert (
        korean("This certificate was replaced by a newer one.") in said,
        korean("This certificate is valid.") in said,
        "이름 정정" in said,
    ) == (
        True,
        False,
        False,
    )
    assert korean("This certificate is valid.") in text(client, verify(new))
    revoked(new)
    said = text(client, verify(new))
    assert (
        korean("This certificate was revoked. It is not valid.") in said,
        korean("This certificate is valid.") in said,
        "출석 기록 오류" in said,
    ) == (
        True,
        False,
        False,
    )


def test_an_unknown_code_is_not_found_and_helped(client: Client, certificate: Certificate) -> None:
    for code in ("a" * 24, certificate.code[:-1], "없는코드", "'; drop"):
        said = text(client, f"/verify/{code}/", 404)
        assert ("24" in said, 'name="code"' in said) == (True, True)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        lambda code: code.upper(),
        lambda code: "-".join(code[start : start + 4] for start in range(0, 24, 4)),
        lambda code: f"  {code[:12].upper()} {code[12:]} ",
        lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code),  # full-width, as a Korean keyboard types
        lambda code: code.replace("0", "O").replace("1", "l"),  # from paper
        lambda code: code.replace("0", "o").replace("1", "I"),
    ],
)
def test_a_code_is_typed_as_people_type(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    run: CourseRun,
    typed,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setattr(domain, "new_code", lambda: "0123456789abcdefghjkmnpq")
    certificate = issued(run, people.user(name="예시하늘"))
    answer = client.get("/verify/", {"code": typed(certificate.code)}, follow=True)
    assert (answer.status_code, certificate.number in answer.content.decode()) == (200, True)


def test_the_form_asks_for_a_code(client: Client) -> None:
    assert client.get("/verify/").status_code == 200
    for typed in ("", "   ", "가나다"):
        assert client.get("/verify/", {"code": typed}).status_code == 422


def test_checking_takes_few_queries(
    client: Client, certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        client.get(verify(certificate))


# ── the office


def office(certificate: Certificate, action: str = "") -> str:
    return f"/office/certificates/{certificate.pk}/{action}"


def test_the_offices_page_is_the_offices(client: Client, certificate: Certificate) -> None:
    teacher = people.user()
    certificate.completion.enrolment.run.instructors.add(teacher)
    for person in (certificate.person, teacher, people.user(), people.staff(people.centre(), Role.MANAGER)):
        client.force_login(person)
        assert client.get(office(certificate)).status_code == 404
        for action in ("again/", "ask/", "decline/", "revoke/"):
            assert client.post(office(certificate, action), {"reason": "까닭"}).status_code == 404
    for role in (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR):
        client.force_login(people.staff(certificate.centre, role))
        assert client.get(office(certificate)).status_code == 200
    assert list(Certificate.objects.values_list("state", "revocation_asked_by")) == [(CertificateState.VALID, None)]


@pytest.mark.parametrize(
    ("role", "actions"),
    [(Role.COORDINATOR, {"again/", "ask/"}), (Role.MANAGER, set()), (Role.AUDITOR, set())],
)
def test_each_sees_the_forms_that_are_theirs(
    client: Client, certificate: Certificate, role: Role, actions: set[str]
) -> None:
    client.force_login(people.staff(certificate.centre, role))
    said = text(client, office(certificate))
    every = {"again/", "ask/", "decline/", "revoke/"}
    assert {action for action in every if office(certificate, action) in said} == actions
    for action in {"again/", "ask/"} - actions:
        assert client.post(office(certificate, action), {"reason": "까닭"}).status_code == 403


def test_a_certificate_is_issued_anew(client: Client, certificate: Certificate) -> None:
    client.force_login(certificate.issued_by)
    assert client.post(office(certificate, "again/"), {"reason": ""}).status_code == 422
    assert Certificate.objects.count() == 1
    answer = client.post(office(certificate, "again/"), {"reason": "이름 정정"})
    new = Certificate.objects.get(state=CertificateState.VALID)
    assert (answer.status_code, answer["Location"]) == (302, office(new))
    assert office(new) in text(client, office(certificate))


def test_two_people_revoke(client: Client, certificate: Certificate) -> None:
    manager = people.staff(certificate.centre, Role.MANAGER)
    client.force_login(manager)
    client.post(office(certificate, "revoke/"))
    assert Certificate.objects.get().state == CertificateState.VALID
    client.force_login(certificate.issued_by)
    assert client.post(office(certificate, "ask/"), {"reason": " "}).status_code == 422
    assert client.post(office(certificate, "ask/"), {"reason": "출석 기록 오류"}).status_code == 302
    assert client.post(office(certificate, "revoke/")).status_code == 403
    client.force_login(manager)
    assert office(certificate, "revoke/") in text(client, office(certificate))
    assert client.get(office(certificate, "revoke/")).status_code == 405
    assert client.post(office(certificate, "revoke/")).status_code == 302
    assert Certificate.objects.get().state == CertificateState.REVOKED
    client.force_login(certificate.person)
    assert "출석 기록 오류" in text(client, MINE)


def test_a_manager_declines_with_a_reason_that_the_asker_reads(client: Client, certificate: Certificate) -> None:
    coordinator, manager = certificate.issued_by, people.staff(certificate.centre, Role.MANAGER)
    domain.ask_revocation(certificate=certificate, reason="출석 기록 오류", actor=coordinator)
    for other in (coordinator, people.staff(certificate.centre, Role.AUDITOR)):
        client.force_login(other)
        assert office(certificate, "decline/") not in text(client, office(certificate))
        assert client.post(office(certificate, "decline/"), {"reason": "까닭"}).status_code == 403
    client.force_login(manager)
    assert office(certificate, "decline/") in text(client, office(certificate))
    empty = client.post(office(certificate, "decline/"), {"reason": " "})
    assert (empty.status_code, 'href="#decline_reason"' in empty.content.decode()) == (422, True)
    answer = client.post(office(certificate, "decline/"), {"reason": "출석부를 다시 봤고 맞습니다"})
    assert (answer.status_code, answer["Location"]) == (302, office(certificate))
    client.force_login(coordinator)
    said = text(client, office(certificate))
    found = ("출석부를 다시 봤고 맞습니다", "취소하지 않기로 함", office(certificate, "ask/"))
    assert [part for part in found if part not in said] == []
    client.force_login(certificate.person)
    assert "출석 기록 오류" not in text(client, MINE)
