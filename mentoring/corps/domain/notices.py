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


def tell_office(appointment: Appointment, what: str, title: str) -> None:
    path = reverse("office_appointment", args=[appointment.pk])
    for member in holders_of(appointment.centre_id, Role.COORDINATOR, Role.MANAGER):
        key = f"appointment-{appointment.pk}-{what}-office-{member.pk}-{_times(appointment)}"
        notify(person=member, kind="appointment_office", key=key, title=title, path=path)


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
