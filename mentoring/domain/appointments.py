"""Appointments (위촉): who may join a body, for how long, and every step of a term. The table stands in `enums`."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.enums import CertificateState
from courses.models import Certificate
from lms.accounts.models import Centre, Membership, Region, Role, User
from lms.accounts.rules import has_role
from lms.common import clock, statelog
from lms.common.errors import DomainError, NotAllowed
from lms.common.korean import ko_date
from lms.common.terms import term_end
from lms.notifications.domain import notify
from mentoring.enums import (
    APPOINTMENT_TRANSITIONS,
    IN_OFFICE,
    IN_PROCESS,
    OPEN_ENGAGEMENT,
    SEATED,
    AppointmentSource,
    AppointmentState,
    BodyKind,
    MemberRole,
)
from mentoring.models import Appointment, Body, Engagement, ExpertProfile
from mentoring.rules import sees_everything

OFFER_DAYS = 14
RENEW_WITHIN_DAYS = 90
STAFF = (Role.COORDINATOR, Role.MANAGER)
APPOINTER = (Role.MANAGER,)
# Who of the staff takes which step. Accepting, declining and resigning is the person's, expiring and lapsing the
# clock's; a start on the day may be made by the appointer too.
WHO_MAY: dict[str, tuple[Role, ...]] = {
    "draft": STAFF,
    "renew": STAFF,
    "end": STAFF,
    "offer": APPOINTER,
    "confirm": APPOINTER,
    "withdraw": APPOINTER,
    "start": APPOINTER,
    "suspend": APPOINTER,
    "resume": APPOINTER,
    "dismiss": APPOINTER,
}


# ── drafting


@transaction.atomic
def draft(
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
    _require(actor, body.centre_id, "draft")
    # Two coordinators drafting the same person would both see no open term: the body's row makes them queue.
    body = Body.objects.select_for_update().get(pk=body.pk)
    there = Appointment.objects.filter(body=body, person=person, state=AppointmentState.DRAFT).first()
    if there is not None:
        return there
    if not person.is_active:
        raise DomainError(_("This account is closed. Please ask the person to open it again."), code="inactive")
    if source == AppointmentSource.EX_OFFICIO and not office.strip():
        said = _("Please write the office that the person holds.")
        raise DomainError(said, code="office_missing", fields={"office": said})
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
    appointment.ends_on = _end_of_term(appointment)
    appointment.certificate = _certificate_for(appointment)
    _check_person(appointment)
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
def renew(*, appointment: Appointment, actor: User) -> Appointment:
    """A further term is a new row that goes the whole way; the old one stays as it is."""
    _require(actor, appointment.centre_id, "renew")
    old = _locked(appointment)
    taken: Appointment | None = Appointment.objects.filter(renewed_from=old).first()
    if taken is not None and taken.state in IN_PROCESS:
        return taken
    if not may_renew(old):
        raise DomainError(
            _("A term can be renewed from 90 days before it ends until 90 days after, where the body allows it."),
            code="not_renewable",
        )
    return draft(
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


def may_renew(appointment: Appointment) -> bool:
    if not appointment.body.renewable or appointment.ends_on is None:
        return False
    near = abs((appointment.ends_on - clock.today()).days) <= RENEW_WITHIN_DAYS
    return near and appointment.state in {AppointmentState.ACTIVE, AppointmentState.EXPIRED}


# ── the appointer's steps


@transaction.atomic
def offer(*, appointment: Appointment, actor: User) -> Appointment:
    """The appointer asks the person. The offer holds a seat until it is answered or runs out."""
    _require(actor, appointment.centre_id, "offer")
    # Two offers for the last seat would both count one free: the body's row makes them queue.
    Body.objects.select_for_update().get(pk=appointment.body_id)
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.OFFERED:
        return appointment
    if appointment.source == AppointmentSource.EX_OFFICIO:
        raise DomainError(_("Members by office are confirmed, not asked."), code="ex_officio")
    _refuse_unless_possible(appointment, "offer")
    _check_seats(appointment)
    appointment.ends_on = _end_of_term(appointment)
    appointment.certificate = _certificate_for(appointment)
    _check_person(appointment)
    now = clock.now()
    _move(
        appointment,
        "offer",
        actor=actor,
        offered_at=now,
        offer_expires_on=now.date() + timedelta(days=OFFER_DAYS),
        ends_on=appointment.ends_on,
        certificate=appointment.certificate,
    )
    _tell_person(
        appointment,
        "offered",
        _("You have been offered an appointment to {body}.").format(body=appointment.body),
        _("Please answer by {date}.").format(date=ko_date(_offer_ends(appointment))),
    )
    return appointment


@transaction.atomic
def confirm_ex_officio(*, appointment: Appointment, actor: User) -> Appointment:
    """Members by office sign no acceptance: the appointer confirms that they hold the office."""
    _require(actor, appointment.centre_id, "confirm")
    # The same race for the last seat as at `offer`.
    Body.objects.select_for_update().get(pk=appointment.body_id)
    appointment = _locked(appointment)
    if appointment.state in {AppointmentState.ACCEPTED, AppointmentState.ACTIVE}:
        return appointment
    if appointment.source != AppointmentSource.EX_OFFICIO:
        raise DomainError(_("Only members by office are confirmed without being asked."), code="not_ex_officio")
    _refuse_unless_possible(appointment, "confirm")
    _check_seats(appointment)
    _check_person(appointment)
    _move(appointment, "confirm", actor=actor)
    _begin_if_due(appointment)
    return appointment


@transaction.atomic
def withdraw(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """Take back an offer, or drop a draft; a coordinator may drop a draft, an offer is the appointer's."""
    appointment = _locked(appointment)
    is_draft = appointment.state == AppointmentState.DRAFT
    _require(actor, appointment.centre_id, "draft" if is_draft else "withdraw")
    if appointment.state == AppointmentState.WITHDRAWN:
        return appointment
    reason = _reason(reason)
    _move(appointment, "withdraw", actor=actor, reason=reason, end_reason=reason, ended_on=clock.today())
    if not is_draft:
        _tell_person(
            appointment,
            "withdrawn",
            _("The offer of an appointment to {body} was taken back.").format(body=appointment.body),
        )
    return appointment


