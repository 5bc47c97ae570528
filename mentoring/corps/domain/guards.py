"""Who may take which step."""

from datetime import date

from django.utils.translation import gettext as _

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, may_see_everything
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import transitions
from mentoring.corps.models import Appointment

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


def may_take_step(actor: User, centre_id: int, action: str) -> bool:
    return may_see_everything(actor) or has_role(actor, centre_id, *WHO_MAY[action])


def require_role(actor: User, centre_id: int, action: str) -> None:
    if may_take_step(actor, centre_id, action):
        return
    if WHO_MAY[action] == APPOINTER:
        raise NotAllowed(_("Only the centre manager appoints. Please ask the manager."), code="not_appointer")
    raise NotAllowed(_("Only the coordinators of this centre can do this."), code="not_staff")


def require_own(appointment: Appointment, actor: User) -> Appointment:
    appointment = transitions.lock(appointment)
    if appointment.person_id != actor.pk:
        raise NotAllowed(_("Only the person who was asked can answer."), code="not_the_person")
    return appointment


def need_reason(text: str) -> str:
    text = text.strip()
    if not text:
        said = _("Please write the reason; it is kept in the history.")
        raise DomainError(said, code="reason_missing", fields={"reason": said})
    return text


def end_today(reason: str) -> dict[str, str | date]:
    return {"end_reason": reason, "ended_on": clock.today()}


def offer_ends(appointment: Appointment) -> date:
    """A row without the day never was offered, and so can't be answered."""
    return appointment.offer_expires_on or date.min
