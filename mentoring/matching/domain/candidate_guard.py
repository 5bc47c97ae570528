"""The guard of everything that gives a request to an expert."""

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import DomainError
from mentoring.coaching.models import CoachingRequest
from mentoring.communities.domain.guards import check_not_closed
from mentoring.corps.models import ExpertProfile
from mentoring.matching.ranking import EXCLUDED, PASSABLE, Candidate, candidate


def check_candidate(
    request: CoachingRequest, expert: ExpertProfile, *, actor: User, passing: Collection[str] = ()
) -> Candidate:
    """Judged as in the list; and a coordinator who is an expert, too, is chosen by a colleague. `passing`: what may stand in
    the way. The caller holds the locks on the expert's row, which owns the places, and on the community's."""
    if expert.centre_id != request.centre_id:
        raise DomainError(_("This expert works for another centre."), code="other_centre")
    if expert.person_id == actor.pk:
        raise DomainError(
            _("Nobody gives a community to themselves. Please ask another coordinator."), code="own_choice"
        )
    check_not_closed(request.community)
    judged = candidate(request, expert)
    if isinstance(judged, Candidate):
        return judged
    for code in judged.codes:
        if code not in PASSABLE or code not in passing:
            message = _("This expert can't be asked: %(reason)s. Please choose another one.")
            raise DomainError(message % {"reason": EXCLUDED[code]}, code=code)
    return replace(judged.judged, passed=judged.codes)
