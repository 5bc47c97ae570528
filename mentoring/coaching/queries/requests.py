"""Coaching requests as lists and as a page."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.common.clock import SEOUL
from lms.common.ui.progress import Step, steps
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.rules import visible_requests
from mentoring.communities.models import Community
from mentoring.communities.queries.communities import Event
from mentoring.communities.rules import represented, still_acts
from mentoring.corps.models import ExpertProfile

_R = RequestState

ANSWER_WITHIN = timedelta(days=7)

# What the office filters by. "To be matched" is the work: not yet looked at, or looked at and offered to nobody.
GROUPS: dict[str, tuple[str | Promise, frozenset[RequestState]]] = {
    "waiting": (_("To be matched"), frozenset({_R.SUBMITTED, _R.TRIAGED})),
    "new": (_("New requests"), frozenset({_R.SUBMITTED})),
    "offering": (_("Offered, no answer yet"), frozenset({_R.OFFERING})),
    "waitlisted": (_("Waiting list"), frozenset({_R.WAITLISTED})),
    "matched": (_("Being coached"), frozenset({_R.MATCHED})),
    "over": (_("Finished"), frozenset({_R.CLOSED, _R.REJECTED, _R.CANCELLED})),
    "all": (_("All"), frozenset(RequestState)),
}

STEPS = (_("Sent"), _("Looked at"), _("Finding an expert"), _("Coaching"), _("Finished"))

_STEP_OF = {
    _R.DRAFT: 0,
    _R.SUBMITTED: 1,
    _R.TRIAGED: 2,
    _R.WAITLISTED: 2,
    _R.OFFERING: 2,
    _R.MATCHED: 3,
    _R.CLOSED: len(STEPS),
    _R.REJECTED: 1,
    _R.CANCELLED: 1,
}

_NOTES = {
    _R.WAITLISTED: _("on the waiting list"),
    _R.OFFERING: _("an expert has been asked"),
    _R.REJECTED: _("not accepted"),
    _R.CANCELLED: _("taken back"),
}


def status_steps(request: CoachingRequest) -> list[Step]:
    """Where the request stands, as the community's five steps."""
    state = RequestState(request.state)
    at = _STEP_OF[state]
    line = steps(STEPS, at, ["" if index != at else _NOTES.get(state, "") for index in range(len(STEPS))])
    if state in {_R.REJECTED, _R.CANCELLED}:
        line[at] = Step(STEPS[at], "stopped", _NOTES[state])
    return line


def answer_expected(request: CoachingRequest) -> datetime | None:
    """When the office means to have answered; nothing while nobody waits for it."""
    waits = request.state in {_R.SUBMITTED, _R.TRIAGED, _R.OFFERING}
    return request.submitted_at + ANSWER_WITHIN if waits and request.submitted_at else None


def shown(user: User) -> QuerySet[CoachingRequest]:
    """For one request's page."""
    rows = CoachingRequest.objects.visible_to(user)
    return rows.select_related("community__dong", "community__field", "community__stage", "centre", "created_by")


def own_drafts(user: User) -> QuerySet[CoachingRequest]:
    rows = CoachingRequest.objects.filter(represented(user), still_acts("community__"), state=RequestState.DRAFT)
    return rows.select_related("community")


def draft_to_go_on_with(user: User) -> CoachingRequest | None:
    return own_drafts(user).order_by("-created_at", "-pk").first()


def own_list(user: User) -> QuerySet[CoachingRequest]:
    """All requests of the communities that the person represents, the latest first."""
    rows = CoachingRequest.objects.filter(represented(user)).select_related("community")
    rows = rows.prefetch_related("topics")  # type: ignore[misc] # the plugin doesn't know taggit's managers
    return rows.order_by("-created_at", "-pk")


def represented_communities(user: User) -> QuerySet[Community]:
    return Community.objects.filter(represented(user, "pk")).order_by("name", "pk")


def experts_to_wish_for(centre: Centre) -> QuerySet[ExpertProfile]:
    return ExpertProfile.objects.in_term().filter(centre=centre).select_related("person")


def events_of(community: Community, user: User, limit: int) -> list[Event]:
    """For the community's timeline."""
    return [
        Event(
            day=(row.submitted_at or row.created_at).astimezone(SEOUL).date(),
            title=gettext("Coaching request: {kind}").format(kind=row.get_support_kind_display()),
            state=row.get_state_display(),
            url=reverse("office_request", args=[row.pk]),
        )
        for row in community.requests.filter(visible_requests(user)).order_by("-created_at")[:limit]
    ]
