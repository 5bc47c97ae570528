"""A term whose certificate proves nothing any more: the office is told, and keeps, suspends or dismisses."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.credentials.signals import certificate_lost
from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from mentoring.corps.domain.guards import check_step
from mentoring.corps.domain.notices import tell_office
from mentoring.corps.enums import SEATED
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import has_lost_certificate, lost_certificate


@transaction.atomic
def keep_term(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """The person stays without the certificate; why is on record, as with an exception at the draft."""
    check_step(actor, appointment, "keep")
    appointment = transitions.lock(appointment)
    if appointment.exception_reason:
        return appointment
    if appointment.state not in SEATED:
        transitions.refuse(appointment)
    if not has_lost_certificate(appointment):
        raise DomainError(_("The certificate of this term stands; there is nothing to decide."), code="stands")
    appointment.exception_reason = check_reason(reason)
    appointment.save(update_fields=["exception_reason"])
    statelog.record(
        appointment,
        action="keep",
        from_state=appointment.state,
        to_state=appointment.state,
        actor=actor,
        reason=appointment.exception_reason,
        is_locked=True,
    )
    return appointment


def tell_of_lost_certificate(sender: type[Certificate], *, certificate: Certificate, **kwargs: Any) -> None:
    terms = Appointment.objects.filter(
        lost_certificate(),
        person=certificate.person_id,
        certificate__course_key=certificate.course_key,
        state__in=SEATED,
    )
    for term in terms.select_related("person", "body"):
        said = _why(certificate).format(name=term.person.name, body=term.body)
        tell_office(term, f"certificate-{certificate.pk}", said)


def _why(certificate: Certificate) -> str:
    if certificate.state == CertificateState.REVOKED:
        return _("The certificate of {name} was revoked: please decide about the appointment to {body}.")
    return _("A completion of {name} was withdrawn: please decide about the appointment to {body}.")


def connect() -> None:
    certificate_lost.connect(tell_of_lost_certificate, dispatch_uid="corps.tell_of_lost_certificate")