@transaction.atomic
def suspend(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    _require(actor, appointment.centre_id, "suspend")
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.SUSPENDED:
        return appointment
    _move(appointment, "suspend", actor=actor, reason=_reason(reason))
    _tell_person(appointment, "suspended", _("Your appointment to {body} is suspended.").format(body=appointment.body))
    _flag_open_engagements(appointment)
    return appointment


@transaction.atomic
def resume(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    _require(actor, appointment.centre_id, "resume")
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.ACTIVE:
        return appointment
    if appointment.ends_on and appointment.ends_on < clock.today():
        raise DomainError(_("The term has ended in the meantime. Please renew the appointment."), code="term_over")
    _move(appointment, "resume", actor=actor, reason=_reason(reason))
    _tell_person(appointment, "resumed", _("Your appointment to {body} goes on.").format(body=appointment.body))
    return appointment


@transaction.atomic
def dismiss(*, appointment: Appointment, actor: User, reason: str, barred_until: date | None = None) -> Appointment:
    """Not the same fact as resigning: it has a reason, and may bar the person from the body for a time."""
    _require(actor, appointment.centre_id, "dismiss")
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.DISMISSED:
        return appointment
    reason = _reason(reason)
    if barred_until is not None and barred_until <= clock.today():
        said = _("Please choose a day after today, or leave it empty.")
        raise DomainError(said, code="barred_in_the_past", fields={"barred_until": said})
    _move(
        appointment,
        "dismiss",
        actor=actor,
        reason=reason,
        end_reason=reason,
        ended_on=clock.today(),
        barred_until=barred_until,
    )
    _tell_person(appointment, "dismissed", _("Your appointment to {body} has ended.").format(body=appointment.body))
    _flag_open_engagements(appointment)
    return appointment


@transaction.atomic
def end_office(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """The office changed hands, and so the seat that came with it."""
    _require(actor, appointment.centre_id, "end")
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.ENDED:
        return appointment
    if appointment.source != AppointmentSource.EX_OFFICIO:
        raise DomainError(_("Only a seat that comes with an office ends with it."), code="not_ex_officio")
    reason = _reason(reason)
    _move(appointment, "end", actor=actor, reason=reason, end_reason=reason, ended_on=clock.today())
    _tell_person(appointment, "ended", _("Your appointment to {body} has ended.").format(body=appointment.body))
    return appointment


# ── the person's steps


@transaction.atomic
def accept(
    *, appointment: Appointment, actor: User, signed_name: str, phone: str, address: str, dong: Region | None = None
) -> Appointment:
    """The person signs by writing their name. What the form asked and we did not know is kept for the next one."""
    appointment = _own(appointment, actor)
    if appointment.accepted_at is not None:
        return appointment
    _refuse_unless_possible(appointment, "accept")
    if clock.today() > _offer_ends(appointment):
        raise DomainError(
            _("This offer ran out on {date}. Please call the centre if you still want to take part.").format(
                date=ko_date(_offer_ends(appointment))
            ),
            code="offer_over",
        )
    if _without_spaces(signed_name) != _without_spaces(actor.name):
        said = _("Please write your name as it stands here: {name}.").format(name=actor.name)
        raise DomainError(said, code="other_name", fields={"signed_name": said})
    _check_certificate(appointment)
    _move(
        appointment,
        "accept",
        actor=actor,
        accepted_at=clock.now(),
        signed_name=actor.name,
        signed_phone=phone,
        signed_address=address,
    )
    _remember_contact(actor, phone=phone, address=address, dong=dong)
    _tell_office(appointment, "accepted", _("{name} accepted the appointment.").format(name=actor.name))
    _begin_if_due(appointment)
    return appointment


@transaction.atomic
def decline(*, appointment: Appointment, actor: User, reason: str = "") -> Appointment:
    appointment = _own(appointment, actor)
    if appointment.state == AppointmentState.DECLINED:
        return appointment
    reason = reason.strip()
    _move(appointment, "decline", actor=actor, reason=reason, end_reason=reason, ended_on=clock.today())
    _tell_office(appointment, "declined", _("{name} declined the appointment.").format(name=actor.name))
    return appointment


@transaction.atomic
def resign(*, appointment: Appointment, actor: User, reason: str) -> Appointment:
    """Only after each community was handed over: nobody is left without an expert overnight."""
    appointment = _own(appointment, actor)
    if appointment.state == AppointmentState.RESIGNED:
        return appointment
    _refuse_unless_possible(appointment, "resign")
    waiting = open_engagements(appointment).count()
    if waiting:
        raise DomainError(
            _(
                "You still coach {count} communities. Please call the centre, so that they can be handed over first."
            ).format(count=waiting),
            code="open_engagements",
        )
    reason = _reason(reason)
    _move(appointment, "resign", actor=actor, reason=reason, end_reason=reason, ended_on=clock.today())
    _tell_office(appointment, "resigned", _("{name} resigned.").format(name=actor.name))
    return appointment


# ── the clock's steps


@transaction.atomic
def start(*, appointment: Appointment, actor: User | None = None) -> Appointment:
    """The first day of the term: the letter gets its number, a corps member a profile. `actor` None is the clock."""
    if actor is not None:
        _require(actor, appointment.centre_id, "start")
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.ACTIVE:
        return appointment
    _refuse_unless_possible(appointment, "start")
    if clock.today() < appointment.starts_on:
        raise DomainError(
            _("The term begins on {date}.").format(date=ko_date(appointment.starts_on)), code="before_first_day"
        )
    _begin(appointment, actor=actor)
    return appointment


@transaction.atomic
def expire(*, appointment: Appointment, actor: User | None = None) -> Appointment:
    """The last day has passed. Open engagements are pointed out to the coordinators; nothing is ended or deleted."""
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.EXPIRED:
        return appointment
    if appointment.ends_on is None or clock.today() <= appointment.ends_on:
        raise DomainError(_("The term has not ended yet."), code="term_runs")
    _move(appointment, "expire", actor=actor, ended_on=appointment.ends_on)
    _tell_person(appointment, "expired", _("Your term in {body} has ended. Thank you.").format(body=appointment.body))
    _flag_open_engagements(appointment)
    return appointment


@transaction.atomic
def lapse(*, appointment: Appointment, actor: User | None = None) -> Appointment:
    """The offer was not answered in time; its seat is free again."""
    appointment = _locked(appointment)
    if appointment.state == AppointmentState.LAPSED:
        return appointment
    _refuse_unless_possible(appointment, "lapse")
    if clock.today() <= _offer_ends(appointment):
        raise DomainError(_("The offer can still be answered."), code="offer_runs")
    _move(appointment, "lapse", actor=actor, ended_on=clock.today())
    _tell_person(
        appointment, "lapsed", _("The offer of an appointment to {body} has run out.").format(body=appointment.body)
    )
    _tell_office(appointment, "lapsed", _("{name} did not answer the offer.").format(name=appointment.person.name))
    return appointment


def start_due() -> int:
    return _each(start, Appointment.objects.filter(state=AppointmentState.ACCEPTED, starts_on__lte=clock.today()))


def expire_due() -> int:
    in_office = [AppointmentState.ACTIVE, AppointmentState.SUSPENDED]
    return _each(expire, Appointment.objects.filter(state__in=in_office, ends_on__lt=clock.today()))


def lapse_due() -> int:
    return _each(lapse, Appointment.objects.filter(state=AppointmentState.OFFERED, offer_expires_on__lt=clock.today()))


def _each(step: Callable[..., Appointment], due: QuerySet[Appointment]) -> int:
    """Each in its own transaction; one that somebody answered in the meantime stops no other."""
    done = 0
    for appointment in list(due):
        try:
            step(appointment=appointment)
        except DomainError:
            continue
        done += 1
    return done


def remind_due() -> int:
    """Offers after three days and on the day before they run out; terms 90 and 30 days before they end."""
    today, sent = clock.today(), 0
    for days in (OFFER_DAYS - 3, 1):
        rows = Appointment.objects.filter(state=AppointmentState.OFFERED, offer_expires_on=today + timedelta(days=days))
        for row in rows.select_related("body", "person"):
            title = _("Please answer by {date}.").format(date=ko_date(_offer_ends(row)))
            _tell_person(row, f"remind{days}", title)
            sent += 1
    for days in (90, 30):
        rows = Appointment.objects.filter(state=AppointmentState.ACTIVE, ends_on=today + timedelta(days=days))
        for row in rows.select_related("body", "person"):
            title = _("Your term in {body} ends in {days} days.").format(body=row.body, days=days)
            _tell_person(row, f"ends{days}", title)
            sent += 1
    return sent


# ── rules


def seats_taken(body: Body, *, besides: User | None = None) -> int:
    """Persons, not rows: who is offered a further term sits on their own seat."""
    rows = Appointment.objects.filter(body=body, state__in=SEATED)
    if besides is not None:
        rows = rows.exclude(person=besides)
    return rows.values("person").distinct().count()


def open_engagements(appointment: Appointment) -> Any:
    return Engagement.objects.filter(appointment=appointment, state__in=OPEN_ENGAGEMENT)


def valid_certificate(*, person: User, body: Body) -> Certificate | None:
    """The proof that a body asks for: valid, unrevoked, of the required course. A certificate is not an appointment."""
    return (
        Certificate.objects.filter(person=person, course_key=body.required_course, state=CertificateState.VALID)
        .order_by("-issued_at", "-pk")
        .first()
    )


def _certificate_for(appointment: Appointment) -> Certificate | None:
    if not appointment.body.required_course:
        return None
    return valid_certificate(person=appointment.person, body=appointment.body)


def _check_person(appointment: Appointment) -> None:
    """Certificate, bar and overlap; asked at the draft and again at each step that binds."""
    _check_certificate(appointment)
    same = Appointment.objects.filter(body=appointment.body, person=appointment.person).exclude(pk=appointment.pk)
    barred = same.filter(state=AppointmentState.DISMISSED, barred_until__gt=appointment.starts_on)
    until = barred.order_by("-barred_until").values_list("barred_until", flat=True).first()
    if until is not None:
        raise DomainError(
            _("This person can't be appointed to this body before {date}.").format(date=ko_date(until)), code="barred"
        )
    overlapping = same.filter(state__in=[*SEATED, AppointmentState.DRAFT]).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=appointment.starts_on)
    )
    if appointment.ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=appointment.ends_on)
    if overlapping.exists():
        raise DomainError(_("This person already has a term in this body at that time."), code="overlap")


