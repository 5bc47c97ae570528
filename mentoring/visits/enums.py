from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Words
from mentoring.corps.enums import expert_lock


class VisitMode(models.TextChoices):
    VISIT = "visit", _("On site")
    PHONE = "phone", _("By phone")
    ONLINE = "online", _("Online")


class VisitState(models.TextChoices):
    SCHEDULED = "scheduled", _("Arranged")
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", pgettext_lazy("site", "Submitted")
    CONFIRMED = "confirmed", _("Confirmed")
    OBJECTED = "objected", _("Objected")
    NO_SHOW = "no_show", _("Did not take place")
    VOIDED = "voided", _("Voided")
    CANCELLED = "cancelled", pgettext_lazy("site", "Cancelled")


LONGEST_HOURS = 8  # of one visit; PostgreSQL holds it in a constraint of its first migration, too

_V = VisitState

HELD = frozenset({_V.DRAFT, _V.SUBMITTED, _V.CONFIRMED, _V.OBJECTED, _V.NO_SHOW})  # takes the expert's time

UNANSWERED = frozenset({_V.SUBMITTED, _V.OBJECTED})

VISIT_TRANSITIONS: dict[str, dict[str, VisitState]] = {
    _V.SCHEDULED: {"log": _V.DRAFT, "cancel": _V.CANCELLED, "no_show": _V.NO_SHOW},
    _V.DRAFT: {"submit": _V.SUBMITTED, "no_show": _V.NO_SHOW, "cancel": _V.CANCELLED},
    _V.SUBMITTED: {
        "confirm": _V.CONFIRMED,
        "auto_confirm": _V.CONFIRMED,
        "object": _V.OBJECTED,
        "recall": _V.DRAFT,
    },
    _V.OBJECTED: {"revise": _V.SUBMITTED, "rule_confirmed": _V.CONFIRMED, "rule_voided": _V.VOIDED},
    _V.NO_SHOW: {"contest": _V.OBJECTED},
    _V.CONFIRMED: {"void": _V.VOIDED},
}

# Writing and answering one log at once: each must see what the other did. Under the expert's row also two logs of one
# hour, and two of one number, come one after the other.
VISIT = Machine(
    "visits.visit",
    states=VisitState,
    table=VISIT_TRANSITIONS,
    words={
        "schedule": Words(pgettext_lazy("action", "visit arranged")),
        "move": Words(pgettext_lazy("action", "visit moved")),
        "draft": Words(pgettext_lazy("action", "drafted")),
        "enter": Words(pgettext_lazy("action", "entered by the office")),
        "log": Words(pgettext_lazy("action", "log begun")),
        "cancel": Words(pgettext_lazy("action", "called off")),
        "hand_over": Words(pgettext_lazy("action", "handed over")),
        "no_show": Words(pgettext_lazy("action", "did not take place")),
        "submit": Words(pgettext_lazy("action", "sent")),
        "recall": Words(pgettext_lazy("action", "taken back")),
        "confirm": Words(pgettext_lazy("action", "confirmed")),
        "auto_confirm": Words(pgettext_lazy("action", "confirmed by itself")),
        "object": Words(pgettext_lazy("action", "objected to")),
        "contest": Words(pgettext_lazy("action", "contested")),
        "revise": Words(pgettext_lazy("action", "mended and sent again")),
        "rule_confirmed": Words(pgettext_lazy("action", "decided: the log stands")),
        "rule_voided": Words(pgettext_lazy("action", "decided: the log is void")),
        "void": Words(pgettext_lazy("action", "declared void"), _("Declare it void")),
        "add": Words(pgettext_lazy("action", "something added")),
        "step_done": Words(pgettext_lazy("action", "step done")),
        "step_open": Words(pgettext_lazy("action", "step open again")),
        "photos": Words(pgettext_lazy("action", "photos changed")),
        "photo_out": Words(pgettext_lazy("action", "photo taken out"), _("Take it out")),
        "erase_photos": Words(pgettext_lazy("action", "photos erased")),
        "read_private_note": Words(pgettext_lazy("action", "private note read"), _("Read the note")),
    },
    lock=(
        expert_lock("expert", "engagement.expert"),
        Lock("visits.visit", related=("engagement__community",)),
    ),
)


class Side(models.TextChoices):
    EXPERT = "expert", _("Expert")
    COMMUNITY = "community", _("Community")


class Health(models.TextChoices):
    GOOD = "good", _("Going well")
    HELP = "help", _("Needs help")
    URGENT = "urgent", _("Needs a quick call")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


_I = ActionState

ACTION = Machine(
    "visits.actionitem",
    states=ActionState,
    table={
        _I.OPEN: {"settle": _I.DONE, "drop": _I.DROPPED},
        _I.DONE: {"reopen": _I.OPEN, "drop": _I.DROPPED},
        _I.DROPPED: {"reopen": _I.OPEN},
    },
    part_of="visits.visit",
)


class Verdict(models.TextChoices):
    OK = "ok", _("It is right")
    OBJECTION = "objection", _("Something is different")
