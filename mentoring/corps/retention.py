from lms.privacy.enums import Term
from lms.privacy.registries import deleting
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment

# Prepared by the office, offered to nobody, and the first day is long over.
DRAFTS = deleting(
    Term.DRAFTS,
    lambda before: Appointment.objects.filter(state=AppointmentState.DRAFT, starts_on__lt=before.date()),
    centre="centre",
)
