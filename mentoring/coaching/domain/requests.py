"""Coaching requests: written by a community, looked at by the office. The machine stands in `enums`."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models import Topic
from lms.accounts.models import User
from lms.accounts.queries import coordinators_of
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.notifications.domain import notify_change
from mentoring.coaching.enums import OPEN_REQUEST, RequestState
from mentoring.coaching.models import CoachingRequest, RequestSlot
from mentoring.coaching.signals import request_cancelling
from mentoring.communities.domain.guards import check_may_decide, check_representative
from mentoring.communities.enums import CommunityState
from mentoring.communities.models import Community
from mentoring.communities.queries.recipients import representatives_of
from mentoring.corps.models import ExpertProfile
from mentoring.corps.weekly_hours import Hours

MOST_TOPICS = 3


# ── writing


@transaction.atomic
def save_draft(
    *,
    community: Community,
    actor: User,
    support_kind: str,
    topics: Sequence[Topic],
    problem: str,
    goal: str,
    sensitive: bool = False,
    request: CoachingRequest | None = None,
) -> CoachingRequest:
    """What the community asks for. Without `request` its draft of that kind goes on, so a second press makes none."""
    # Two members on two phones would both see no open request and both begin one: the community's row makes them queue.
    community = transitions.lock(community)
    check_representative(actor, community)
    _check_may_ask(community)
    draft = _draft_to_write(community, request, support_kind)
    _check_topics(topics)
    if draft is None:
        draft = CoachingRequest(
            centre_id=community.centre_id, community=community, created_by=actor, created_at=clock.now()
        )
    begun = draft.pk is None
    draft.support_kind, draft.problem, draft.goal, draft.sensitive = support_kind, problem, goal, sensitive
    draft.save()
    draft.topics.set(topics)
    if begun:
        statelog.record(draft, action="begin", to_state=draft.state, actor=actor)
    return draft


def _check_may_ask(community: Community) -> None:
    if community.state != CommunityState.ACTIVE:
        message = _("This community is resting or closed and can't ask for coaching. Please call the centre.")
        raise DomainError(message, code="community_rests")


def _draft_to_write(community: Community, request: CoachingRequest | None, support_kind: str) -> CoachingRequest | None:
    mine = CoachingRequest.objects.filter(community=community, state__in=OPEN_REQUEST)
    open_rows = transitions.lock_each(mine, within=[community])
    same_kind = next((row for row in open_rows if row.support_kind == support_kind), None)
    if request is None:
        draft = same_kind
    else:
        draft = next((row for row in open_rows if row.pk == request.pk), None)
        if draft is None:
            raise DomainError(_("This request is finished. Please begin a new one."), code="finished")
    blocking = same_kind if same_kind is not None and same_kind != draft else None
    if blocking is not None or (draft is not None and draft.state != RequestState.DRAFT):
        message = _("Your community already has an open request of this kind. Please look at that one.")
        raise DomainError(message, code="open_request", fields={"support_kind": message})
    return draft


def _check_topics(topics: Sequence[Topic]) -> None:
    if not 1 <= len(topics) <= MOST_TOPICS:
        message = _("Please choose one to three topics.")
        raise DomainError(message, code="topics", fields={"topics": message})


@transaction.atomic
def save_slots(*, request: CoachingRequest, actor: User, slots: Iterable[Hours]) -> CoachingRequest:
    request = _draft_of(request, actor)
    request.slots.all().delete()
    RequestSlot.objects.bulk_create(
        RequestSlot(request=request, weekday=slot.weekday, starts=slot.starts, ends=slot.ends) for slot in slots
    )
    return request


@transaction.atomic
def save_wishes(
    *,
    request: CoachingRequest,
    actor: User,
    questions: str = "",
    wanted: Sequence[ExpertProfile] = (),
    unwanted: Sequence[ExpertProfile] = (),
) -> CoachingRequest:
    request = _draft_of(request, actor)
    if {expert.pk for expert in wanted} & {expert.pk for expert in unwanted}:
        message = _("The same expert can't be both wished for and not wished for.")
        raise DomainError(message, code="both", fields={"unwanted": message})
    request.questions = questions
    request.save(update_fields=["questions"])
    request.wanted.set(wanted)
    request.unwanted.set(unwanted)
    return request


def _draft_of(request: CoachingRequest, actor: User) -> CoachingRequest:
    request = transitions.lock(request)
    check_representative(actor, request.community)
    if request.state != RequestState.DRAFT:
        message = _("This request is already sent, so it can't be changed here. Please call the centre.")
        raise DomainError(message, code="sent")
    return request


@transaction.atomic
def submit_request(*, request: CoachingRequest, actor: User) -> CoachingRequest:
    request = transitions.lock(request)
    check_representative(actor, request.community)
    if request.state == RequestState.SUBMITTED:
        return request
    _check_may_ask(request.community)
    _check_topics(list(request.topics.all()))
    change = transitions.move(request, "submit", actor=actor, changes={"submitted_at": clock.now(), "reason": ""})
    notify_change(
        coordinators_of(request.centre_id),
        change,
        title=_("A new coaching request: %(community)s") % {"community": request.community},
        path=reverse("office_request", args=[request.pk]),
    )
    return request


@transaction.atomic
def cancel_request(*, request: CoachingRequest, actor: User, reason: str = "") -> CoachingRequest:
    """The community takes its request back; an expert who was asked is told."""
    request = transitions.lock(request)
    check_representative(actor, request.community)
    if request.state == RequestState.CANCELLED:
        return request
    told = request.state != RequestState.DRAFT
    request_cancelling.send(CoachingRequest, request=request, actor=actor, reason=reason)
    change = _move_with_reason(request, "cancel", actor, reason)
    if told:
        notify_change(
            coordinators_of(request.centre_id),
            change,
            title=_("A coaching request was taken back: %(community)s") % {"community": request.community},
            path=reverse("office_request", args=[request.pk]),
        )
    return request


# ── looking at


@transaction.atomic
def triage_request(*, request: CoachingRequest, actor: User) -> CoachingRequest:
    """A coordinator has read it and it can be offered; also ends waiting."""
    request = _locked_for(request, actor)
    if request.state == RequestState.TRIAGED:
        return request
    transitions.move(request, "triage", actor=actor)
    return request


@transaction.atomic
def waitlist_request(*, request: CoachingRequest, actor: User, reason: str = "") -> CoachingRequest:
    request = _locked_for(request, actor)
    if request.state == RequestState.WAITLISTED:
        return request
    change = _move_with_reason(request, "waitlist", actor, reason)
    _tell_community(request, change, _("Your coaching request is on the waiting list."))
    return request


@transaction.atomic
def return_to_community(*, request: CoachingRequest, actor: User, reason: str) -> CoachingRequest:
    request = _locked_for(request, actor)
    if request.state == RequestState.DRAFT:
        return request
    reason = check_reason(reason)
    change = _move_with_reason(request, "return", actor, reason)
    _tell_community(request, change, _("Please complete your coaching request and send it again."))
    return request


@transaction.atomic
def reject_request(*, request: CoachingRequest, actor: User, reason: str) -> CoachingRequest:
    request = _locked_for(request, actor)
    if request.state == RequestState.REJECTED:
        return request
    reason = check_reason(reason)
    change = _move_with_reason(request, "reject", actor, reason)
    _tell_community(request, change, _("There is an answer to your coaching request."))
    return request


def _locked_for(request: CoachingRequest, actor: User) -> CoachingRequest:
    check_may_decide(actor, request.community)
    return transitions.lock(request)


def _move_with_reason(request: CoachingRequest, action: str, actor: User, reason: str) -> StateChange:
    """The community reads the reason of the last answer on its page, too."""
    return transitions.move(request, action, actor=actor, reason=reason, changes={"reason": reason})


def _tell_community(request: CoachingRequest, change: StateChange, title: str) -> None:
    community, path = request.community, reverse("request", args=[request.pk])
    notify_change(representatives_of(community), change, title=title, text=community.name, path=path)
