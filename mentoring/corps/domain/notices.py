"""Who hears of a step: the person, and the staff of the centre."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.queries import holders_of
from lms.common.records import statelog
from lms.notifications.domain import notify
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.corps.models import Appointment


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
    return appointment.engagements.filter(state__in=OPEN_ENGAGEMENT)


def flag_open_engagements(appointment: Appointment) -> None:
    """Someone must decide who coaches these communities from now on; the rows stay as they are until then."""
    count = open_engagements(appointment).count()
    if count:
        title = _("{name} still coaches {count} communities: please hand them over.").format(
            name=appointment.person.name, count=count
        )
        tell_office(appointment, "flag", title)
