from typing import Any, Protocol

from django.db.models import Q

from lms.accounts.rules import (
    OfCentre,
    Person,
    has_open_account,
    is_self,
    may_coordinate,
    may_see_everything,
    of_coordinator,
    of_office,
)
from mentoring.communities.rules import Keyed, is_representative, represented
from mentoring.corps.rules import OfExpert, own_expert
from mentoring.matching.enums import ProposalState


class _Engagement(OfExpert, OfCentre, Protocol):
    @property
    def community(self) -> Keyed: ...


def visible_requests(user: Person) -> Q:
    """Sensitive requests are for the community, the expert who was asked and the coordinators, not for managers."""
    if may_see_everything(user):
        return Q()
    sent = Q(submitted_at__isnull=False)  # what a community is still writing is its own
    return represented(user) | (office_unless_sensitive(user, "sensitive") & sent) | Q(pk__in=_asked(user))


def office_unless_sensitive(user: Person, flag: str) -> Q:
    return of_coordinator(user) | (of_office(user) & Q(**{flag: False}))


def _asked(user: Person) -> Any:
    """Requests whose answer is open at this expert, or that became one of the expert's engagements."""
    if not has_open_account(user):
        return []
    answerable = {ProposalState.OFFERED, ProposalState.ACCEPTED}
    return user.expert_profiles.filter(proposals__state__in=answerable).values("proposals__request_id")


def visible_engagements(user: Person) -> Q:
    if may_see_everything(user):
        return Q()
    return represented(user) | office_unless_sensitive(user, "request__sensitive") | own_expert(user)


def may_complete_engagement(user: Person, engagement: _Engagement) -> bool:
    """The last word is the community's; the centre says it for one that can't. Never the expert's own."""
    if is_self(user, engagement.expert.person_id):
        return False
    return is_representative(user, engagement.community) or may_coordinate(user, engagement.centre_id)
