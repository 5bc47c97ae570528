from datetime import datetime

from django.db.models import QuerySet

from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.privacy.enums import Term
from lms.privacy.registries import Retention


def _rejected(before: datetime) -> QuerySet[Enrolment]:
    """What people wrote in applications that were not accepted, and what they were answered."""
    return Enrolment.objects.filter(state=EnrolmentState.REJECTED, applied_at__lt=before).exclude(note="", reason="")


REJECTED_APPLICATIONS = Retention(
    Term.REJECTED,
    _rejected,
    lambda rows, before: rows.update(note="", reason=""),
    centre="centre",
)
