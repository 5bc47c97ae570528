from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Subject, Words

ATTENDANCE = Subject(
    "learning.attendance",
    noun=pgettext_lazy("thing", "attendance"),
    words={"correct": Words(pgettext_lazy("action", "corrected"))},
)


class Presence(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


CAME = frozenset({Presence.PRESENT, Presence.LATE})


class ReviewState(models.TextChoices):
    """Of a completion whose facts were corrected so that the rule isn't met any more."""

    WAITING = "waiting", pgettext_lazy("review", "To be decided")
    PROPOSED = "proposed", pgettext_lazy("review", "Waiting for the second person")
    KEPT = "kept", pgettext_lazy("review", "Kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("review", "Withdrawn")
    MOOT = "moot", pgettext_lazy("review", "The rule is met again")


class Proposal(models.TextChoices):
    KEEP = "keep", _("Keep the completion")
    WITHDRAW = "withdraw", _("Withdraw the completion")


_R = ReviewState
OPEN_REVIEW = frozenset({_R.WAITING, _R.PROPOSED})

REVIEW_TRANSITIONS: dict[str, dict[str, str | frozenset[str]]] = {
    _R.WAITING: {"propose": _R.PROPOSED, "dismiss": _R.MOOT},
    _R.PROPOSED: {"agree": frozenset({_R.KEPT, _R.WITHDRAWN}), "object": _R.WAITING, "dismiss": _R.MOOT},
}

# The enrolment's state is decided with it. Facts that make it moot come with the person's row locked, and touch it alone.
REVIEW = Machine(
    "learning.completionreview",
    states=ReviewState,
    table=REVIEW_TRANSITIONS,
    alone=frozenset({"open", "dismiss"}),
    noun=pgettext_lazy("thing", "completion under review"),
    words={
        "open": Words(pgettext_lazy("action", "put to review")),
        "propose": Words(pgettext_lazy("action", "proposed"), _("Propose it")),
        "agree": Words(pgettext_lazy("action", "agreed"), _("Agree")),
        "object": Words(pgettext_lazy("action", "objected"), _("I don't agree")),
        "dismiss": Words(pgettext_lazy("action", "settled by itself")),
    },
    lock=(
        Lock("runs.courserun", ("completion.enrolment.run",), related=("version", "centre")),
        Lock("runs.enrolment", ("completion.enrolment",), related=("person", "version", "run")),
        Lock("learning.completionreview", related=("completion",)),
    ),
)
