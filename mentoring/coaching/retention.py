from lms.privacy.enums import Term
from lms.privacy.registries import deleting
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest

# What was begun and never sent, when nobody went on with it. What was sent once is history and stays.
DRAFTS = deleting(
    Term.DRAFTS,
    lambda before: CoachingRequest.objects.filter(
        state=RequestState.DRAFT, submitted_at=None, proposals=None, created_at__lt=before
    ),
    centre="centre",
)
