"""The name on certificates and the papers themselves."""

from courses.credentials.models import Certificate
from lms.accounts.models import User
from lms.common import clock
from lms.common.files.rollback import delete_after_commit
from lms.common.integrity.triggers import erasing
from lms.common.records import statelog
from lms.privacy.registries import Erasure


def _erase(person: User) -> None:
    for certificate in Certificate.objects.select_for_update().filter(person=person, erased_at=None).order_by("pk"):
        _erase_certificate(certificate)


def _erase_certificate(certificate: Certificate) -> None:
    """Number, course, hours, days, state, code and hash stay; the name and the paper go. The trigger allows just this."""
    paper = certificate.pdf.name
    certificate.snapshot = {**certificate.snapshot, "name": ""}
    certificate.pdf, certificate.reason, certificate.erased_at = "", "", clock.now()
    with erasing(certificate):
        certificate.save(update_fields=["snapshot", "pdf", "reason", "erased_at"])
    statelog.record(certificate, action="erase", from_state=certificate.state, to_state=certificate.state, actor=None)
    if paper:
        delete_after_commit(certificate.pdf.storage, paper)


CERTIFICATES = Erasure(erase=_erase)
