"""Who may take which step, and how a step is written down: the lock, the table, the log row."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role
from lms.common import statelog
from lms.common.errors import DomainError, NotAllowed
from mentoring.enums import APPOINTMENT_TRANSITIONS, AppointmentState
from mentoring.models import Appointment
from mentoring.rules import sees_everything

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


def may(actor: User, centre_id: int, action: str) -> bool:
    return sees_everything(actor) or has_role(actor, centre_id, *WHO_MAY[action])


def require(actor: User, centre_id: int, action: str) -> None:
    if may(actor, centre_id, action):
        return
    if WHO_MAY[action] == APPOINTER:
        raise NotAllowed(_("Only the centre manager appoints. Please ask the manager."), code="not_appointer")
    raise NotAllowed(_("Only the coordinators of this centre can do this."), code="not_staff")


def own(appointment: Appointment, actor: User) -> Appointment:
    appointment = locked(appointment)
    if appointment.person_id != actor.pk:
        raise NotAllowed(_("Only the person who was asked can answer."), code="not_the_person")
    return appointment


def locked(appointment: Appointment) -> Appointment:
    """The row itself, locked: two presses, or the clock and a person, come one after the other."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("body", "person", "centre")
    return rows.get(pk=appointment.pk)


def refuse_unless_possible(appointment: Appointment, action: str) -> AppointmentState:
    target = APPOINTMENT_TRANSITIONS.get(appointment.state, {}).get(action)
    if target is None:
        raise DomainError(
            _("This is not possible any more: the appointment is “{state}”. Please load the page again.").format(
                state=appointment.get_state_display()
            ),
            code="not_possible",
        )
    return target


def move(appointment: Appointment, action: str, *, actor: User | None, reason: str = "", **changes: Any) -> None:
    before, target = appointment.state, refuse_unless_possible(appointment, action)
    changes["state"] = target
    for name, value in changes.items():
        setattr(appointment, name, value)
    appointment.save(update_fields=[*changes])
    statelog.record(appointment, action=action, from_state=before, to_state=target, actor=actor, reason=reason)


def need_reason(text: str) -> str:
    text = text.strip()
    if not text:
        said = _("Please write the reason; it is kept in the history.")
        raise DomainError(said, code="reason_missing", fields={"reason": said})
    return text


def offer_ends(appointment: Appointment) -> date:
    """A row without the day never was offered, and so can't be answered."""
    return appointment.offer_expires_on or date.min
