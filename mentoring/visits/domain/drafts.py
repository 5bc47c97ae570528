"""What was begun and never sent is destroyed when nobody went on with it. What was sent once is history and stays."""

from datetime import datetime

from django.db import models

from lms.privacy.retention import Rule, deleting, setting
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.visits.domain import photos
from mentoring.visits.domain.content import take_back_steps
from mentoring.visits.enums import VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitPhoto

NEVER_SENT = (VisitState.DRAFT, VisitState.CANCELLED)


def old_requests(before: datetime) -> models.QuerySet[CoachingRequest]:
    return CoachingRequest.objects.filter(
        state=RequestState.DRAFT, submitted_at=None, proposals=None, created_at__lt=before
    )


def old_logs(before: datetime) -> models.QuerySet[Visit]:
    """Drafts, and those that were thrown away. A log has its number from the first time it was sent."""
    return Visit.objects.filter(
        state__in=NEVER_SENT, number=None, submitted_at=None, created_at__lt=before, starts_at__lt=before
    )


def old_appointments(before: datetime) -> models.QuerySet[Appointment]:
    """Prepared by the office, offered to nobody, and the first day is long over."""
    return Appointment.objects.filter(state=AppointmentState.DRAFT, offered_at=None, starts_on__lt=before.date())


def destroy_logs(before: datetime) -> None:
    """With all that hangs on them; a step that such a draft had settled is open again."""
    logs = list(old_logs(before).order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    for log in Visit.objects.filter(pk__in=logs):
        take_back_steps(log)
    PrivateNote.objects.filter(visit__in=logs).delete()
    photos.remove_photos(VisitPhoto.objects.filter(visit__in=logs))
    ActionItem.objects.filter(visit__in=logs).delete()
    Visit.objects.filter(pk__in=logs).delete()


_MONTHS = setting("RETENTION_DRAFTS")
RULES = (
    deleting("drafts", _MONTHS, old_requests),
    Rule("drafts_of_logs", _MONTHS, old_logs, destroy_logs),
    deleting("drafts_of_appointments", _MONTHS, old_appointments),
)
