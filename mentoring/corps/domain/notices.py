"""Who hears of a step: the person, and the staff of the centre."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.queries import holders_of
from lms.common import clock
from lms.common.records import statelog
from lms.notifications.domain import notify
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.corps.enums import AppointmentState, BodyKind
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import held_back
from mentoring.corps.rules import corps_term


def tell_person(appointment: Appointment, what: str, title: str, text: str = "") -> None:
    _tell(appointment, f"appointment-{appointment.pk}-{what}-{_times(appointment)}", title, text)


def remind_person(appointment: Appointment, key: str, title: str) -> None:
    """The key says once and for all which reminder it is, whatever happened to the term in between."""
    _tell(appointment, key, title)


def _tell(appointment: Appointment, key: str, title: str, text: str = "") -> None:
    path = reverse("my_appointment", args=[appointment.pk])
    notify(
        person=appointment.person,
        centre=appointment.centre_id,
        kind="appointment",
        key=key,
        title=title,
        text=text,
        path=path,
    )


def _times(appointment: Appointment) -> int:
    """A term may be suspended twice."""
    return statelog.history(appointment).count()


def tell_office(appointment: Appointment, what: str, title: str) -> None:
    path = reverse("office_appointment", args=[appointment.pk])
    for member in holders_of(appointment.centre_id, Role.COORDINATOR, Role.MANAGER):
        key = f"appointment-{appointment.pk}-{what}-office-{member.pk}-{_times(appointment)}"
        centre = appointment.centre_id
        notify(person=member, centre=centre, kind="appointment_office", key=key, title=title, path=path)


def open_engagements(appointment: Appointment) -> Any:
    """Coaching that rests on this term alone. It goes on through a renewal and keeps the term under which it began, so it is
    counted by person and centre; while another term of theirs runs there, or begins today, nobody is left alone."""
    coaching = appointment.engagements.model.objects.filter(
        expert__person=appointment.person_id, centre=appointment.centre_id, state__in=OPEN_ENGAGEMENT
    )
    if appointment.body.kind != BodyKind.CORPS or _has_other_term(appointment):
        return coaching.none()
    return coaching


def _has_other_term(appointment: Appointment) -> bool:
    """Where the old term expires before the new one is begun, both by today's clock, the new one counts already."""
    begins = Q(state=AppointmentState.ACCEPTED, body__kind=BodyKind.CORPS, starts_on__lte=clock.today())
    others = Appointment.objects.filter(person=appointment.person_id, centre=appointment.centre_id)
    others = others.filter(corps_term(clock.today()) | (begins & ~held_back()))
    return others.exclude(pk=appointment.pk).exists()


def flag_open_engagements(appointment: Appointment) -> None:
    """Someone must decide who coaches these communities from now on; the rows stay as they are until then."""
    count = open_engagements(appointment).count()
    if count:
        title = _("{name} still coaches {count} communities: please hand them over.").format(
            name=appointment.person.name, count=count
        )
        tell_office(appointment, "flag", title)
