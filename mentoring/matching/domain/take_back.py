"""Taking an open offer back: a coordinator's step, and part of a community's cancelling."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.records import transitions
from lms.notifications.domain import notify_change
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.signals import request_cancelling
from mentoring.matching.models import MatchProposal


def take_back_offer(request: CoachingRequest, *, actor: User, reason: str = "") -> MatchProposal | None:
    """The locked request's open offer becomes withdrawn; the request itself is the caller's to move."""
    waiting = request.proposals.open().first()
    if waiting is None:
        return None
    waiting.request = request
    proposal = transitions.lock(waiting, within=[request.community, request])
    answered = {"answered_at": clock.now()}
    change = transitions.move(proposal, "withdraw", actor=actor, reason=reason, changes=answered)
    notify_change(
        [proposal.expert.person],
        change,
        title=_("A coaching offer was taken back."),
        text=request.community.name,
        path=reverse("offer", args=[proposal.pk]),
    )
    return proposal


def with_its_request(sender: type[CoachingRequest], *, request: CoachingRequest, actor: User, **kwargs: Any) -> None:
    take_back_offer(request, actor=actor, reason=kwargs["reason"])


def connect() -> None:
    request_cancelling.connect(with_its_request, dispatch_uid="matching.take_back_offer")
