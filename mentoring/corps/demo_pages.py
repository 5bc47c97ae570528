from collections.abc import Iterator

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR, DemoPages, Look, Measured, look
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, Body


def looks() -> Iterator[Look]:
    yield look(VISITOR, "experts")
    yield look("mentor", "expert_profile")
    yield from _of_the_appointed()
    yield from _of_the_office()


def _of_the_appointed() -> Iterator[Look]:
    offered = Appointment.objects.get(person=person("expert07"), state=AppointmentState.OFFERED)
    yield look("trainee", "my_appointments")
    yield look("expert07", "my_home", called="my_home_offered")
    yield look("expert07", "my_appointments", called="my_appointments_offered")
    yield look("expert07", "my_appointment", offered.pk, called="my_appointment_offered")
    for who in ("mentor", "council"):
        active = Appointment.objects.filter(person=person(who), state=AppointmentState.ACTIVE).order_by("pk")[0]
        yield look(who, "my_appointment", active.pk, called=f"my_appointment_{who}")
    yield look("council", "my_home", called="my_home_council")


def _of_the_office() -> Iterator[Look]:
    rows = Appointment.objects.filter(centre__slug="seogu")
    yield look("coordinator", "office_appointments")
    for state in (AppointmentState.OFFERED, AppointmentState.ACTIVE, AppointmentState.DISMISSED):
        row = rows.filter(state=state)[0]
        yield look("manager", "office_appointment", row.pk, called=f"office_appointment_{state}")
    yield look("manager", "office_bodies")
    yield look("manager", "office_body_new")
    yield look("manager", "office_body", Body.objects.get(centre__slug="seogu").pk)


PAGES = DemoPages(looks, measured=(Measured(VISITOR, "/experts/"),))
