from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Words
from mentoring.corps.enums import expert_lock


class SupportKind(models.TextChoices):
    LITERACY = "literacy", _("Literacy education")
    COACHING = "coaching", _("Tailored coaching")
    NETWORK = "network", _("Network forming")


class RequestState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", pgettext_lazy("site", "Submitted")
    TRIAGED = "triaged", _("Looked at")
    WAITLISTED = "waitlisted", _("Waiting")
    OFFERING = "offering", _("Offered to an expert")
    MATCHED = "matched", _("Matched")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Not accepted")
    CANCELLED = "cancelled", pgettext_lazy("site", "Cancelled")


_R = RequestState

OPEN_REQUEST = frozenset({_R.DRAFT, _R.SUBMITTED, _R.TRIAGED, _R.WAITLISTED, _R.OFFERING, _R.MATCHED})

REQUEST_TRANSITIONS: dict[str, dict[str, RequestState]] = {
    _R.DRAFT: {"submit": _R.SUBMITTED, "cancel": _R.CANCELLED},
    _R.SUBMITTED: {"triage": _R.TRIAGED, "return": _R.DRAFT, "reject": _R.REJECTED, "cancel": _R.CANCELLED},
    _R.TRIAGED: {
        "return": _R.DRAFT,
        "reject": _R.REJECTED,
        "offer": _R.OFFERING,
        "waitlist": _R.WAITLISTED,
        "cancel": _R.CANCELLED,
    },
    _R.WAITLISTED: {"triage": _R.TRIAGED, "cancel": _R.CANCELLED},
    _R.OFFERING: {"match": _R.MATCHED, "reopen": _R.TRIAGED, "cancel": _R.CANCELLED},
    _R.MATCHED: {"close": _R.CLOSED, "reopen": _R.TRIAGED},
    _R.CLOSED: {"resume": _R.MATCHED},
}

_REQUEST_PATH = (
    Lock("communities.community", ("community",), related=("centre",)),
    Lock("coaching.coachingrequest", related=("centre",)),
)

# The community's row makes two that begin a request, or open one again, queue: there is one open of each kind.
REQUEST = Machine(
    "coaching.coachingrequest",
    states=RequestState,
    table=REQUEST_TRANSITIONS,
    words={
        "begin": Words(pgettext_lazy("action", "begun")),
        "submit": Words(pgettext_lazy("action", "sent")),
        "cancel": Words(pgettext_lazy("action", "called off")),
        "triage": Words(pgettext_lazy("action", "taken up"), _("Mark as looked at")),
        "return": Words(pgettext_lazy("action", "sent back"), _("Give back")),
        "reject": Words(pgettext_lazy("action", "turned down"), _("Don't accept the request")),
        "waitlist": Words(pgettext_lazy("action", "put on the waiting list"), _("Put on the waiting list")),
        "offer": Words(pgettext_lazy("action", "offered")),
        "match": Words(pgettext_lazy("action", "matched")),
        "reopen": Words(pgettext_lazy("action", "opened again")),
        "close": Words(pgettext_lazy("action", "closed")),
        "resume": Words(pgettext_lazy("action", "resumed")),
    },
    lock=_REQUEST_PATH,
)


class EngagementState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Under way")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    ENDED_EARLY = "ended_early", _("Ended early")


_G = EngagementState

OPEN_ENGAGEMENT = frozenset({_G.PLANNED, _G.ACTIVE, _G.PAUSED})

GOES_ON = frozenset({_G.PLANNED, _G.ACTIVE})  # visits are arranged

ENGAGEMENT_TRANSITIONS: dict[str, dict[str, EngagementState]] = {
    _G.PLANNED: {"start": _G.ACTIVE, "end_early": _G.ENDED_EARLY},
    _G.ACTIVE: {
        "pause": _G.PAUSED,
        "complete": _G.COMPLETED,
        "end_early": _G.ENDED_EARLY,
        "hand_over": _G.ENDED_EARLY,
    },
    _G.PAUSED: {
        "resume": _G.ACTIVE,
        "complete": _G.COMPLETED,
        "end_early": _G.ENDED_EARLY,
        "hand_over": _G.ENDED_EARLY,
    },
    _G.COMPLETED: {"reopen": _G.ACTIVE},
}

# The expert's row too: a visit is logged under that lock, so none slips in while the engagement ends.
ENGAGEMENT = Machine(
    "coaching.engagement",
    noun=pgettext_lazy("thing", "coaching"),
    states=EngagementState,
    table=ENGAGEMENT_TRANSITIONS,
    words={
        "begin": Words(pgettext_lazy("action", "begun")),
        "start": Words(pgettext_lazy("action", "started")),
        "pause": Words(pgettext_lazy("action", "paused"), _("Let it rest")),
        "resume": Words(pgettext_lazy("action", "resumed"), _("Go on with it")),
        "complete": Words(pgettext_lazy("action", "coaching completed")),
        "end_early": Words(pgettext_lazy("action", "ended early"), _("End the coaching")),
        "hand_over": Words(pgettext_lazy("action", "handed over")),
        "pass": Words(pgettext_lazy("action", "given in spite of an obstacle")),
        "reopen": Words(pgettext_lazy("action", "opened again"), _("Open it again")),
        "allow_late_logs": Words(pgettext_lazy("action", "late logs allowed"), _("Allow")),
    },
    lock=(
        Lock("communities.community", ("community", "request.community"), related=("centre",)),
        Lock("coaching.coachingrequest", ("request",), related=("centre",)),
        expert_lock("expert"),
        Lock("coaching.engagement", related=("centre",)),
    ),
)


class GoalState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT = "not", _("Not reached")


# Said of each goal when the coaching is completed, and once more when it is completed after it was opened again.
GOAL = Machine(
    "coaching.goal",
    states=GoalState,
    table={state: {"settle": frozenset({GoalState.DONE, GoalState.PARTLY, GoalState.NOT})} for state in GoalState},
    part_of="coaching.engagement",
)
