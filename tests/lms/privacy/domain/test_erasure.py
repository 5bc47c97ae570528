"""Leaving: refused while something is open, whole or not at all, and what remains names nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.credentials.domain import certificates as issuing
from courses.credentials.domain import erasure as of_courses
from courses.credentials.models import Certificate
from courses.runs.enums import EnrolmentState
from lms.accounts.models import Role, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from lms.privacy.domain import erasure
from lms.privacy.erasure_parts import duties_of
from mentoring.coaching.enums import EngagementState
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.visits.models import PrivateNote
from tests.courses.credentials.domain.test_certificates import completion
from tests.factories import certificates, courses, mentoring, people, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
SNAPSHOT = {
    "number": "2026-0001",
    "name": "예시주민",
    "course": "최고과정",
    "tier": "최고과정",
    "minutes": 1200,
    "completed_on": "2026-06-01",
    "issued_on": "2026-06-02",
    "issuer": "예시센터",
}


@pytest.mark.parametrize("kind", ["enrolment", "coordinator", "staff", "appointment", "engagement", "log", "community"])
def test_what_is_open_is_named_and_nothing_happens(kind: str) -> None:
    person = people.user()
    match kind:
        case "enrolment":
            courses.enrolment(courses.run(), person, state=EnrolmentState.ACTIVE)
        case "coordinator":
            courses.run(coordinator=person)
        case "staff":
            person = people.staff(people.centre(), Role.EDITOR)
        case "appointment":
            mentoring.appointment(mentoring.body(people.centre()), person)
        case "engagement":
            person = mentoring.engagement().expert.person
            Appointment.objects.filter(person=person).update(state=AppointmentState.EXPIRED)
        case "log":
            log = visits.log(mentoring.engagement())
            person = log.author
            Appointment.objects.filter(person=person).update(state=AppointmentState.EXPIRED)
            log.engagement.state = EngagementState.COMPLETED
            log.engagement.save()
        case "community":
            person = mentoring.representative(mentoring.community())
    assert len(duties_of(person)) == 1
    with pytest.raises(DomainError) as refused:
        erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    assert (refused.value.code, person.erased_at, person.is_active) == ("duties", None, True)


def test_nobody_closes_anothers_account() -> None:
    person = people.user()
    with pytest.raises(NotAllowed):
        erasure.erase_account(person=person, actor=people.staff(people.centre(), Role.MANAGER))
    person.refresh_from_db()
    assert person.erased_at is None


def test_what_names_the_person_goes_and_the_figures_stay() -> None:
    person = people.user(name="예시주민", phone="01012345678", address="예시로 1", email="gone@example.org")
    row = courses.enrolment(courses.run(), person, state=EnrolmentState.WITHDRAWN, note="이웃과 배우고 싶습니다")
    notify(person=person, kind="x", key="x:1", title="예시주민님", path="/my/")
    erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    assert (person.name, person.email, person.phone, person.address, person.dong) == (
        *("탈퇴한 회원", f"erased-{person.pk}@erased.invalid", "", ""),
        None,
    )
    assert (person.is_active, person.has_usable_password(), Notice.objects.count()) == (False, False, 0)
    row.refresh_from_db()
    assert (row.note, row.state, row.person_id) == ("", EnrolmentState.WITHDRAWN, person.pk)
    (log,) = statelog.history(person).filter(action="erase")
    assert (log.reason, log.data, log.to_state) == ("", {}, "erased")


def test_a_second_time_changes_nothing() -> None:
    person = people.user()
    first = erasure.erase_account(person=person, actor=person).erased_at
    assert erasure.erase_account(person=person, actor=person).erased_at == first
    assert statelog.history(person).filter(action="erase").count() == 1


def test_an_experts_notes_and_signature_go_and_the_visits_stay() -> None:
    engagement = mentoring.engagement()
    log = visits.log(engagement, "confirmed")
    person = log.author
    PrivateNote.objects.create(visit=log, author=person, text="메모", written_at=clock.now())
    ExpertProfile.objects.filter(person=person).update(bio="함께 걷겠습니다")
    Appointment.objects.filter(person=person).update(
        state=AppointmentState.EXPIRED, signed_name=person.name, signed_phone="01012345678"
    )
    engagement.state = EngagementState.COMPLETED
    engagement.save()
    erasure.erase_account(person=person, actor=person)
    assert PrivateNote.objects.count() == 0
    assert list(ExpertProfile.objects.filter(person=person).values_list("bio", flat=True)) == [""]
    assert list(Appointment.objects.filter(person=person).values_list("signed_name", "signed_phone")) == [("", "")]
    log.refresh_from_db()
    assert (log.author_id, log.state) == (person.pk, "confirmed")


def test_a_certificate_stays_checkable_without_the_name(
    client: Client, papers: Papers, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = courses.run()
    coordinator = people.staff(run.centre)
    person = people.user(name="예시주민")
    certificate = issuing.issue_certificate(completion=completion(run, person), actor=coordinator)
    before = {**certificate.snapshot}
    assert len(papers.names) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_account(person=person, actor=person)
    assert papers.names == set()
    after = Certificate.objects.get(pk=certificate.pk)
    assert after.snapshot == before | {"name": ""}
    assert (after.pdf.name, after.sha256, after.number, after.state) == (
        *("", certificate.sha256, certificate.number),
        certificate.state,
    )
    page = client.get(reverse("verify", args=[certificate.code])).content.decode()
    assert (certificate.number in page, "본인의 요청으로 지움" in page, "예**민" in page) == (True, True, False)
    client.force_login(coordinator)
    assert client.get(reverse("certificate_pdf", args=[certificate.pk])).status_code == 422
    with pytest.raises(DomainError) as refused:
        issuing.supersede_certificate(certificate=after, reason="다시", actor=coordinator)
    assert refused.value.code == "erased"


def test_the_database_allows_this_erasure_and_no_other_change() -> None:
    certificate = certificates.certificate(people.centre(), people.user(), snapshot=SNAPSHOT)
    row = Certificate.objects.filter(pk=certificate.pk)
    nameless, now = SNAPSHOT | {"name": ""}, clock.now()
    for change in (
        {"snapshot": nameless},
        {"erased_at": now},
        {"erased_at": now, "snapshot": nameless | {"course": "다른 과정"}},
        {"erased_at": now, "snapshot": SNAPSHOT | {"name": "다른이름"}},
        {"erased_at": now, "snapshot": nameless, "pdf": "other.pdf"},
        {"erased_at": now, "snapshot": nameless, "number": "2026-0002"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    assert row.update(erased_at=now, snapshot=nameless, pdf="") == 1
    for change in ({"erased_at": None}, {"snapshot": SNAPSHOT}, {"erased_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)


def test_a_failure_half_way_leaves_everything(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    run = courses.run()
    person = people.user(name="예시주민")
    certificate = issuing.issue_certificate(completion=completion(run, person), actor=people.staff(run.centre))

    def full(person: User) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(erasure, "_close", full)
    with pytest.raises(OSError, match="full"):
        erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    after = Certificate.objects.get(pk=certificate.pk)
    assert (person.name, person.erased_at, after.snapshot["name"], after.erased_at) == (
        "예시주민",
        None,
        "예시주민",
        None,
    )
    assert papers.names == {after.pdf.name}


def test_a_paper_that_could_not_be_deleted_goes_the_next_time(
    papers: Papers, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = courses.run()
    person = people.user()
    issuing.issue_certificate(completion=completion(run, person), actor=people.staff(run.centre))

    def down(name: str) -> None:
        raise OSError("the storage is down")

    with monkeypatch.context() as broken:
        broken.setattr(papers, "delete", down)
        with django_capture_on_commit_callbacks(execute=True):
            erasure.erase_account(person=person, actor=person)
    assert len(papers.names) == 1
    later = clock.now() + timedelta(minutes=1)
    assert of_courses.papers_left(later).count() == 1
    of_courses.destroy_papers_left(later)
    assert (papers.names, of_courses.papers_left(later).count()) == (set(), 0)


def test_leaving_through_the_pages(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    elsewhere = Client()
    elsewhere.force_login(person)
    address = reverse("erase_account")
    asked = client.post(address, {"confirmation": "탈퇴합니다"})
    assert asked["Location"].split("?")[0] == reverse("account_reauthenticate")
    person.refresh_from_db()
    assert person.erased_at is None
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(asked["Location"], {"password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, "/")
    person.refresh_from_db()
    assert (person.erased_at is None, Session.objects.count()) == (False, 0)
    assert elsewhere.get(reverse("my_privacy"))["Location"].startswith("/accounts/login/")


def test_another_word_leaves_nobody(client: Client) -> None:
    person = people.user()
    client.force_login(person)
    assert client.post(reverse("erase_account"), {"confirmation": "네"}).status_code == 422
    person.refresh_from_db()
    assert person.erased_at is None
