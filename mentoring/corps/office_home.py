from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile
from lms.accounts.rules import may_answer_for
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import renewals_due, to_decide


def todo(user: User, centre: Centre) -> list[Pile]:
    if not may_answer_for(user, centre):
        return []
    offered = Appointment.objects.filter(centre=centre, state=AppointmentState.OFFERED)
    return [
        Pile(to_decide(centre), _("Appointments without their certificate"), "office_appointments", "#h-decide", True),
        Pile(renewals_due(centre), _("Appointments that end within 90 days"), "office_appointments", "#h-renewals"),
        Pile(offered, _("Appointments offered, no answer yet"), "office_appointments", "?state=offered"),
    ]
