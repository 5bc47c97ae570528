"""Engagements: an expert with a community until it ends. The table stands in `enums`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from mentoring.domain.steps import check_coordinator, lock_community, lock_expert, lock_request, take, tell
from mentoring.enums import (
    ENGAGEMENT_TRANSITIONS,
    OPEN_REQUEST,
    REQUEST_TRANSITIONS,
    UNANSWERED,
    EngagementState,
    GoalState,
    VisitState,
)
from mentoring.models import CoachingRequest, Engagement
from mentoring.queries.candidates import load_of
from mentoring.queries.recipients import coordinators_of, representatives_of
from mentoring.rules import coordinates, in_term, is_representative

REOPEN_WITHIN = timedelta(days=30)
OUTCOME = frozenset({"rating", "fit", "on_own", "again", "change"})


@transaction.atomic
def pause(*, engagement: Engagement, actor: User, reason: str = "") -> Engagement:
    """A rest; the place at the expert stays taken."""
    engagement = _locked_for(engagement, actor)
    if engagement.state != EngagementState.PAUSED:
        change = take(engagement, "pause", ENGAGEMENT_TRANSITIONS, actor=actor, reason=reason)
        _tell_both(engagement, change, _("Your coaching is resting for a while."))
    return engagement


@transaction.atomic
def resume(*, engagement: Engagement, actor: User) -> Engagement:
    engagement = _locked_for(engagement, actor)
    if engagement.state != EngagementState.ACTIVE:
        _check_term(engagement)
        change = take(engagement, "resume", ENGAGEMENT_TRANSITIONS, actor=actor)
        _tell_both(engagement, change, _("Your coaching goes on."))
    return engagement


@transaction.atomic
def complete(
    *, engagement: Engagement, actor: User, outcome: Mapping[str, Any], goals: Mapping[int, str]
) -> Engagement:
    """The community's last word: five short answers, and what became of each goal (id → state)."""
    if not (is_representative(actor, engagement.community) or coordinates(actor, engagement.centre_id)):
        said = _("Only a current representative of the community, or the centre, finishes the coaching.")
        raise NotAllowed(said, code="not_representative")
    request, engagement = _locked(engagement)
    if engagement.state == EngagementState.COMPLETED:
        return engagement
    _check_visits(engagement)
    _settle_goals(engagement, goals)
    if set(outcome) != OUTCOME:
        raise DomainError(_("Please answer all five questions."), code="outcome")
    engagement.outcome, engagement.completed_at, engagement.ends_on = dict(outcome), clock.now(), clock.today()
    change = take(engagement, "complete", ENGAGEMENT_TRANSITIONS, actor=actor)
    take(request, "close", REQUEST_TRANSITIONS, actor=actor)
    _tell_both(engagement, change, _("The coaching is finished. Thank you."))
    title = _("A coaching is finished: %(community)s") % {"community": engagement.community}
    tell(coordinators_of(engagement.centre_id), change, title=title, path=_office_path(engagement))
    return engagement


def _check_visits(engagement: Engagement) -> None:
    states = set(engagement.sessions.values_list("state", flat=True))
    if states & UNANSWERED:
        said = _("A visit log still waits for an answer. Please confirm it first, then finish the coaching.")
        raise DomainError(said, code="unanswered_log")
    if VisitState.CONFIRMED not in states:
        said = _("No visit is confirmed yet, so there is nothing to finish. Please call the centre if it should end.")
        raise DomainError(said, code="no_confirmed_visit")


def _settle_goals(engagement: Engagement, goals: Mapping[int, str]) -> None:
    settled = {GoalState.DONE, GoalState.PARTLY, GoalState.NOT}
    rows = list(engagement.goals.all())
    if any(goals.get(goal.pk) not in settled for goal in rows):
        raise DomainError(_("Please say of each goal what became of it."), code="goals")
    for goal in rows:
        goal.state = goals[goal.pk]
        goal.save(update_fields=["state"])


@transaction.atomic
def end_early(*, engagement: Engagement, actor: User, reason: str, rematch: bool) -> Engagement:
    """`rematch`: the request goes back to the office, which looks for another expert; otherwise it is closed."""
    check_coordinator(actor, engagement.centre_id)
    request, engagement = _locked(engagement)
    if engagement.state == EngagementState.ENDED_EARLY:
        return engagement
    if not reason.strip():
        said = _("Please write the reason.")
        raise DomainError(said, code="reason", fields={"reason": said})
    engagement.end_reason, engagement.ends_on = reason, clock.today()
    change = take(engagement, "end_early", ENGAGEMENT_TRANSITIONS, actor=actor, reason=reason)
    take(request, "reopen" if rematch else "close", REQUEST_TRANSITIONS, actor=actor, reason=reason)
    _tell_both(engagement, change, _("The coaching has ended."))
    return engagement


@transaction.atomic
def reopen(*, engagement: Engagement, actor: User, reason: str) -> Engagement:
    """Up to 30 days after the end. It takes a place at the expert again, and the request's kind must still be free."""
    check_coordinator(actor, engagement.centre_id)
    # Reopening beside a new request of the same kind would give the community two: its row makes both queue.
    lock_community(engagement.community_id)
    request, engagement = _locked(engagement)
    if engagement.state == EngagementState.ACTIVE:
        return engagement
    if engagement.completed_at is None or clock.now() - engagement.completed_at > REOPEN_WITHIN:
        said = _("Only a coaching that was finished in the last 30 days can be opened again.")
        raise DomainError(said, code="too_late")
    _check_place(engagement, request)
    engagement.completed_at = engagement.ends_on = None
    change = take(engagement, "reopen", ENGAGEMENT_TRANSITIONS, actor=actor, reason=reason)
    take(request, "resume", REQUEST_TRANSITIONS, actor=actor, reason=reason)
    _tell_both(engagement, change, _("Your coaching goes on."))
    return engagement


def _check_place(engagement: Engagement, request: CoachingRequest) -> None:
    _check_term(engagement)
    if load_of(engagement.expert) >= engagement.expert.capacity:
        raise DomainError(_("The expert has no place free any more."), code="capacity")
    others = CoachingRequest.objects.filter(community_id=request.community_id, support_kind=request.support_kind)
    if others.filter(state__in=OPEN_REQUEST).exclude(pk=request.pk).exists():
        said = _("The community has a new request of the same kind by now. Please go on with that one.")
        raise DomainError(said, code="open_request")


def _check_term(engagement: Engagement) -> None:
    if not in_term(engagement.expert):
        raise DomainError(_("The expert has no appointment in force any more."), code="term")


def _locked_for(engagement: Engagement, actor: User) -> Engagement:
    check_coordinator(actor, engagement.centre_id)
    return _locked(engagement)[1]


def _locked(engagement: Engagement) -> tuple[CoachingRequest, Engagement]:
    """The expert's row too: a visit is logged under that lock, so none slips in while the engagement ends."""
    request = lock_request(engagement.request_id)
    expert = lock_expert(engagement.expert_id)
    rows = Engagement.objects.select_for_update(of=("self",)).select_related("community", "centre")
    fresh = rows.get(pk=engagement.pk)
    fresh.expert = expert
    return request, fresh


def _office_path(engagement: Engagement) -> str:
    return reverse("office_engagement", args=[engagement.pk])


def _tell_both(engagement: Engagement, change: Any, title: str) -> None:
    path = reverse("request", args=[engagement.request_id])
    tell(representatives_of(engagement.community), change, title=title, path=path)
    tell([engagement.expert.person], change, title=title, path=reverse("offer", args=[engagement.proposal.pk]))
