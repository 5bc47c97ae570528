from lms.privacy.registries import deleting, setting
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment

# Prepared by the office, offered to nobody, and the first day is long over.
DRAFTS = deleting(
    setting("RETENTION_DRAFTS"),
    lambda before: Appointment.objects.filter(state=AppointmentState.DRAFT, starts_on__lt=before.date()),
)
