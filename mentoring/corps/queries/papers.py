"""What the two papers of an appointment say: 위촉장 and 승낙서. The words are the body's own."""

from typing import Any

from lms.common.clock import SEOUL
from lms.common.text.korean import phone
from mentoring.corps.enums import MemberRole
from mentoring.corps.models import Appointment


def has_letter(appointment: Appointment) -> bool:
    return bool(appointment.letter_no) and appointment.person.erased_at is None


def has_acceptance(appointment: Appointment) -> bool:
    """Members by office sign none, and a body may ask for none."""
    return bool(appointment.body.requires_acceptance and appointment.signed_name and appointment.accepted_at)


def letter(appointment: Appointment) -> dict[str, Any]:
    role = "" if appointment.role == MemberRole.MEMBER else str(appointment.get_role_display())
    return {
        "number": appointment.letter_no,
        "name": appointment.signed_name or appointment.person.name,
        "address": appointment.signed_address,
        "role": appointment.office or role,
        "body": appointment.body.letter_text,
        "starts_on": appointment.starts_on,
        "ends_on": appointment.ends_on,
        "issued_on": appointment.starts_on,
        "appointer": appointment.body.appointer_title,
    }


def acceptance(appointment: Appointment) -> dict[str, Any]:
    moment = appointment.accepted_at
    return {
        "addressee": appointment.body.appointer_title,
        "body": appointment.body.acceptance_text,
        "name": appointment.signed_name,
        "signed_name": appointment.signed_name,
        "address": appointment.signed_address,
        "contact": phone(appointment.signed_phone),
        "issued_on": moment.astimezone(SEOUL).date() if moment else appointment.starts_on,
    }