def _check_certificate(appointment: Appointment) -> None:
    body = appointment.body
    # Members by office are there for their office, whatever they have learnt.
    if not body.required_course or appointment.exception_reason or appointment.source == AppointmentSource.EX_OFFICIO:
        return
    if valid_certificate(person=appointment.person, body=body) is None:
        said = _("There is no valid certificate of {course}. Please write why an exception is made.").format(
            course=body.required_course
        )
        raise DomainError(said, code="no_certificate", fields={"exception_reason": said})


def _check_seats(appointment: Appointment) -> None:
    taken = seats_taken(appointment.body, besides=appointment.person)
    if taken >= appointment.body.seats_max:
        raise DomainError(
            _("All {count} seats of this body are taken. A seat becomes free when a term or an offer ends.").format(
                count=appointment.body.seats_max
            ),
            code="no_seat",
        )


def _end_of_term(appointment: Appointment) -> date | None:
    if appointment.source == AppointmentSource.EX_OFFICIO:
        return None
    return term_end(appointment.starts_on, appointment.body.term_months)


def may(actor: User, centre_id: int, action: str) -> bool:
    return sees_everything(actor) or has_role(actor, centre_id, *WHO_MAY[action])


def possible_steps(appointment: Appointment, actor: User) -> list[str]:
    """What the office's page offers this person now: the table, the role, and what the kind of seat allows."""
    steps = [step for step in APPOINTMENT_TRANSITIONS.get(appointment.state, {}) if step in WHO_MAY]
    by_office = appointment.source == AppointmentSource.EX_OFFICIO
    wrong_kind = {"offer"} if by_office else {"confirm", "end"}
    found = [step for step in steps if step not in wrong_kind and may(actor, appointment.centre_id, step)]
    if appointment.state == AppointmentState.DRAFT and may(actor, appointment.centre_id, "draft"):
        found = [*(step for step in found if step != "withdraw"), "withdraw"]
    if "start" in found and clock.today() < appointment.starts_on:
        found.remove("start")
    further = Appointment.objects.filter(renewed_from=appointment, state__in=IN_PROCESS)
    if may_renew(appointment) and may(actor, appointment.centre_id, "renew") and not further.exists():
        found.insert(0, "renew")
    return found


