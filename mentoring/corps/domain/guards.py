"""What a step asks for first."""

from datetime import date

from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager, not_staff
from lms.accounts.models import User
from lms.accounts.rules import is_self, may_manage
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import transitions
from mentoring.corps.models import Appointment, Body
from mentoring.corps.rules import is_step_of_staff, may_answer_appointment, may_take_step


def check_step(actor: User, appointment: Appointment, step: str) -> None:
    if not may_take_step(actor, appointment, step):
        if may_manage(actor, appointment.centre_id) and is_self(actor, appointment.person_id):
            message = _("Nobody decides about their own appointment. Please ask another manager, or who runs the site.")
            raise NotAllowed(message, code="own_matter")
        raise not_staff() if is_step_of_staff(appointment, step) else not_manager()


def check_body_open(body: Body) -> None:
    """Terms that run go on to their last day; no new one begins in a closed body."""
    if is_closed(body):
        message = _("This body is closed: nobody can be appointed to it any more.")
        raise DomainError(message, code="body_closed", fields={"body": message})


def is_closed(body: Body) -> bool:
    return body.closed_on is not None and body.closed_on <= clock.today()


def no_term() -> DomainError:
    return DomainError(_("This expert has no appointment in force."), code="term")


def lock_own(appointment: Appointment, actor: User) -> Appointment:
    appointment = transitions.lock(appointment)
    if not may_answer_appointment(actor, appointment):
        raise NotAllowed(_("Only the person who was asked can answer."), code="not_own")
    return appointment


def end_today(reason: str) -> dict[str, str | date]:
    return {"end_reason": reason, "ended_on": clock.today()}


def offer_ends(appointment: Appointment) -> date:
    """A row without the day never was offered, and so can't be answered."""
    return appointment.offer_expires_on or date.min
