"""A certificate can still be checked when its holder has left; the name and the paper are gone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.credentials.domain import certificates as issuing
from courses.credentials.models import Certificate
from courses.credentials.retention import destroy_papers_left, papers_left
from lms.common import clock
from lms.common.errors import DomainError
from lms.privacy.domain import erasure
from tests.courses.credentials.domain.test_certificates import completion
from tests.factories import certificates, courses, people
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db
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


def test_a_paper_that_could_not_be_deleted_goes_the_next_time(
    papers: Papers, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = courses.run()
    person = people.user()
    issuing.issue_certificate(completion=completion(run, person), actor=people.staff(run.centre))
    assert papers_left(clock.now() + timedelta(minutes=1)).count() == 0  # whoever stays keeps the paper

    def down(name: str) -> None:
        raise OSError("the storage is down")

    with monkeypatch.context() as broken:
        broken.setattr(papers, "delete", down)
        with django_capture_on_commit_callbacks(execute=True):
            erasure.erase_account(person=person, actor=person)
    assert len(papers.names) == 1
    later = clock.now() + timedelta(minutes=1)
    assert papers_left(later).count() == 1
    destroy_papers_left(papers_left(later), later)
    assert (papers.names, papers_left(later).count()) == (set(), 0)
