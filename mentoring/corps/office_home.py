from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.corps.queries.appointments import renewals_due


def todo(user: User, centre: Centre) -> list[Pile]:
    offered = Appointment.objects.filter(centre=centre, state=AppointmentState.OFFERED)
    return [
        Pile(renewals_due(centre), _("Appointments that end within 90 days"), "office_appointments", "#h-renewals"),
        Pile(offered, _("Appointments offered, no answer yet"), "office_appointments", "?state=offered"),
    ]
