from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Subject, Words

EVIDENCE = Subject(
    "runs.evidence",
    noun=pgettext_lazy("thing", "evidence"),
    words={
        "accept": Words(pgettext_lazy("action", "accepted")),
        "take_back": Words(pgettext_lazy("action", "taken back")),
    },
)
COMPLETION = Subject("runs.completion", noun=pgettext_lazy("thing", "completion"))


class Admission(models.TextChoices):
    OPEN = "open", _("Open to all")
    APPROVAL = "approval", _("By approval")
    INVITATION = "invitation", _("By invitation")


class RunState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", pgettext_lazy("site", "Published")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", pgettext_lazy("site", "Cancelled")


_N = RunState

OPEN_RUN = frozenset({_N.DRAFT, _N.PUBLISHED})  # its wording may still change, and what it offers

ANNOUNCED_RUN = frozenset({_N.PUBLISHED, _N.CLOSED})  # everybody may read of it

RUN_TRANSITIONS: dict[str, dict[str, RunState]] = {
    _N.DRAFT: {"publish": _N.PUBLISHED, "cancel": _N.CANCELLED},
    _N.PUBLISHED: {"close": _N.CLOSED, "cancel": _N.CANCELLED},
    _N.CLOSED: {"reopen": _N.PUBLISHED},
}

# The row owns the run's seats and the queue for them.
RUN = Machine(
    "runs.courserun",
    states=RunState,
    table=RUN_TRANSITIONS,
    words={
        "create": Words(pgettext_lazy("action", "registered")),
        "change": Words(pgettext_lazy("action", "changed")),
        "publish": Words(pgettext_lazy("action", "announced")),
        "announce": Words(pgettext_lazy("action", "course news sent")),
        "set_capacity": Words(pgettext_lazy("action", "seats changed")),
        "close": Words(pgettext_lazy("action", "closed")),
        "reopen": Words(pgettext_lazy("action", "opened again")),
        "cancel": Words(pgettext_lazy("action", "called off")),
    },
    lock=(Lock("runs.courserun", related=("version", "centre")),),
)


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", pgettext_lazy("site", "Cancelled")


SESSION_TRANSITIONS: dict[str, dict[str, SessionState]] = {
    SessionState.PLANNED: {"hold": SessionState.HELD, "cancel": SessionState.CANCELLED},
}

RUN_OF = Lock("runs.courserun", ("run",), related=("version", "centre"))

# Two people who enter one sheet would both find a row of it missing: the run's row makes them queue.
SESSION = Machine(
    "runs.classsession",
    states=SessionState,
    table=SESSION_TRANSITIONS,
    words={
        "plan": Words(pgettext_lazy("action", "planned")),
        "move": Words(pgettext_lazy("action", "moved")),
        "hold": Words(pgettext_lazy("action", "held")),
        "close_sheet": Words(pgettext_lazy("action", "attendance closed")),
        "cancel": Words(pgettext_lazy("action", "called off")),
    },
    lock=(RUN_OF, Lock("runs.classsession")),
)


class EnrolmentState(models.TextChoices):
    APPLIED = "applied", _("Waiting for approval")
    WAITLISTED = "waitlisted", _("On the waiting list")
    OFFERED = "offered", _("A seat is offered")
    ACTIVE = "active", _("Learning")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Not accepted")
    CANCELLED = "cancelled", pgettext_lazy("site", "Cancelled")


_E = EnrolmentState

SEAT_HOLDING = frozenset({_E.OFFERED, _E.ACTIVE, _E.COMPLETED})

LIVE = frozenset({_E.APPLIED, _E.WAITLISTED, _E.OFFERED, _E.ACTIVE, _E.COMPLETED})

LEARNING = frozenset({_E.ACTIVE, _E.COMPLETED})  # may read the lessons

ENROLMENT_TRANSITIONS: dict[str, dict[str, frozenset[EnrolmentState]]] = {
    _E.APPLIED: {
        "approve": frozenset({_E.ACTIVE, _E.WAITLISTED}),
        "reject": frozenset({_E.REJECTED}),
        "withdraw": frozenset({_E.WITHDRAWN}),
        "close": frozenset({_E.CANCELLED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.WAITLISTED: {
        "offer": frozenset({_E.OFFERED}),
        "take_back": frozenset({_E.APPLIED}),
        "withdraw": frozenset({_E.WITHDRAWN}),
        "close": frozenset({_E.CANCELLED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.OFFERED: {
        "accept": frozenset({_E.ACTIVE}),
        "decline": frozenset({_E.CANCELLED}),
        "lapse": frozenset({_E.CANCELLED}),
        "take_back": frozenset({_E.APPLIED, _E.CANCELLED}),
        "close": frozenset({_E.CANCELLED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.ACTIVE: {
        "withdraw": frozenset({_E.WITHDRAWN}),
        "complete": frozenset({_E.COMPLETED}),
        "take_back": frozenset({_E.APPLIED, _E.CANCELLED}),
        "close": frozenset({_E.NOT_COMPLETED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.COMPLETED: {"withdraw_completion": frozenset({_E.ACTIVE, _E.NOT_COMPLETED})},
    _E.NOT_COMPLETED: {"reopen": frozenset({_E.ACTIVE})},
}

# The run's row owns the seats. Who completes the course keeps the seat, so that locks the enrolment alone, and a run's
# learners don't queue behind each other to finish a lesson.
ENROLMENT = Machine(
    "runs.enrolment",
    states=EnrolmentState,
    table=ENROLMENT_TRANSITIONS,
    alone=frozenset({"complete"}),
    words={
        "apply": Words(pgettext_lazy("action", "applied")),
        "invite": Words(pgettext_lazy("action", "seat held")),
        "approve": Words(pgettext_lazy("action", "approved")),
        "reject": Words(pgettext_lazy("action", "turned down")),
        "offer": Words(pgettext_lazy("action", "offered")),
        "accept": Words(pgettext_lazy("action", "accepted")),
        "decline": Words(pgettext_lazy("action", "declined")),
        "lapse": Words(pgettext_lazy("action", "lapsed")),
        "take_back": Words(pgettext_lazy("action", "admission taken back")),
        "reopen": Words(pgettext_lazy("action", "opened again")),
        "withdraw": Words(pgettext_lazy("action", "withdrawn")),
        "complete": Words(pgettext_lazy("action", "completed")),
        "withdraw_completion": Words(pgettext_lazy("action", "completion withdrawn")),
        "close": Words(pgettext_lazy("action", "closed")),
        "cancel": Words(pgettext_lazy("action", "called off")),
    },
    lock=(RUN_OF, Lock("runs.enrolment", related=("person", "version", "run"))),
)
