"""What the office may do next with an appointment."""

from lms.accounts.models import User
from lms.common import clock
from mentoring.corps.domain.drafting import may_renew
from mentoring.corps.domain.guards import WHO_MAY, may_take_step
from mentoring.corps.enums import APPOINTMENT, IN_PROCESS, AppointmentSource, AppointmentState
from mentoring.corps.models import Appointment


def possible_steps(appointment: Appointment, actor: User) -> list[str]:
    """What the office's page offers this person now: the table, the role, and what the kind of seat allows."""
    steps = [step for step in APPOINTMENT.table.get(appointment.state, {}) if step in WHO_MAY]
    by_office = appointment.source == AppointmentSource.EX_OFFICIO
    wrong_kind = {"offer"} if by_office else {"confirm", "end"}
    found = [step for step in steps if step not in wrong_kind and may_take_step(actor, appointment.centre_id, step)]
    if appointment.state == AppointmentState.DRAFT and may_take_step(actor, appointment.centre_id, "draft"):
        found = [*(step for step in found if step != "withdraw"), "withdraw"]
    if "start" in found and clock.today() < appointment.starts_on:
        found.remove("start")
    further = Appointment.objects.filter(renewed_from=appointment, state__in=IN_PROCESS)
    if may_renew(appointment) and may_take_step(actor, appointment.centre_id, "renew") and not further.exists():
        found.insert(0, "renew")
    return found
