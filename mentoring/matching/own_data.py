from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row
from mentoring.matching.enums import PROPOSAL_MADE
from mentoring.matching.models import MatchProposal
from mentoring.matching.ranking import reasons


def _offers(person: User) -> Sequence[Row]:
    """Those that were made: before that, nothing is decided about the person."""
    rows = MatchProposal.objects.filter(expert__person=person, state__in=PROPOSAL_MADE)
    return [
        {
            _("Community"): row.request.community.name,
            _("Points"): row.score,
            _("Why it fits"): "\n".join(reasons(row.breakdown)),
            _("State"): row.get_state_display(),
            _("Offered"): row.created_at,
            _("Answer until"): row.expires_at,
            _("Answered"): row.answered_at,
            _("Why you declined"): row.get_decline_reason_display(),
            _("A word to the centre"): row.decline_note,
        }
        for row in rows.select_related("request__community")
    ]


OFFERS = OwnData(
    gettext_lazy("Offers to coach"),
    gettext_lazy("which community, points and why, your answer and its reason"),
    gettext_lazy("To explain why you were asked, and to ask somebody else if you decline."),
    lambda: _("As long as the community's own records; what you wrote when you declined, until you leave"),
    _offers,
)
