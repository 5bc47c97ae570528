"""What a representative's home shows: all communities of the person at once, so that ten cost no more than one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lms.accounts.models import User
from lms.common import clock
from lms.common.ui.progress import Step
from mentoring.coaching.enums import GOES_ON, OPEN_ENGAGEMENT, OPEN_REQUEST, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.coaching.queries.requests import represented_communities, status_steps
from mentoring.communities.enums import CommunityState
from mentoring.communities.models import Community
from mentoring.communities.rules import represented
from mentoring.visits.enums import ActionState, Side, VisitState
from mentoring.visits.models import ActionItem, Visit


@dataclass(frozen=True)
class OpenRequest:
    request: CoachingRequest
    steps: list[Step]


@dataclass(frozen=True)
class CommunityHome:
    communities: list[Community]
    to_confirm: list[Visit]
    next_visit: Visit | None
    requests: list[OpenRequest]
    drafts: list[CoachingRequest]
    actions: list[ActionItem]
    ticked: list[ActionItem]
    engagements: list[Engagement]

    @property
    def acting(self) -> list[Community]:
        return [community for community in self.communities if community.state != CommunityState.CLOSED]

    @property
    def empty(self) -> bool:
        return not (self.requests or self.drafts or self.engagements)


def home(user: User) -> CommunityHome:
    communities = list(represented_communities(user).select_related("centre"))
    rows = list(_open_requests(communities))
    steps = list(_steps(communities))
    return CommunityHome(
        communities=communities,
        to_confirm=list(to_confirm(user)),
        next_visit=_next_visit(communities),
        requests=[OpenRequest(row, status_steps(row)) for row in rows if row.state != RequestState.DRAFT],
        drafts=[
            row for row in rows if row.state == RequestState.DRAFT and row.community.state != CommunityState.CLOSED
        ],
        actions=[step for step in steps if step.state == ActionState.OPEN],
        ticked=[step for step in steps if step.state == ActionState.DONE],
        engagements=list(_engagements(communities)),
    )


def to_confirm(user: User) -> QuerySet[Visit]:
    """Logs that wait for an answer of a community that the person represents."""
    rows = Visit.objects.filter(represented(user, "engagement__community"), state=VisitState.SUBMITTED)
    return rows.select_related("engagement__community", "expert__person").order_by("confirm_by", "pk")


def _open_requests(communities: Iterable[Community]) -> QuerySet[CoachingRequest]:
    rows = CoachingRequest.objects.filter(community__in=communities, state__in=OPEN_REQUEST)
    return rows.select_related("community").order_by("-created_at", "-pk")


def _next_visit(communities: Iterable[Community]) -> Visit | None:
    rows = Visit.objects.filter(
        engagement__community__in=communities,
        engagement__state__in=GOES_ON,
        state=VisitState.SCHEDULED,
        starts_at__gte=clock.now(),
    )
    return rows.select_related("engagement__community", "expert__person").order_by("starts_at").first()


def _steps(communities: Iterable[Community]) -> QuerySet[ActionItem]:
    """What is open, and what the community itself ticked off, which it may take back while the coaching goes on. A log that
    is being mended has agreed nothing yet."""
    open_now = Q(state=ActionState.OPEN)
    ticked = Q(state=ActionState.DONE, closed_in=None, engagement__state__in=OPEN_ENGAGEMENT)
    rows = ActionItem.objects.filter(open_now | ticked, engagement__community__in=communities, owner=Side.COMMUNITY)
    rows = rows.exclude(visit__state=VisitState.DRAFT)
    return rows.select_related("engagement__community").order_by("due_on", "pk")


def _engagements(communities: Iterable[Community]) -> QuerySet[Engagement]:
    rows = Engagement.objects.filter(community__in=communities, state__in=OPEN_ENGAGEMENT)
    return rows.select_related("community", "expert__person").order_by("starts_on", "pk")
