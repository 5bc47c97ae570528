"""The appointer asks, the person answers; who sits by office is confirmed without being asked."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import Region, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.text.korean import ko_date
from mentoring.corps.domain.eligibility import (
    certificate_for,
    check_certificate,
    check_dates,
    check_person,
    check_seats,
    end_of_term,
)
from mentoring.corps.domain.guards import check_body_open, check_step, end_today, lock_own, offer_ends
from mentoring.corps.domain.notices import tell_office, tell_person
from mentoring.corps.domain.term_dates import begin_if_due
from mentoring.corps.enums import AppointmentSource, AppointmentState
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import is_held_back

OFFER_DAYS = 14


@transaction.atomic
def offer_appointment(*, appointment: Appointment, actor: User) -> Appointment:
    """The appointer asks the person. The offer holds a seat until it is answered or runs out."""
    check_step(actor, appointment, "offer")
    # Two offers for the last seat would both count one free: the body's row, which is locked with this one, makes them
    # queue.
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.OFFERED:
        return appointment
    if appointment.source == AppointmentSource.EX_OFFICIO:
        raise DomainError(_("Members by office are confirmed, not asked."), code="ex_officio")
    transitions.check(appointment, "offer")
    check_body_open(appointment.body)
    check_seats(appointment)
    appointment.ends_on = end_of_term(appointment)
    appointment.certificate = certificate_for(appointment)
    check_person(appointment)
    now = clock.now()
    transitions.move(
        appointment,
        "offer",
        actor=actor,
        changes={
            "offered_at": now,
            "offer_expires_on": now.date() + timedelta(days=OFFER_DAYS),
            "ends_on": appointment.ends_on,
            "certificate": appointment.certificate,
        },
    )
    tell_person(
        appointment,
        "offered",
        _("You have been offered an appointment to {body}.").format(body=appointment.body),
        _("Please answer by {date}.").format(date=ko_date(offer_ends(appointment))),
    )
    return appointment


@transaction.atomic
def confirm_ex_officio(*, appointment: Appointment, actor: User) -> Appointment:
    """Members by office sign no acceptance: the appointer confirms that they hold the office."""
    check_step(actor, appointment, "confirm")
    # The same race for the last seat as at `offer`.
    appointment = transitions.lock(appointment)
    if appointment.state in {AppointmentState.ACCEPTED, AppointmentState.ACTIVE}:
        return appointment
    if appointment.source != AppointmentSource.EX_OFFICIO:
        raise DomainError(_("Only members by office are confirmed without being asked."), code="not_ex_officio")
    transitions.check(appointment, "confirm")
    check_body_open(appointment.body)
    check_seats(appointment)
    check_person(appointment)
    transitions.move(appointment, "confirm", actor=actor, changes={"accepted_at": clock.now()})
    begin_if_due(appointment)
    return appointment


@transaction.atomic
def withdraw_appointment(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """Take back an offer or a term that has not begun, or drop a draft; a coordinator may drop a draft, the others are the
    appointer's."""
    appointment = transitions.lock(appointment)
    before = appointment.state
    check_step(actor, appointment, "withdraw")
    if appointment.state == AppointmentState.WITHDRAWN:
        return appointment
    reason = check_reason(reason)
    if before == AppointmentState.ACCEPTED:
        _check_not_begun(appointment)
    transitions.move(appointment, "withdraw", actor=actor, reason=reason, changes=end_today(reason))
    said = {
        AppointmentState.OFFERED: _("The offer of an appointment to {body} was taken back."),
        AppointmentState.ACCEPTED: _("Your appointment to {body} was taken back before it began."),
    }
    if before in said:
        tell_person(appointment, "withdrawn", said[AppointmentState(before)].format(body=appointment.body))
    return appointment


