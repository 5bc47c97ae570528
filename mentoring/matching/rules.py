from django.db.models import Q

from lms.accounts.rules import Person, is_self, may_see_everything
from mentoring.coaching.rules import office_unless_sensitive
from mentoring.corps.rules import OfExpert, own_expert
from mentoring.matching.enums import PROPOSAL_MADE


def visible_proposals(user: Person) -> Q:
    """An expert reads every offer that was made to them, answered or not."""
    if may_see_everything(user):
        return Q()
    return office_unless_sensitive(user, "request__sensitive") | (own_expert(user) & Q(state__in=PROPOSAL_MADE))


def may_answer_offer(user: Person, proposal: OfExpert) -> bool:
    return is_self(user, proposal.expert.person_id)
