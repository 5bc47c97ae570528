from lms.privacy.registries import deleting, setting
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest

# What was begun and never sent, when nobody went on with it. What was sent once is history and stays.
DRAFTS = deleting(
    setting("RETENTION_DRAFTS"),
    lambda before: CoachingRequest.objects.filter(
        state=RequestState.DRAFT, submitted_at=None, proposals=None, created_at__lt=before
    ),
)
