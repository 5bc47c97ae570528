"""Certificates as their owner and as the public see them. Both read the snapshot, never what lies under it today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.credentials.codes import READ_AS
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.runs.models import Completion
from lms.accounts.models import User
from lms.common.models import StateChange
from lms.common.text.korean import mask_name


@dataclass(frozen=True)
class ShownCertificate:
    certificate: Certificate

    @property
    def snapshot(self) -> dict[str, Any]:
        return dict(self.certificate.snapshot)

    @property
    def masked_name(self) -> str:
        return mask_name(self.snapshot["name"])

    @property
    def completed_on(self) -> date:
        return date.fromisoformat(self.snapshot["completed_on"])

    @property
    def issued_on(self) -> date:
        return date.fromisoformat(self.snapshot["issued_on"])

    @property
    def is_valid(self) -> bool:
        return self.certificate.state == CertificateState.VALID


def certificates_of(person: User) -> list[ShownCertificate]:
    return [ShownCertificate(row) for row in Certificate.objects.filter(person=person)]


def waiting_for_one(person: User) -> list[Completion]:
    """Completed, and not issued yet."""
    rows = Completion.objects.standing().filter(person=person).without_certificate()
    return list(rows.select_related("enrolment__version", "enrolment__run"))


def is_lost() -> Q:
    """Valid, and the completion that it proves was withdrawn, which revokes none by itself."""
    return Q(state=CertificateState.VALID, completion__withdrawal__isnull=False)


def with_asking(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """`asked_at`, when a coordinator last asked to revoke it."""
    asked = StateChange.objects.filter(
        subject="credentials.certificate", subject_id=OuterRef("pk"), action="ask_revocation"
    )
    return rows.annotate(asked_at=Coalesce(Subquery(asked.order_by("-at", "-pk").values("at")[:1]), F("issued_at")))


def by_code(code: str) -> ShownCertificate | None:
    """People type codes with spaces, dashes and capitals, and from paper an o for a 0, an l or an i for a 1."""
    plain = "".join(letter for letter in code if letter.isalnum()).lower()
    rows = Certificate.objects.filter(code__in={plain, plain.translate(READ_AS)}) if plain else []
    certificate = next(iter(rows), None)
    return ShownCertificate(certificate) if certificate else None
