"""A person on the way into a body, as far as a test needs it."""

from typing import Any

from lms.common import clock
from lms.common.records import statelog
from mentoring.corps.domain import appointing, drafting
from mentoring.corps.models import Appointment
from tests.factories import people


def draft(world: dict[str, Any], **fields: Any) -> Appointment:
    given = {
        "body": world["body"],
        "person": world["person"],
        "starts_on": clock.today(),
        "actor": world["coordinator"],
    }
    people.says_yes((given | fields)["person"], given["body"].centre)
    return drafting.draft_appointment(**given | fields)


def offered(world: dict[str, Any], **fields: Any) -> Appointment:
    return appointing.offer_appointment(appointment=draft(world, **fields), actor=world["manager"])


def accept(appointment: Appointment, **fields: Any) -> Appointment:
    given = {
        "actor": appointment.person,
        "signed_name": appointment.person.name,
        "phone": "01012345678",
        "address": "경열로 1",
    }
    return appointing.accept_appointment(appointment=appointment, **given | fields)


def active(world: dict[str, Any], **fields: Any) -> Appointment:
    return accept(offered(world, **fields))


def steps_of(appointment: Appointment) -> list[tuple[str, str, str]]:
    return [(row.action, row.from_state, row.to_state) for row in statelog.history(appointment)]
