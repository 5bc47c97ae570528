"""The guard of everything that gives a request to an expert."""

from django.utils.translation import gettext as _

from lms.common.errors import DomainError
from mentoring.coaching.models import CoachingRequest
from mentoring.corps.models import ExpertProfile
from mentoring.matching.ranking import Candidate, Excluded, candidate


def check_candidate(request: CoachingRequest, expert: ExpertProfile) -> Candidate:
    """Judged as in the list. The caller holds the lock on the expert's row, which owns the places."""
    if expert.centre_id != request.centre_id:
        raise DomainError(_("This expert works for another centre."), code="other_centre")
    judged = candidate(request, expert)
    if isinstance(judged, Excluded):
        message = _("This expert can't be asked: %(reason)s. Please choose another one.")
        raise DomainError(message % {"reason": judged.reason}, code=judged.code)
    return judged
