"""Whom a body may take: seats, the certificate it asks for, bars, terms that overlap."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses.credentials.models import Certificate
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.text.korean import ko_date
from lms.common.text.months import term_end
from mentoring.corps.enums import SEATED, AppointmentSource, AppointmentState, MemberRole
from mentoring.corps.models import Appointment, Body


def seats_taken(body: Body, *, besides: User | None = None) -> int:
    """Persons, not rows: who is offered a further term sits on their own seat."""
    rows = Appointment.objects.filter(body=body, state__in=SEATED)
    if besides is not None:
        rows = rows.exclude(person=besides)
    return rows.values("person").distinct().count()


def valid_certificate(*, person: User, body: Body) -> Certificate | None:
    """The proof that a body asks for: valid, unrevoked, of the required course. A certificate is not an appointment."""
    return (
        Certificate.objects.proving()
        .filter(person=person, course_key=body.required_course)
        .order_by("-issued_at", "-pk")
        .first()
    )


def certificate_for(appointment: Appointment) -> Certificate | None:
    if not appointment.body.required_course:
        return None
    return valid_certificate(person=appointment.person, body=appointment.body)


def check_person(appointment: Appointment) -> None:
    """Dates, certificate, bar, overlap and chair; asked at the draft and again at each step that binds."""
    check_dates(appointment)
    check_certificate(appointment)
    same = Appointment.objects.filter(body=appointment.body, person=appointment.person).exclude(pk=appointment.pk)
    barred = same.filter(state=AppointmentState.DISMISSED, barred_until__gt=appointment.starts_on)
    until = barred.order_by("-barred_until").values_list("barred_until", flat=True).first()
    if until is not None:
        raise DomainError(
            _("This person can't be appointed to this body before {date}.").format(date=ko_date(until)), code="barred"
        )
    if _at_that_time(same.filter(state__in=[*SEATED, AppointmentState.DRAFT]), appointment).exists():
        raise DomainError(_("This person already has a term in this body at that time."), code="overlap")
    _check_chair(appointment)


def check_dates(appointment: Appointment) -> None:
    """A first day that has passed is entered late; a term that is over would be a letter for nothing."""
    if appointment.ends_on is not None and appointment.ends_on < clock.today():
        message = _("This term would already have ended on {date}. Please make a draft with another first day.").format(
            date=ko_date(appointment.ends_on)
        )
        raise DomainError(message, code="term_past", fields={"starts_on": message})


def _check_chair(appointment: Appointment) -> None:
    if appointment.role != MemberRole.CHAIR:
        return
    others = Appointment.objects.filter(body=appointment.body, role=MemberRole.CHAIR, state__in=SEATED)
    chair = _at_that_time(others.exclude(person=appointment.person), appointment).select_related("person").first()
    if chair is not None:
        message = _("This body has a chair at that time: {name}.").format(name=chair.person.name)
        raise DomainError(message, code="chair_taken", fields={"role": message})


def _at_that_time(rows: QuerySet[Appointment], appointment: Appointment) -> QuerySet[Appointment]:
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=appointment.starts_on))
    return rows.filter(starts_on__lte=appointment.ends_on) if appointment.ends_on is not None else rows


def check_certificate(appointment: Appointment) -> None:
    body = appointment.body
    # Members by office are there for their office, whatever they have learnt.
    if not body.required_course or appointment.exception_reason or appointment.source == AppointmentSource.EX_OFFICIO:
        return
    if valid_certificate(person=appointment.person, body=body) is None:
        message = _("There is no valid certificate of {course}. Please write why an exception is made.").format(
            course=body.required_course
        )
        raise DomainError(message, code="no_certificate", fields={"exception_reason": message})


def check_seats(appointment: Appointment) -> None:
    taken = seats_taken(appointment.body, besides=appointment.person)
    if taken >= appointment.body.seats_max:
        raise DomainError(
            _("All {count} seats of this body are taken. A seat becomes free when a term or an offer ends.").format(
                count=appointment.body.seats_max
            ),
            code="no_seat",
        )


def end_of_term(appointment: Appointment) -> date | None:
    if appointment.source == AppointmentSource.EX_OFFICIO:
        return None
    return term_end(appointment.starts_on, appointment.body.term_months)
