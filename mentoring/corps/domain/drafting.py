"""A coordinator proposes a person, for a first term or a further one."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.contacts import check_said_yes
from lms.accounts.domain.guards import check_account_open, not_staff
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from mentoring.corps.domain.eligibility import certificate_for, check_person, end_of_term
from mentoring.corps.domain.guards import check_body_open, check_step, is_closed
from mentoring.corps.enums import IN_PROCESS, AppointmentSource, AppointmentState, MemberRole
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries.appointments import RENEW_WITHIN
from mentoring.corps.rules import may_draft


@transaction.atomic
def draft_appointment(
    *,
    body: Body,
    person: User,
    starts_on: date,
    actor: User,
    role: str = MemberRole.MEMBER,
    source: str = AppointmentSource.RECOMMENDATION,
    office: str = "",
    exception_reason: str = "",
    renewed_from: Appointment | None = None,
) -> Appointment:
    """A coordinator proposes a person. A second press gives the draft that is already there."""
    if not may_draft(actor, body.centre_id):
        raise not_staff()
    # Two coordinators drafting the same person would both see no open term: the body's row makes them queue.
    body = transitions.lock(body)
    existing = Appointment.objects.filter(body=body, person=person, state=AppointmentState.DRAFT).first()
    if existing is not None:
        return existing
    check_body_open(body)
    check_account_open(person)
    check_said_yes(person, body.centre_id)
    if source == AppointmentSource.EX_OFFICIO and not office.strip():
        message = _("Please write the office that the person holds.")
        raise DomainError(message, code="office_missing", fields={"office": message})
    appointment = Appointment(
        centre_id=body.centre_id,
        body=body,
        person=person,
        role=role,
        source=source,
        office=office.strip() if source == AppointmentSource.EX_OFFICIO else "",
        exception_reason=exception_reason.strip(),
        starts_on=starts_on,
        renewed_from=renewed_from,
    )
    appointment.ends_on = end_of_term(appointment)
    appointment.certificate = certificate_for(appointment)
    check_person(appointment)
    appointment.save()
    statelog.record(
        appointment,
        action="draft",
        to_state=AppointmentState.DRAFT,
        actor=actor,
        reason=appointment.exception_reason,
        data={"renewed_from": renewed_from.pk if renewed_from else None},
    )
    return appointment


@transaction.atomic
def renew_appointment(*, appointment: Appointment, actor: User) -> Appointment:
    """A further term is a new row that goes the whole way; the old one stays as it is."""
    check_step(actor, appointment, "renew")
    old = transitions.lock(appointment)
    taken: Appointment | None = Appointment.objects.filter(renewed_from=old).first()
    if taken is not None and taken.state in IN_PROCESS:
        return taken
    if not is_renewable(old):
        raise DomainError(
            _("A term can be renewed from 90 days before it ends until 90 days after, where the body allows it."),
            code="not_renewable",
        )
    return draft_appointment(
        body=old.body,
        person=old.person,
        starts_on=max(_day_after(old.ends_on), clock.today()),
        actor=actor,
        role=old.role,
        source=old.source,
        exception_reason=old.exception_reason,
        # A renewal that was declined keeps the link to the old term; a second try stands by itself.
        renewed_from=None if taken else old,
    )


def is_renewable(appointment: Appointment) -> bool:
    if not appointment.body.renewable or is_closed(appointment.body) or appointment.ends_on is None:
        return False
    near = abs(appointment.ends_on - clock.today()) <= RENEW_WITHIN
    return near and appointment.state in {AppointmentState.ACTIVE, AppointmentState.EXPIRED}


def _day_after(day: date | None) -> date:
    return day + timedelta(days=1) if day else date.min
