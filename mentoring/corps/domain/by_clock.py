"""What time does by itself, each row in a transaction of its own."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.common import clock
from lms.common.one_by_one import one_by_one
from lms.common.text.korean import ko_date
from mentoring.corps.domain.appointing import OFFER_DAYS, lapse_appointment
from mentoring.corps.domain.guards import offer_ends
from mentoring.corps.domain.notices import tell_person
from mentoring.corps.domain.term_dates import expire_term, start_term
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import RENEW_WITHIN


def start_due() -> int:
    return _each(start_term, Appointment.objects.filter(state=AppointmentState.ACCEPTED, starts_on__lte=clock.today()))


def expire_due() -> int:
    in_office = [AppointmentState.ACTIVE, AppointmentState.SUSPENDED]
    return _each(expire_term, Appointment.objects.filter(state__in=in_office, ends_on__lt=clock.today()))


def lapse_due() -> int:
    return _each(
        lapse_appointment,
        Appointment.objects.filter(state=AppointmentState.OFFERED, offer_expires_on__lt=clock.today()),
    )


def _each(step: Callable[..., Appointment], due: QuerySet[Appointment]) -> int:
    """Each in its own transaction; one that somebody answered in the meantime stops no other."""

    def taken(appointment: Appointment) -> bool:
        step(appointment=appointment)
        return True

    return one_by_one(taken, list(due))


def remind_due() -> int:
    """Offers after three days and on the day before they run out; terms 90 and 30 days before they end."""
    today, sent = clock.today(), 0
    for days in (OFFER_DAYS - 3, 1):
        rows = Appointment.objects.filter(state=AppointmentState.OFFERED, offer_expires_on=today + timedelta(days=days))
        for row in rows.select_related("body", "person"):
            title = _("Please answer by {date}.").format(date=ko_date(offer_ends(row)))
            tell_person(row, f"remind{days}", title)
            sent += 1
    for days in (RENEW_WITHIN.days, 30):
        rows = Appointment.objects.filter(state=AppointmentState.ACTIVE, ends_on=today + timedelta(days=days))
        for row in rows.select_related("body", "person"):
            title = _("Your term in {body} ends in {days} days.").format(body=row.body, days=days)
            tell_person(row, f"ends{days}", title)
            sent += 1
    return sent
