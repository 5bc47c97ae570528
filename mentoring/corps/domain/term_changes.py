"""While a term runs: suspend it and let it go on, resign, dismiss, and the end of an office."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import transitions
from lms.common.records.reasons import check_reason
from mentoring.corps.domain.guards import check_step, end_today, lock_own
from mentoring.corps.domain.notices import flag_open_engagements, open_engagements, tell_office, tell_person
from mentoring.corps.enums import AppointmentSource, AppointmentState
from mentoring.corps.models import Appointment
from mentoring.corps.signals import term_stopped


@transaction.atomic
def suspend_term(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    check_step(actor, appointment, "suspend")
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.SUSPENDED:
        return appointment
    transitions.move(appointment, "suspend", actor=actor, reason=check_reason(reason))
    tell_person(appointment, "suspended", _("Your appointment to {body} is suspended.").format(body=appointment.body))
    flag_open_engagements(appointment)
    term_stopped.send(Appointment, appointment=appointment, actor=actor)
    return appointment


@transaction.atomic
def resume_term(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    check_step(actor, appointment, "resume")
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.ACTIVE:
        return appointment
    if appointment.ends_on and appointment.ends_on < clock.today():
        raise DomainError(_("The term has ended in the meantime. Please renew the appointment."), code="term_over")
    transitions.move(appointment, "resume", actor=actor, reason=check_reason(reason))
    tell_person(appointment, "resumed", _("Your appointment to {body} goes on.").format(body=appointment.body))
    return appointment


@transaction.atomic
def resign_term(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """Only after each community was handed over: nobody is left without an expert overnight."""
    appointment = lock_own(appointment, actor)
    if appointment.state == AppointmentState.RESIGNED:
        return appointment
    transitions.check(appointment, "resign")
    waiting = open_engagements(appointment).count()
    if waiting:
        raise DomainError(
            _(
                "You still coach {count} communities. Please call the centre, so that they can be handed over first."
            ).format(count=waiting),
            code="open_engagements",
        )
    reason = check_reason(reason)
    transitions.move(appointment, "resign", actor=actor, reason=reason, changes=end_today(reason))
    tell_office(appointment, "resigned", _("{name} resigned.").format(name=actor.name))
    return appointment


@transaction.atomic
def dismiss_member(
    *, appointment: Appointment, actor: User, reason: str, barred_until: date | None = None
) -> Appointment:
    """Not the same fact as resigning: it has a reason, and may bar the person from the body for a time."""
    check_step(actor, appointment, "dismiss")
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.DISMISSED:
        return appointment
    reason = check_reason(reason)
    if barred_until is not None and barred_until <= clock.today():
        message = _("Please choose a day after today, or leave it empty.")
        raise DomainError(message, code="barred_in_the_past", fields={"barred_until": message})
    transitions.move(
        appointment,
        "dismiss",
        actor=actor,
        reason=reason,
        changes={**end_today(reason), "barred_until": barred_until},
    )
    tell_person(appointment, "dismissed", _("Your appointment to {body} has ended.").format(body=appointment.body))
    flag_open_engagements(appointment)
    term_stopped.send(Appointment, appointment=appointment, actor=actor)
    return appointment


@transaction.atomic
def end_office(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """The office changed hands, and so the seat that came with it."""
    check_step(actor, appointment, "end")
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.ENDED:
        return appointment
    if appointment.source != AppointmentSource.EX_OFFICIO:
        raise DomainError(_("Only a seat that comes with an office ends with it."), code="not_ex_officio")
    reason = check_reason(reason)
    transitions.move(appointment, "end", actor=actor, reason=reason, changes=end_today(reason))
    tell_person(appointment, "ended", _("Your appointment to {body} has ended.").format(body=appointment.body))
    return appointment