# ── how it is written down


def _require(actor: User, centre_id: int, action: str) -> None:
    if may(actor, centre_id, action):
        return
    if WHO_MAY[action] == APPOINTER:
        raise NotAllowed(_("Only the centre manager appoints. Please ask the manager."), code="not_appointer")
    raise NotAllowed(_("Only the coordinators of this centre can do this."), code="not_staff")


def _own(appointment: Appointment, actor: User) -> Appointment:
    appointment = _locked(appointment)
    if appointment.person_id != actor.pk:
        raise NotAllowed(_("Only the person who was asked can answer."), code="not_the_person")
    return appointment


def _locked(appointment: Appointment) -> Appointment:
    """The row itself, locked: two presses, or the clock and a person, come one after the other."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("body", "person", "centre")
    return rows.get(pk=appointment.pk)


def _refuse_unless_possible(appointment: Appointment, action: str) -> AppointmentState:
    target = APPOINTMENT_TRANSITIONS.get(appointment.state, {}).get(action)
    if target is None:
        raise DomainError(
            _("This is not possible any more: the appointment is “{state}”. Please load the page again.").format(
                state=appointment.get_state_display()
            ),
            code="not_possible",
        )
    return target


def _move(appointment: Appointment, action: str, *, actor: User | None, reason: str = "", **changes: Any) -> None:
    before, target = appointment.state, _refuse_unless_possible(appointment, action)
    changes["state"] = target
    for name, value in changes.items():
        setattr(appointment, name, value)
    appointment.save(update_fields=[*changes])
    statelog.record(appointment, action=action, from_state=before, to_state=target, actor=actor, reason=reason)


def _begin_if_due(appointment: Appointment) -> None:
    """Accepted on or after the first day: the term runs at once, not from the next tick."""
    if appointment.starts_on <= clock.today():
        _begin(appointment, actor=None)


def _begin(appointment: Appointment, *, actor: User | None) -> None:
    _close_earlier_term(appointment)
    number = _next_letter_number(appointment)
    _move(appointment, "start", actor=actor, letter_no=number)
    if appointment.body.kind == BodyKind.CORPS:
        # Where the person never said where they live, the body's district stands until they do.
        ExpertProfile.objects.get_or_create(
            centre_id=appointment.centre_id,
            person=appointment.person,
            defaults={"dong": appointment.person.dong or appointment.body.region},
        )
    _tell_person(
        appointment,
        "started",
        _("Your term in {body} begins. Your letter of appointment is ready.").format(body=appointment.body),
    )


def _close_earlier_term(appointment: Appointment) -> None:
    """A further term begins the day after the old one; whichever the clock comes to first, one seat is held at a time."""
    before = Appointment.objects.filter(body=appointment.body, person=appointment.person, state__in=IN_OFFICE)
    for old in before.filter(ends_on__lt=clock.today()):
        expire(appointment=old)


def _next_letter_number(appointment: Appointment) -> str:
    """서구-위촉-2026-07: counted through the year at each centre, over all its bodies."""
    # Two terms that start at once would read the same last number: the centre's row makes them queue.
    Centre.objects.select_for_update().get(pk=appointment.centre_id)
    year = appointment.starts_on.year
    given = Appointment.objects.filter(centre_id=appointment.centre_id, letter_no__contains=f"-{year}-")
    numbers = [re.search(rf"-{year}-(\d+)", number) for number in given.values_list("letter_no", flat=True)]
    last = max((int(found[1]) for found in numbers if found), default=0)
    return f"{appointment.body.letter_prefix}-{year}-{last + 1:02d}"


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        said = _("Please write the reason; it is kept in the history.")
        raise DomainError(said, code="reason_missing", fields={"reason": said})
    return text


def _offer_ends(appointment: Appointment) -> date:
    """A row without the day never was offered, and so can't be answered."""
    return appointment.offer_expires_on or date.min


