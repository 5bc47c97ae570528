"""The communities that an expert coaches or coached, and one of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.common.enums import Access
from lms.common.records import accesslog
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.queries.engagements import communities_of
from mentoring.corps.rules import in_term
from mentoring.corps.views.access import ExpertRequest, experts_only
from mentoring.visits.queries import visits


@require_safe
@experts_only
def expert_communities(request: ExpertRequest) -> HttpResponse:
    user = request.user
    ended = [row for row in communities_of(user) if row.state not in OPEN_ENGAGEMENT]
    context = {"engagements": list(visits.engagements_of(user)), "ended": ended}
    return render(request, "mentoring/visits/expert_communities.html", context)


@require_safe
@experts_only
def expert_community(request: ExpertRequest, pk: int) -> HttpResponse:
    """One coaching. Phone numbers are for the time in which it runs and the expert is in term."""
    user = request.user
    engagement = get_object_or_404(communities_of(user).select_related("request"), pk=pk)
    open_now = engagement.state in OPEN_ENGAGEMENT
    contacts = list(visits.contacts(engagement)) if open_now and in_term(engagement.expert) else []
    whose = [row.person_id for row in contacts]
    accesslog.record(actor=user, action=Access.CONTACTS, what=engagement, whose=whose)
    context: dict[str, Any] = {
        "engagement": engagement,
        "open": open_now,
        "visits": list(visits.timeline(engagement)),
        "former_visits": list(visits.former_visits(engagement)),
        "actions": list(visits.open_actions([engagement])),
        "goals": list(engagement.goals.all()),
        "contacts": contacts,
    }
    return render(request, "mentoring/visits/expert_community.html", context)
