from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Words
from mentoring.corps.enums import expert_lock


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", pgettext_lazy("site", "Approved")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


_P = ProposalState

OPEN_PROPOSAL = frozenset({_P.APPROVED, _P.OFFERED})

PROPOSAL_MADE = frozenset({_P.OFFERED, _P.ACCEPTED, _P.DECLINED, _P.EXPIRED, _P.WITHDRAWN})  # the expert knows of it

PROPOSAL_TRANSITIONS: dict[str, dict[str, ProposalState]] = {
    _P.PROPOSED: {"approve": _P.APPROVED, "discard": _P.DISCARDED},
    _P.APPROVED: {"offer": _P.OFFERED, "discard": _P.DISCARDED},
    _P.OFFERED: {"accept": _P.ACCEPTED, "decline": _P.DECLINED, "expire": _P.EXPIRED, "withdraw": _P.WITHDRAWN},
}

PROPOSAL = Machine(
    "matching.matchproposal",
    noun=pgettext_lazy("thing", "offer of a match"),
    states=ProposalState,
    table=PROPOSAL_TRANSITIONS,
    words={
        "approve": Words(pgettext_lazy("action", "approved")),
        "discard": Words(pgettext_lazy("action", "put aside")),
        "offer": Words(pgettext_lazy("action", "offered")),
        "accept": Words(pgettext_lazy("action", "accepted")),
        "decline": Words(pgettext_lazy("action", "declined")),
        "expire": Words(pgettext_lazy("action", "ran out")),
        "withdraw": Words(pgettext_lazy("action", "withdrawn"), _("Take the offer back")),
        "hand_over": Words(pgettext_lazy("action", "handed over")),
    },
    lock=(
        Lock("communities.community", ("request.community",), related=("centre",)),
        Lock("coaching.coachingrequest", ("request",), related=("centre",)),
        expert_lock("expert"),
        Lock("matching.matchproposal"),
    ),
)


class DeclineReason(models.TextChoices):
    TIME = "time", _("No time at the moment")
    TOPIC = "topic", _("Not my subject")
    DISTANCE = "distance", _("Too far away")
    CONFLICT = "conflict", _("I know the people too well")
    OTHER = "other", _("Another reason")