def _day_after(day: date | None) -> date:
    return day + timedelta(days=1) if day else date.min


def _without_spaces(name: str) -> str:
    return "".join(name.split())


def _remember_contact(person: User, *, phone: str, address: str, dong: Region | None) -> None:
    known = {"phone": phone, "address": address, "dong": dong}
    new = {name: value for name, value in known.items() if value and not getattr(person, name)}
    for name, value in new.items():
        setattr(person, name, value)
    if new:
        person.save(update_fields=[*new])


# ── who hears of it


def _tell_person(appointment: Appointment, what: str, title: str, text: str = "") -> None:
    notify(
        person=appointment.person,
        kind="appointment",
        key=f"appointment-{appointment.pk}-{what}-{_times(appointment)}",
        title=title,
        text=text,
        path=reverse("my_appointment", args=[appointment.pk]),
    )


def _times(appointment: Appointment) -> int:
    """A term may be suspended twice; a reminder of the same day stays one notice."""
    return statelog.history(appointment).count()


def _tell_office(appointment: Appointment, what: str, title: str) -> None:
    path = reverse("office_appointment", args=[appointment.pk])
    for member in _coordinators(appointment.centre_id):
        key = f"appointment-{appointment.pk}-{what}-office-{member.pk}-{_times(appointment)}"
        notify(person=member, kind="appointment_office", key=key, title=title, path=path)


def _coordinators(centre_id: int) -> list[User]:
    rows = Membership.objects.filter(centre_id=centre_id, ended_on__isnull=True, role__in=STAFF, person__is_active=True)
    return list(User.objects.filter(memberships__in=rows).distinct())


def _flag_open_engagements(appointment: Appointment) -> None:
    """Someone must decide who coaches these communities from now on; the rows stay as they are until then."""
    count = open_engagements(appointment).count()
    if count:
        title = _("{name} still coaches {count} communities: please hand them over.").format(
            name=appointment.person.name, count=count
        )
        _tell_office(appointment, "flag", title)
