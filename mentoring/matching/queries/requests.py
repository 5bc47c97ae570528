"""Coaching requests as the office lists them, with what became of their offers."""

from django.db.models import Count, Prefetch, Q, QuerySet

from mentoring.coaching.models import CoachingRequest
from mentoring.matching.enums import OPEN_PROPOSAL, ProposalState
from mentoring.matching.models import MatchProposal


def with_offers(rows: QuerySet[CoachingRequest]) -> QuerySet[CoachingRequest]:
    """Each with the expert who is asked or coaches, and how often it was turned down."""
    refused = Q(proposals__state__in=[ProposalState.DECLINED, ProposalState.EXPIRED])
    answering = MatchProposal.objects.filter(state__in=[*OPEN_PROPOSAL, ProposalState.ACCEPTED])
    return (
        rows.select_related("community__dong", "community__field")
        .prefetch_related(  # type: ignore[misc] # the plugin doesn't know taggit's managers
            "topics", Prefetch("proposals", answering.select_related("expert__person"), to_attr="current")
        )
        .annotate(refusals=Count("proposals", filter=refused))
    )


def proposals_of(request: CoachingRequest) -> QuerySet[MatchProposal]:
    return request.proposals.select_related("expert__person").order_by("-created_at", "-pk")
