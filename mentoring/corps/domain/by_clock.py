"""What time does by itself, each row in a transaction of its own."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.common import clock
from lms.common.one_by_one import one_by_one
from lms.common.text.korean import ko_date
from lms.notifications.models import Notice
from mentoring.corps.domain.appointing import OFFER_DAYS, lapse_appointment
from mentoring.corps.domain.guards import offer_ends
from mentoring.corps.domain.notices import remind_person
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
    """Offers after three days and on the day before they run out; terms 90 and 30 days before they end. Each once, and a day
    later where no `tick` ran on its day; of two that are due at once the nearer."""
    wanted = {f"appointment-{row.pk}-{what}": (row, title) for row, what, title in (*_offers(), *_terms())}
    known = set(Notice.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key in wanted.keys() - known:
        row, title = wanted[key]
        remind_person(row, key, title)
    return len(wanted.keys() - known)


Reminder = tuple[Appointment, str, str]


def _offers() -> Iterator[Reminder]:
    for row, days in _within(AppointmentState.OFFERED, "offer_expires_on", (OFFER_DAYS - 3, 1)):
        title = _("Offer of an appointment to {body}: please answer by {date}.")
        yield row, f"remind{days}", title.format(body=row.body, date=ko_date(offer_ends(row)))


def _terms() -> Iterator[Reminder]:
    for row, days in _within(AppointmentState.ACTIVE, "ends_on", (RENEW_WITHIN.days, 30)):
        if left := ((row.ends_on or clock.today()) - clock.today()).days:
            title = _("Your term in {body} ends in {days} days.")
            yield row, f"ends{days}", title.format(body=row.body, days=left)


def _within(state: AppointmentState, day: str, marks: tuple[int, int]) -> Iterator[tuple[Appointment, int]]:
    """Rows that are past the first of two marks, each with the nearer one that is reached."""
    far, near = marks
    today = clock.today()
    rows = Appointment.objects.filter(state=state, **{f"{day}__range": (today, today + timedelta(days=far))})
    for row in rows.select_related("body", "person").order_by("pk"):
        yield row, near if getattr(row, day) <= today + timedelta(days=near) else far
