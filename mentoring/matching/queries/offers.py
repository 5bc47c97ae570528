"""An offer as the expert reads it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common import clock
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.coaching.queries.caseload import coached_by
from mentoring.corps.rules import in_term, own_expert
from mentoring.matching.enums import PROPOSAL_MADE, ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.matching.ranking import reasons


@dataclass(frozen=True)
class OfferPage:
    """`open` may be answered now; `details`: the community's words are for who was asked, while they may still take it, and
    for who coaches."""

    proposal: MatchProposal
    reasons: list[str]
    load_after: int
    open: bool
    late: bool
    out_of_term: bool
    engagement: Engagement | None

    @property
    def details(self) -> bool:
        return (self.open and not self.out_of_term) or self.engagement is not None


def own(user: User) -> QuerySet[MatchProposal]:
    rows = MatchProposal.objects.filter(own_expert(user), state__in=PROPOSAL_MADE)
    return rows.select_related(
        "centre", "expert__person", "request__community__dong", "request__community__field", "request__community__stage"
    )


def to_answer(user: User) -> QuerySet[MatchProposal]:
    return own(user).filter(state=ProposalState.OFFERED, expires_at__gt=clock.now()).order_by("expires_at", "pk")


def page_of(proposal: MatchProposal) -> OfferPage:
    waiting = proposal.state == ProposalState.OFFERED
    late = proposal.state == ProposalState.EXPIRED or (
        waiting and proposal.expires_at is not None and proposal.expires_at <= clock.now()
    )
    return OfferPage(
        proposal=proposal,
        reasons=reasons(proposal.breakdown),
        load_after=coached_by(proposal.expert) + 1,
        open=waiting and not late,
        late=late,
        out_of_term=not in_term(proposal.expert),
        engagement=Engagement.objects.filter(proposal=proposal, state__in=OPEN_ENGAGEMENT).first(),
    )
