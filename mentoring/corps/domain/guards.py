"""What a step asks for first."""

from datetime import date

from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager, not_staff
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import transitions
from mentoring.corps.models import Appointment
from mentoring.corps.rules import is_step_of_staff, may_answer_appointment, may_take_step


def check_step(actor: User, appointment: Appointment, step: str) -> None:
    if not may_take_step(actor, appointment, step):
        raise not_staff() if is_step_of_staff(appointment, step) else not_manager()


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
