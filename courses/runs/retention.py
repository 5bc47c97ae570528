from datetime import datetime

from django.db.models import QuerySet

from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.privacy.registries import Retention, setting


def _rejected(before: datetime) -> QuerySet[Enrolment]:
    """What people wrote in applications that were not accepted, and what they were answered."""
    return Enrolment.objects.filter(state=EnrolmentState.REJECTED, applied_at__lt=before).exclude(note="", reason="")


REJECTED_APPLICATIONS = Retention(
    setting("RETENTION_REJECTED"),
    _rejected,
    lambda before: _rejected(before).update(note="", reason=""),
)
