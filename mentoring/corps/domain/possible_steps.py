"""What the office may do next with an appointment."""

from lms.accounts.models import User
from lms.common import clock
from mentoring.corps.domain.drafting import is_renewable
from mentoring.corps.enums import APPOINTMENT, IN_PROCESS, SEATED, AppointmentSource
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import has_lost_certificate, is_held_back
from mentoring.corps.rules import may_take_step


def possible_steps(appointment: Appointment, actor: User) -> list[str]:
    """What the office's page offers this person now: the table, the role, and what the kind of seat allows."""
    not_now = {"offer"} if appointment.source == AppointmentSource.EX_OFFICIO else {"confirm", "end"}
    if clock.today() < appointment.starts_on:
        not_now |= {"start"}
    if is_held_back(appointment):
        not_now |= {"start"}
    table = APPOINTMENT.table.get(appointment.state, {})
    steps = [step for step in table if step not in not_now and may_take_step(actor, appointment, step)]
    if appointment.state in SEATED and may_take_step(actor, appointment, "keep") and has_lost_certificate(appointment):
        steps.insert(0, "keep")
    further = Appointment.objects.filter(renewed_from=appointment, state__in=IN_PROCESS)
    if is_renewable(appointment) and may_take_step(actor, appointment, "renew") and not further.exists():
        steps.insert(0, "renew")
    return steps
