"""Engagements: an expert with a community until it ends. The machine stands in `enums`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.accounts.queries import coordinators_of
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import transitions
from lms.common.records.reasons import check_reason
from lms.notifications.domain import notify_change
from mentoring.coaching.enums import GOAL, OPEN_REQUEST, EngagementState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.coaching.queries.caseload import load_of
from mentoring.coaching.rules import may_complete_engagement
from mentoring.coaching.signals import coaching_stopped
from mentoring.communities.domain.guards import (
    check_may_decide,
    check_not_closed,
    check_not_too_near,
    not_representative,
)
from mentoring.communities.queries.recipients import representatives_of
from mentoring.corps.domain.guards import no_term
from mentoring.corps.rules import in_term
from mentoring.visits.enums import UNANSWERED, VisitState

REOPEN_WITHIN = timedelta(days=30)
OUTCOME = frozenset({"rating", "fit", "on_own", "again", "change"})


@transaction.atomic
def pause_engagement(*, engagement: Engagement, actor: User, reason: str = "") -> Engagement:
    """A rest; the place at the expert stays taken."""
    engagement = _locked_for(engagement, actor)
    if engagement.state != EngagementState.PAUSED:
        change = transitions.move(engagement, "pause", actor=actor, reason=reason)
        coaching_stopped.send(Engagement, engagement=engagement, actor=actor)
        _tell_both(engagement, change, _("Your coaching is resting for a while."))
    return engagement


@transaction.atomic
def resume_engagement(*, engagement: Engagement, actor: User) -> Engagement:
    engagement = _locked_for(engagement, actor)
    if engagement.state != EngagementState.ACTIVE:
        _check_may_go_on(engagement)
        change = transitions.move(engagement, "resume", actor=actor)
        _tell_both(engagement, change, _("Your coaching goes on."))
    return engagement


@transaction.atomic
def complete_engagement(
    *, engagement: Engagement, actor: User, outcome: Mapping[str, Any], goals: Mapping[int, str]
) -> Engagement:
    """The community's last word: five short answers, and what became of each goal (id → state)."""
    if not may_complete_engagement(actor, engagement):
        raise not_representative()
    engagement = transitions.lock(engagement)
    if engagement.state == EngagementState.COMPLETED:
        return engagement
    _check_visits(engagement)
    _settle_goals(engagement, goals)
    if set(outcome) != OUTCOME:
        raise DomainError(_("Please answer all five questions."), code="outcome")
    end = {"outcome": dict(outcome), "completed_at": clock.now(), "ends_on": clock.today()}
    change = transitions.move(engagement, "complete", actor=actor, changes=end)
    transitions.move(engagement.request, "close", actor=actor)
    coaching_stopped.send(Engagement, engagement=engagement, actor=actor)
    _tell_both(engagement, change, _("The coaching is finished. Thank you."))
    title = _("A coaching is finished: %(community)s") % {"community": engagement.community}
    notify_change(coordinators_of(engagement.centre_id), change, title=title, path=_office_path(engagement))
    return engagement


def _check_visits(engagement: Engagement) -> None:
    """One that fell through is no visit, also where the centre decided that it was logged rightly."""
    if engagement.visits.filter(state__in=UNANSWERED).exists():
        message = _("A visit log still waits for an answer. Please confirm it first, then finish the coaching.")
        raise DomainError(message, code="unanswered_log")
    if not engagement.visits.filter(state=VisitState.CONFIRMED, no_show_side="").exists():
        message = _(
            "No visit is confirmed yet, so there is nothing to finish. Please call the centre if it should end."
        )
        raise DomainError(message, code="no_confirmed_visit")


def _settle_goals(engagement: Engagement, goals: Mapping[int, str]) -> None:
    rows = list(engagement.goals.all())
    if any(goals.get(goal.pk) not in GOAL.targets(goal.state, "settle") for goal in rows):
        raise DomainError(_("Please say of each goal what became of it."), code="goals")
    for goal in rows:
        transitions.move_parts(engagement.goals.filter(pk=goal.pk), "settle", to=goals[goal.pk])


@transaction.atomic
def end_engagement_early(*, engagement: Engagement, actor: User, reason: str, rematch: bool) -> Engagement:
    """`rematch`: the request goes back to the office, which looks for another expert; otherwise it is closed."""
    check_may_decide(actor, engagement.community, engagement.expert)
    engagement = transitions.lock(engagement)
    if engagement.state == EngagementState.ENDED_EARLY:
        return engagement
    reason = check_reason(reason)
    end = {"end_reason": reason, "ends_on": clock.today()}
    change = transitions.move(engagement, "end_early", actor=actor, reason=reason, changes=end)
    transitions.move(engagement.request, "reopen" if rematch else "close", actor=actor, reason=reason)
    coaching_stopped.send(Engagement, engagement=engagement, actor=actor)
    _tell_both(engagement, change, _("The coaching has ended."))
    return engagement


@transaction.atomic
def reopen_engagement(*, engagement: Engagement, actor: User, reason: str) -> Engagement:
    """Up to 30 days after the end. It takes a place at the expert again, and the request's kind must still be free."""
    check_may_decide(actor, engagement.community, engagement.expert)
    # Reopening beside a new request of the same kind would give the community two: its row makes both queue.
    engagement = transitions.lock(engagement)
    if engagement.state == EngagementState.ACTIVE:
        return engagement
    if engagement.completed_at is None or clock.now() - engagement.completed_at > REOPEN_WITHIN:
        message = _("Only a coaching that was finished in the last 30 days can be opened again.")
        raise DomainError(message, code="too_late")
    _check_place(engagement, engagement.request)
    on_again = {"completed_at": None, "ends_on": None}
    change = transitions.move(engagement, "reopen", actor=actor, reason=reason, changes=on_again)
    transitions.move(engagement.request, "resume", actor=actor, reason=reason)
    _tell_both(engagement, change, _("Your coaching goes on."))
    return engagement


def _check_place(engagement: Engagement, request: CoachingRequest) -> None:
    _check_may_go_on(engagement)
    if load_of(engagement.expert) >= engagement.expert.capacity:
        raise DomainError(_("The expert has no place free any more."), code="capacity")
    others = CoachingRequest.objects.filter(community_id=request.community_id, support_kind=request.support_kind)
    if others.filter(state__in=OPEN_REQUEST).exclude(pk=request.pk).exists():
        message = _("The community has a new request of the same kind by now. Please go on with that one.")
        raise DomainError(message, code="open_request")


def _check_may_go_on(engagement: Engagement) -> None:
    if not in_term(engagement.expert):
        raise no_term()
    check_not_closed(engagement.community)
    check_not_too_near(engagement.expert, engagement.community)


def _locked_for(engagement: Engagement, actor: User) -> Engagement:
    check_may_decide(actor, engagement.community, engagement.expert)
    return transitions.lock(engagement)


def _office_path(engagement: Engagement) -> str:
    return reverse("office_engagement", args=[engagement.pk])


def _tell_both(engagement: Engagement, change: StateChange, title: str) -> None:
    """Either may have to do with several communities, so the text says which."""
    community, expert = engagement.community, engagement.expert.person
    path = reverse("request", args=[engagement.request_id])
    notify_change(representatives_of(community), change, title=title, text=community.name, path=path)
    path = reverse("offer", args=[engagement.proposal.pk])
    notify_change([expert], change, title=title, text=community.name, path=path)