@transaction.atomic
def step_back(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """The person accepted, and can't take it up after all. From the first day on it is a resignation."""
    appointment = lock_own(appointment, actor)
    if appointment.state == AppointmentState.WITHDRAWN and _last_step_by(appointment, actor):
        return appointment
    if appointment.state != AppointmentState.ACCEPTED:
        transitions.refuse(appointment)
    _check_not_begun(appointment)
    reason = check_reason(reason)
    transitions.move(appointment, "withdraw", actor=actor, reason=reason, changes=end_today(reason))
    title = _("{name} can't take up the appointment after all.").format(name=actor.name)
    tell_office(appointment, "stepped_back", title)
    return appointment


def _last_step_by(appointment: Appointment, actor: User) -> bool:
    last = statelog.history(appointment).last()
    return last is not None and last.actor_id == actor.pk


def _check_not_begun(appointment: Appointment) -> None:
    """The date counts, however late `tick` is; what can't begin can always be taken back."""
    if appointment.starts_on <= clock.today() and not is_held_back(appointment):
        message = _("The term began on {date}, so it can't be taken back any more.")
        raise DomainError(message.format(date=ko_date(appointment.starts_on)), code="begun")


@transaction.atomic
def accept_appointment(
    *,
    appointment: Appointment,
    actor: User,
    signed_name: str = "",
    phone: str = "",
    address: str = "",
    dong: Region | None = None,
) -> Appointment:
    """The person signs by writing their name, where the body asks for an acceptance; else saying yes is enough, and there
    is no paper of it. What the form asked and we did not know is kept for the next one."""
    appointment = lock_own(appointment, actor)
    if appointment.accepted_at is not None:
        return appointment
    transitions.check(appointment, "accept")
    if clock.today() > offer_ends(appointment):
        raise DomainError(
            _("This offer ran out on {date}. Please call the centre if you still want to take part.").format(
                date=ko_date(offer_ends(appointment))
            ),
            code="offer_over",
        )
    check_dates(appointment)
    check_certificate(appointment)
    signed = _signature(appointment, signed_name, phone, address) if appointment.body.requires_acceptance else {}
    transitions.move(appointment, "accept", actor=actor, changes={"accepted_at": clock.now(), **signed})
    _remember_contact(actor, phone=phone, address=address, dong=dong)
    tell_office(appointment, "accepted", _("{name} accepted the appointment.").format(name=actor.name))
    begin_if_due(appointment)
    return appointment


@transaction.atomic
def decline_appointment(*, appointment: Appointment, actor: User, reason: str = "") -> Appointment:
    appointment = lock_own(appointment, actor)
    if appointment.state == AppointmentState.DECLINED:
        return appointment
    reason = reason.strip()
    transitions.move(appointment, "decline", actor=actor, reason=reason, changes=end_today(reason))
    tell_office(appointment, "declined", _("{name} declined the appointment.").format(name=actor.name))
    return appointment


@transaction.atomic
def lapse_appointment(*, appointment: Appointment, actor: User | None = None) -> Appointment:
    """The offer was not answered in time; its seat is free again."""
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.LAPSED:
        return appointment
    transitions.check(appointment, "lapse")
    if clock.today() <= offer_ends(appointment):
        raise DomainError(_("The offer can still be answered."), code="offer_runs")
    transitions.move(appointment, "lapse", actor=actor, changes={"ended_on": clock.today()})
    tell_person(
        appointment, "lapsed", _("The offer of an appointment to {body} has run out.").format(body=appointment.body)
    )
    tell_office(appointment, "lapsed", _("{name} did not answer the offer.").format(name=appointment.person.name))
    return appointment


def _signature(appointment: Appointment, signed_name: str, phone: str, address: str) -> dict[str, str]:
    name = appointment.person.name
    if _without_spaces(signed_name) != _without_spaces(name):
        message = _("Please write your name as it stands here: {name}.").format(name=name)
        raise DomainError(message, code="other_name", fields={"signed_name": message})
    return {"signed_name": name, "signed_phone": phone, "signed_address": address}


def _without_spaces(name: str) -> str:
    return "".join(name.split())


def _remember_contact(person: User, *, phone: str, address: str, dong: Region | None) -> None:
    known = {"phone": phone, "address": address, "dong": dong}
    new = {name: value for name, value in known.items() if value and not getattr(person, name)}
    for name, value in new.items():
        setattr(person, name, value)
    if new:
        person.save(update_fields=[*new])
