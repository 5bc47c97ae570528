"""Offers: a coordinator offers a request to an expert, who accepts or declines it; unanswered ones expire."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.accounts.queries import coordinators_of
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.common.one_by_one import one_by_one
from lms.common.records import statelog, transitions
from lms.notifications.domain import notify_change
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement, Goal
from mentoring.coaching.queries.caseload import coached_by
from mentoring.communities.domain.guards import check_may_decide, check_not_closed
from mentoring.communities.queries.recipients import representatives_of
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import active_corps_appointment
from mentoring.matching.domain.candidate_guard import check_candidate
from mentoring.matching.domain.take_back import take_back_offer
from mentoring.matching.enums import DeclineReason, ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.matching.ranking import Excluded, candidate
from mentoring.matching.rules import may_answer_offer
from mentoring.visits.domain.ends import carry_steps

ANSWER_WITHIN = timedelta(days=7)
PAUSE = timedelta(days=30)
# What still binds when the expert answers. A full calendar or a pause is theirs to judge.
BINDING = frozenset({"conflict", "unwanted"})


@transaction.atomic
def offer_request(*, request: CoachingRequest, expert: ExpertProfile, actor: User) -> MatchProposal:
    """Offer a looked-at request to one expert. A request that nobody has looked at yet is looked at by this."""
    check_may_decide(actor, request.community)
    request = transitions.lock(request)
    waiting = request.proposals.open().first()
    if waiting is not None and waiting.expert_id == expert.pk:
        return waiting
    if waiting is not None:
        raise DomainError(_("This request is already offered to another expert."), code="already_offered")
    # Two coordinators offering two requests to an expert with one place left would both count it as free: the expert's
    # row makes them queue, and the second counts the first's offer.
    expert = transitions.lock(expert)
    judged = check_candidate(request, expert, actor=actor)
    if request.state == RequestState.SUBMITTED:
        transitions.move(request, "triage", actor=actor)
    transitions.move(request, "offer", actor=actor, data={"expert": expert.pk})
    moment = clock.now()
    proposal = MatchProposal.objects.create(
        centre_id=request.centre_id,
        request=request,
        expert=expert,
        score=judged.score,
        breakdown=judged.breakdown,
        state=ProposalState.OFFERED,
        created_by=actor,
        created_at=moment,
        expires_at=moment + ANSWER_WITHIN,
    )
    change = statelog.record(
        proposal, action="offer", to_state=proposal.state, actor=actor, data={"score": judged.score}
    )
    notify_change(
        [expert.person],
        change,
        title=_("You are asked to coach a community."),
        text=request.community.name,
        path=reverse("offer", args=[proposal.pk]),
    )
    return proposal


# ── the expert's answer


@transaction.atomic
def accept_offer(*, proposal: MatchProposal, actor: User) -> Engagement:
    proposal = transitions.lock(proposal)
    request, expert = proposal.request, proposal.expert
    _check_own(proposal, actor)
    if proposal.state == ProposalState.ACCEPTED:
        return Engagement.objects.get(proposal=proposal)
    _check_answerable(proposal)
    check_not_closed(request.community)
    term = active_corps_appointment(expert.person, clock.today(), centre=expert.centre)
    if term is None:
        message = _("You have no appointment in force, so you can't take a community. Please call the centre.")
        raise DomainError(message, code="term")
    judged = candidate(request, expert)
    if isinstance(judged, Excluded) and judged.code in BINDING:
        message = _("You can't take this community: %(reason)s. Please call the centre.")
        raise DomainError(message % {"reason": judged.reason}, code=judged.code)
    # The capacity may have been lowered, or a coaching opened again, since the offer was made. Counted under the lock on
    # the expert's row, which every new engagement takes. Other open offers don't count: each is judged at its own answer.
    if coached_by(expert) >= expert.capacity:
        message = _("All your places are taken. Please call the centre if you want to take one community more.")
        raise DomainError(message, code="capacity")
    engagement = _begin(request, expert, term, actor)
    answer = {"answered_at": clock.now(), "engagement": engagement}
    change = transitions.move(proposal, "accept", actor=actor, changes=answer)
    transitions.move(request, "match", actor=actor)
    title = _("An expert was found for your community: %(expert)s") % {"expert": expert.person}
    community, path = request.community, reverse("request", args=[request.pk])
    notify_change(representatives_of(community), change, title=title, text=community.name, path=path)
    title = _("An offer was accepted: %(community)s") % {"community": request.community}
    notify_change(
        coordinators_of(request.centre_id), change, title=title, path=reverse("office_request", args=[request.pk])
    )
    return engagement


def _begin(request: CoachingRequest, expert: ExpertProfile, term: Appointment, actor: User) -> Engagement:
    engagement = Engagement.objects.create(
        centre_id=request.centre_id,
        request=request,
        community=request.community,
        expert=expert,
        appointment=term,
        starts_on=clock.today(),
        state=EngagementState.ACTIVE,
    )
    Goal.objects.create(engagement=engagement, number=1, text=request.goal)
    # The expert before left early: what was open goes on.
    carry_steps(request.engagements.exclude(pk=engagement.pk), engagement)
    statelog.record(engagement, action="begin", to_state=engagement.state, actor=actor)
    return engagement


@transaction.atomic
def decline_offer(
    *, proposal: MatchProposal, actor: User, reason: str, note: str = "", pause: bool = False
) -> MatchProposal:
    """The request goes back to the office. `pause`: no new offers for a while, in the same step."""
    proposal = transitions.lock(proposal)
    request, expert = proposal.request, proposal.expert
    _check_own(proposal, actor)
    if proposal.state == ProposalState.DECLINED:
        return proposal
    if reason not in DeclineReason.values:
        message = _("Please choose a reason.")
        raise DomainError(message, code="reason", fields={"reason": message})
    if proposal.state != ProposalState.OFFERED:
        _refuse_answer(proposal)
    answer = {"answered_at": clock.now(), "decline_reason": reason, "decline_note": note}
    change = transitions.move(proposal, "decline", actor=actor, reason=reason, changes=answer)
    transitions.move(request, "reopen", actor=actor, reason=reason)
    if pause:
        expert.paused_until = clock.today() + PAUSE
        expert.save(update_fields=["paused_until"])
        statelog.record(expert, action="pause", actor=actor, data={"until": expert.paused_until.isoformat()})
    _tell_office(request, change, _("An offer was declined: %(community)s") % {"community": request.community})
    return proposal


def _check_own(proposal: MatchProposal, actor: User) -> None:
    if not may_answer_offer(actor, proposal):
        raise NotAllowed(_("Only the expert who was asked answers this."), code="not_own")


def _check_answerable(proposal: MatchProposal) -> None:
    """The date counts, not whether `tick` has already written it down."""
    late = proposal.expires_at is not None and proposal.expires_at <= clock.now()
    if proposal.state != ProposalState.OFFERED or late:
        _refuse_answer(proposal)


def _refuse_answer(proposal: MatchProposal) -> None:
    messages = {
        ProposalState.WITHDRAWN: _("This offer was taken back, so it needs no answer any more."),
        ProposalState.DECLINED: _(
            "You have declined this offer. Please call the centre if you want to take it after all."
        ),
        ProposalState.ACCEPTED: _("You have accepted this offer. Please call the centre if you can't keep it."),
    }
    ended = _("The time for an answer is over. Please call the centre if you want to take it after all.")
    code = "closed_offer" if proposal.state == ProposalState.OFFERED else "state"
    raise DomainError(messages.get(ProposalState(proposal.state), ended), code=code)


# ── the office and the clock


@transaction.atomic
def withdraw_offer(*, proposal: MatchProposal, actor: User, reason: str = "") -> MatchProposal:
    check_may_decide(actor, proposal.request.community)
    current = transitions.lock(proposal)
    if current.state == ProposalState.WITHDRAWN:
        return current
    taken = (
        take_back_offer(current.request, actor=actor, reason=reason) if current.state == ProposalState.OFFERED else None
    )
    if taken is None:
        raise DomainError(_("This offer is already answered, so it can't be taken back."), code="state")
    transitions.move(current.request, "reopen", actor=actor, reason=reason)
    return taken


def expire_offers() -> int:
    """Each in a transaction of its own, so that one that can't be moved stops no other. A second run finds none."""
    due = MatchProposal.objects.filter(state=ProposalState.OFFERED, expires_at__lte=clock.now())
    return one_by_one(_expire, list(due.order_by("pk")))


@transaction.atomic
def _expire(proposal: MatchProposal) -> bool:
    proposal = transitions.lock(proposal)
    request, expert = proposal.request, proposal.expert
    if proposal.state != ProposalState.OFFERED:
        return False  # answered between the list and the lock
    change = transitions.move(proposal, "expire", actor=None)
    transitions.move(request, "reopen", actor=None)
    _tell_office(request, change, _("An offer got no answer: %(community)s") % {"community": request.community})
    title, path = _("A coaching offer ran out."), reverse("offer", args=[proposal.pk])
    notify_change([expert.person], change, title=title, text=request.community.name, path=path)
    return True


def _tell_office(request: CoachingRequest, change: StateChange, title: str) -> None:
    notify_change(
        coordinators_of(request.centre_id), change, title=title, path=reverse("office_request", args=[request.pk])
    )
